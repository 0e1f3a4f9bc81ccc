import type { ClockReading } from '../../core/checkup.js';
import type { Logger } from '../../core/ports.js';
import { SlackRefused } from '../failure.js';
import type { SlackUser } from './answers.js';
import * as answers from './answers.js';
import { type Call, slackCall } from './call.js';
import { findMessage, findMessages, type Wanted } from './find.js';
import { readIdentity } from './read-identity.js';
import type { InTime } from './written-in-time.js';

/** Who the bot is, from `auth.test`. */
export interface Identity {
  readonly teamId: string;
  /** Name of the workspace. */
  readonly team?: string;
  readonly enterpriseId?: string;
  readonly userId: string;
  readonly botId?: string;
  /** The workspace's address, with a trailing slash. */
  readonly url: string;
  /** What the token may do; empty when Slack does not say. */
  readonly scopes: readonly string[];
}

/** A rendered message. */
interface Content {
  /** Shown in notifications and read by screen readers; never empty. */
  readonly text: string;
  readonly blocks: readonly object[];
}

export interface Post extends Content {
  readonly channel: string;
  readonly threadTs?: string;
  /** Readable by every member and app of the workspace: never a secret. `event_payload.key` is what `find` looks for. */
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: Readonly<Record<string, string | number | boolean>>;
  };
  /** Also show a thread's message in its channel. */
  readonly broadcast?: boolean;
}

export interface Posted {
  readonly ts: string;
  readonly channel: string;
  /**
   * It was meant for a thread and does not seem to be in it: Slack puts a reply to a deleted message without replies into
   * the channel itself. The only sign is that the answer names no thread.
   */
  readonly astray: boolean;
}

export interface Ephemeral extends Content {
  readonly channel: string;
  /** The only person who sees it. */
  readonly user: string;
  readonly threadTs?: string;
}

export interface ChannelInfo {
  readonly id: string;
  readonly name?: string;
  readonly isMember: boolean;
  readonly isArchived: boolean;
  /** Shared with another organisation, or about to be. */
  readonly isExternal: boolean;
}

/** The calls of Slack's Web API that the bot makes. All of them throw SlackRefused or AppError kind `slack-busy`. */
export interface SlackClient {
  authTest(): Promise<Identity>;
  /** As `authTest`, asked once only. */
  self(): Promise<Identity>;
  /** @param inTime asked immediately before the request is written; `false` gives up, with `tookEffect` `no` */
  post(message: Post, inTime?: InTime): Promise<Posted>;
  /** @param inTime as for `post` */
  update(message: Content & { readonly channel: string; readonly ts: string }, inTime?: InTime): Promise<void>;
  /** Takes back a message of the bot. */
  remove(channel: string, ts: string): Promise<void>;
  /** Whether Slack knows a thread under this message; a deleted message without replies has none. */
  hasThread(channel: string, ts: string): Promise<boolean>;
  /** The direct message between the bot and a person, for posting to. */
  openDirect(user: string): Promise<string>;
  ephemeral(message: Ephemeral): Promise<void>;
  /** Opens a form for the person whose act gave the trigger id, which is good once and for three seconds. */
  openForm(triggerId: string, view: object): Promise<void>;
  /** Shows this on the app's Home tab to one person. */
  publishHome(user: string, view: object): Promise<void>;
  /** See `findMessage`. */
  find(wanted: Wanted): Promise<string | undefined>;
  /** See `findMessages`. */
  findAll(wanted: Wanted): Promise<readonly string[]>;
  /** A link to a message; built from the workspace's address when Slack does not give one. */
  permalink(channel: string, ts: string): Promise<string>;
  /** Undefined when Slack knows no such user, or hides them. */
  userInfo(id: string): Promise<SlackUser | undefined>;
  /** Member ids of a user group. @throws SlackRefused also when there is no such group */
  groupUsers(id: string): Promise<readonly string[]>;
  /** As `groupUsers`; empty when there is no such group, or the workspace's plan has none. */
  groupMembers(id: string): Promise<readonly string[]>;
  channelInfo(id: string): Promise<ChannelInfo>;
  /** Slack's clock, as of the latest answer; undefined before the first. */
  clock(): ClockReading | undefined;
}

export interface SlackClientOptions {
  readonly token: string;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** How long one call may take, in milliseconds; 5 s when left out. */
  readonly timeoutMs?: number;
}

/** Slack's Web API with the bot's token: one request per call, never repeated. */
export function slackClient({ token, apiUrl, logger, timeoutMs = 5000 }: SlackClientOptions): SlackClient {
  let clock: ClockReading | undefined;
  const onClock = (reading: ClockReading): void => {
    clock = reading;
  };
  const call = slackCall({ token, apiUrl, logger, timeoutMs, onClock });
  let known: Identity | undefined;
  const authTest = async (): Promise<Identity> => {
    known = await readIdentity(call);
    return known;
  };
  const identity = async (): Promise<Identity> => known ?? (await authTest());
  return {
    authTest,
    self: identity,
    ...writing(call),
    ...reading(call, logger),
    clock: () => clock,
    find: async (wanted) => {
      const { userId, botId } = await identity();
      return findMessage(call, { userId, botId }, wanted);
    },
    findAll: async (wanted) => {
      const { userId, botId } = await identity();
      return findMessages(call, { userId, botId }, wanted);
    },
    permalink: async (channel, ts) => {
      try {
        return (await call('chat.getPermalink', { channel, message_ts: ts }, answers.permalink)).permalink;
      } catch (error) {
        logger.debug({ channel, ts, err: error }, 'no permalink from slack');
        return `${(await identity()).url}archives/${channel}/p${ts.replace('.', '')}`;
      }
    },
  };
}

function writing(
  call: Call,
): Pick<SlackClient, 'post' | 'update' | 'remove' | 'openDirect' | 'ephemeral' | 'openForm' | 'publishHome'> {
  return {
    post: async ({ channel, threadTs, text, blocks, metadata, broadcast }, inTime) => {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs, reply_broadcast: broadcast ?? false };
      // Slack unfolds every link in an app's message unless told not to.
      const unfurl = { unfurl_links: false, unfurl_media: false };
      const message = { channel, text, blocks, metadata, ...thread, ...unfurl };
      const answer = await call('chat.postMessage', message, answers.posted, inTime);
      const astray = threadTs !== undefined && answer.message !== undefined && answer.message.thread_ts === undefined;
      return { ts: answer.ts, channel: answer.channel ?? channel, astray };
    },
    update: async ({ channel, ts, text, blocks }, inTime) => {
      await call('chat.update', { channel, ts, text, blocks }, answers.nothing, inTime);
    },
    remove: async (channel, ts) => {
      await call('chat.delete', { channel, ts }, answers.nothing);
    },
    openDirect: async (user) => (await call('conversations.open', { users: user }, answers.opened)).channel.id,
    ephemeral: async ({ channel, user, threadTs, text, blocks }) => {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      await call('chat.postEphemeral', { channel, user, text, blocks, ...thread }, answers.nothing);
    },
    openForm: async (triggerId, view) => {
      await call('views.open', { trigger_id: triggerId, view }, answers.nothing);
    },
    publishHome: async (user, view) => {
      await call('views.publish', { user_id: user, view }, answers.nothing);
    },
  };
}

type Reading = Pick<SlackClient, 'userInfo' | 'groupUsers' | 'groupMembers' | 'channelInfo' | 'hasThread'>;

function reading(call: Call, logger: Logger): Reading {
  const groupUsers = async (id: string): Promise<readonly string[]> =>
    (await call('usergroups.users.list', { usergroup: id }, answers.groupUsers)).users;
  return {
    groupUsers,
    hasThread: async (channel, ts) => {
      try {
        await call('conversations.replies', { channel, ts, limit: 1 }, answers.nothing);
        return true;
      } catch (error) {
        if (isWord(error, 'thread_not_found')) return false;
        throw error;
      }
    },
    userInfo: async (id) => {
      try {
        return (await call('users.info', { user: id }, answers.userInfo)).user;
      } catch (error) {
        if (isWord(error, 'user_not_found', 'user_not_visible')) return undefined;
        throw error;
      }
    },
    groupMembers: async (id) => {
      try {
        return await groupUsers(id);
      } catch (error) {
        if (isWord(error, ...noSuchGroup, ...noGroupsOnPlan)) {
          logger.warn({ group: id, err: error }, 'user group has no members the bot can use');
          return [];
        }
        throw error;
      }
    },
    channelInfo: async (id) => {
      const { channel } = await call('conversations.info', { channel: id }, answers.channelInfo);
      return {
        id: channel.id,
        ...(channel.name === undefined ? {} : { name: channel.name }),
        isMember: channel.is_member ?? false,
        isArchived: channel.is_archived ?? false,
        isExternal: channel.is_ext_shared === true || channel.is_pending_ext_shared === true,
      };
    },
  };
}

/** Slack's words for a group that is unknown or disabled, and for a plan without groups (https://docs.slack.dev/reference/methods/usergroups.users.list). */
export const noSuchGroup: readonly string[] = ['no_such_subteam', 'subteam_not_found'];
export const noGroupsOnPlan: readonly string[] = ['plan_upgrade_required'];

export function isWord(error: unknown, ...words: readonly string[]): boolean {
  return error instanceof SlackRefused && words.includes(error.slackError);
}
