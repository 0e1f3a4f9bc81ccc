import { channel, code, type Line, line, person } from './leaves.js';
import { linesMessage, type Rendered } from './message.js';

export interface TroubleContext {
  readonly channel: string;
  /** Slack's own word. */
  readonly problem: string;
  /** The target whose upgrade is followed there. */
  readonly target: string;
  /** The bot's user id. */
  readonly bot: string;
}

interface Words {
  /** Plain words for Slack's word. */
  readonly what: string;
  readonly remedy: (context: TroubleContext) => Line;
}

/** Slack's words for a channel that refuses messages (https://docs.slack.dev/reference/methods/chat.postMessage). */
const troubleWords: Readonly<Record<string, Words>> = {
  not_in_channel: {
    what: 'the bot is not in it',
    remedy: ({ bot, channel: id }) => line`Type ${code('/invite')} ${person(bot)} in ${channel(id)}.`,
  },
  channel_not_found: {
    what: 'Slack shows the bot no such channel: it was deleted, or it is private and the bot is not in it',
    remedy: ({ bot }) =>
      line`If it is private, type ${code('/invite')} ${person(bot)} in it. If it was deleted, set another channel in the configuration and start the bot again.`,
  },
  is_archived: { what: 'it is archived', remedy: () => line`Unarchive it.` },
  restricted_action_thread_locked: { what: "the upgrade's thread is locked", remedy: () => line`Unlock the thread.` },
  restricted_action_read_only_channel: {
    what: 'only chosen people may post in it',
    remedy: ({ bot }) => line`Let ${person(bot)} post in it (channel settings, posting permissions).`,
  },
  restricted_action_non_threadable_channel: {
    what: 'it takes no replies',
    remedy: () => line`Allow replies in it (channel settings).`,
  },
  restricted_action_thread_only_channel: {
    what: 'it takes replies only',
    remedy: () => line`Allow messages in it (channel settings).`,
  },
  restricted_action: {
    what: 'an administrator of the workspace has restricted who may post',
    remedy: ({ bot }) => line`Ask an administrator to let ${person(bot)} post in it.`,
  },
  ekm_access_denied: {
    what: 'administrators of the workspace have suspended posting in it',
    remedy: () => line`Ask an administrator.`,
  },
};

const unknownWords: Words = {
  what: 'Slack refuses messages to it',
  remedy: () => line`Look the word up in Slack's reference of chat.postMessage.`,
};

/** Tells an operator that a channel cannot be posted to, why, and what to do. */
export function troubleMessage(context: TroubleContext): Rendered {
  const { problem, target } = context;
  const { what, remedy } = (Object.hasOwn(troubleWords, problem) ? troubleWords[problem] : undefined) ?? unknownWords;
  return linesMessage([
    line`The bot cannot post in ${channel(context.channel)}, where the upgrade of ${target} is followed: ${what} (${code(problem)}).`,
    line`What to do: ${remedy(context)}`,
    line`Nothing is lost: the bot goes on watching, and posts what is due, in order, within 20 seconds of the repair.`,
  ]);
}

/** Tells whoever was told of the trouble that it is over. */
export function repairedMessage(context: Pick<TroubleContext, 'channel'>): Rendered {
  return linesMessage([line`The bot is posting again in ${channel(context.channel)}. Nothing else has to be done.`]);
}
