import { type Args, flag, text } from '../args.js';
import { addEphemeral, editMessage, isMember, removeMessage, wireMessage } from '../messages.js';
import { refuse } from '../refusal.js';
import type { Channel, State } from '../state.js';
import { blocksOf, metadataOf, textOf } from './content.js';
import { channelOf, destinationOf, mayPost, messageOf, postAsBot, threadRootOf } from './lookup.js';
import type { Backstage, Methods } from './method.js';

/** Characters above which a new message's text is cut, with the warning `message_truncated`. */
const MAX_POST = 40_000;
/** Characters above which an update is refused. */
const MAX_UPDATE = 4000;

const threadOfArgs = (state: State, args: Args, channel: Channel): { thread_ts?: string } => {
  const ts = text(args, 'thread_ts');
  const root = ts === '' ? undefined : threadRootOf(state, channel, ts);
  return root === undefined ? {} : { thread_ts: root.ts };
};

const postMessage = ({ state, settings }: Backstage, args: Args) => {
  const channel = destinationOf(state, args);
  mayPost(state, channel, settings.scopes);
  const given = textOf(args);
  const blocks = blocksOf(args) ?? [];
  if (given === '' && blocks.length === 0) throw refuse('no_text');
  const metadata = metadataOf(args);
  const thread = threadOfArgs(state, args, channel);
  if (thread.thread_ts !== undefined && state.lockedThreads.has(thread.thread_ts)) {
    throw refuse('restricted_action_thread_locked');
  }
  const message = postAsBot(state, {
    channel: channel.id,
    text: given.slice(0, MAX_POST),
    blocks,
    ...thread,
    broadcast: flag(args, 'reply_broadcast') && thread.thread_ts !== undefined,
    ...(metadata ? { metadata } : {}),
  });
  const warning = given.length > MAX_POST ? { warning: 'message_truncated' } : {};
  return { channel: channel.id, ts: message.ts, message: wireMessage(state, message, true), ...warning };
};

const update = ({ state }: Backstage, args: Args) => {
  const channel = channelOf(state, args);
  if (channel.is_archived) throw refuse('is_inactive');
  const message = messageOf(state, channel, text(args, 'ts'));
  if (message.bot_id !== state.bot.botId) throw refuse('cant_update_message');
  const given = textOf(args);
  if (given.length > MAX_UPDATE) throw refuse('msg_too_long');
  const blocks = blocksOf(args);
  const metadata = metadataOf(args);
  if (given === '' && (blocks === undefined || blocks.length === 0)) throw refuse('no_text');
  editMessage(state, message, {
    ...(given === '' ? {} : { text: given }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  return { channel: channel.id, ts: message.ts, text: message.text, message: wireMessage(state, message, true) };
};

const deleteMessage = ({ state }: Backstage, args: Args) => {
  const channel = channelOf(state, args);
  const message = messageOf(state, channel, text(args, 'ts'));
  if (message.bot_id !== state.bot.botId) throw refuse('cant_delete_message');
  removeMessage(state, message);
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral = ({ state, settings }: Backstage, args: Args) => {
  const channel = channelOf(state, args);
  mayPost(state, channel, settings.scopes);
  const user = text(args, 'user');
  if (!state.users.has(user) || !isMember(state, channel, user)) throw refuse('user_not_in_channel');
  const given = textOf(args);
  const blocks = blocksOf(args) ?? [];
  if (given === '' && blocks.length === 0) throw refuse('no_text');
  if (given.length > MAX_POST) throw refuse('msg_too_long');
  const thread = threadOfArgs(state, args, channel);
  const draft = { channel: channel.id, user, text: given, blocks, ...thread, via: 'chat.postEphemeral' } as const;
  return { message_ts: addEphemeral(state, draft).ts };
};

const getPermalink = ({ state, settings }: Backstage, args: Args) => {
  const channel = channelOf(state, args);
  const message = messageOf(state, channel, text(args, 'message_ts'));
  const link = `${settings.url}/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const thread = message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
  return { channel: channel.id, permalink: `${link}${thread}` };
};

export const chatMethods: Methods = {
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.update': { scopes: ['chat:write'], run: update },
  'chat.delete': { scopes: ['chat:write'], run: deleteMessage },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
  'chat.getPermalink': { scopes: [], run: getPermalink },
};
