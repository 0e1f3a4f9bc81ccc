import type { Block } from './blocks/validate.js';
import type { Channel, Ephemeral, Message, Metadata, State, Version } from './state.js';

/** Slack gives every block without a `block_id` one of its own. */
export const withBlockIds = (state: State, blocks: Block[]): Block[] =>
  blocks.map((block) => (block.block_id === undefined ? { ...block, block_id: state.nextId('b') } : block));

export interface Draft {
  channel: string;
  user: string;
  bot_id?: string;
  thread_ts?: string;
  broadcast?: boolean;
  text: string;
  blocks?: Block[];
  metadata?: Metadata;
  files?: string[];
}

/** Puts a message into its channel or thread. */
export const addMessage = (state: State, draft: Draft): Message => {
  const { blocks = [], broadcast = false, ...rest } = draft;
  const version: Version = { text: draft.text, blocks: withBlockIds(state, blocks), at: state.now() };
  if (draft.metadata !== undefined) version.metadata = draft.metadata;
  const message: Message = { ...rest, ...version, ts: state.nextTs(), broadcast, deleted: false, versions: [version] };
  state.messages.set(message.ts, message);
  const inChannel = state.byChannel.get(message.channel) ?? [];
  inChannel.push(message);
  state.byChannel.set(message.channel, inChannel);
  state.changed({ kind: 'posted', message });
  return message;
};

/** Gives a message a new version; `metadata: null` clears it, left out keeps it. */
export const editMessage = (
  state: State,
  message: Message,
  change: { text?: string; blocks?: Block[]; metadata?: Metadata | null },
): void => {
  const version: Version = {
    text: change.text ?? message.text,
    blocks: change.blocks === undefined ? message.blocks : withBlockIds(state, change.blocks),
    at: state.now(),
  };
  const metadata = change.metadata === undefined ? message.metadata : change.metadata;
  if (metadata) version.metadata = metadata;
  else delete message.metadata;
  Object.assign(message, version, { edited: { user: message.user, ts: state.nextTs() } });
  message.versions.push(version);
  state.changed({ kind: 'edited', message });
};

export const removeMessage = (state: State, message: Message): void => {
  message.deleted = true;
  state.changed({ kind: 'deleted', message });
};

export const addEphemeral = (state: State, draft: Omit<Ephemeral, 'ts' | 'at'>): Ephemeral => {
  const ephemeral = {
    ...draft,
    blocks: withBlockIds(state, draft.blocks),
    ts: state.nextTs(),
    at: state.now(),
  };
  state.ephemerals.push(ephemeral);
  state.changed({ kind: 'ephemeral', ephemeral });
  return ephemeral;
};

export const editEphemeral = (
  state: State,
  ephemeral: Ephemeral,
  { text, blocks }: Pick<Ephemeral, 'text' | 'blocks'>,
): void => {
  Object.assign(ephemeral, { text, blocks: withBlockIds(state, blocks) });
  state.changed({ kind: 'ephemeral_changed', ephemeral });
};

export const removeEphemeral = (state: State, ephemeral: Ephemeral): void => {
  const index = state.ephemerals.indexOf(ephemeral);
  if (index === -1) return;
  state.ephemerals.splice(index, 1);
  state.changed({ kind: 'ephemeral_changed', ephemeral });
};

/** All that was ever posted there, replies and deleted messages included, oldest first. */
export const everything = (state: State, channel: string): Message[] => [...(state.byChannel.get(channel) ?? [])];

/** What the channel itself shows: roots and broadcasts, oldest first. */
export const shownInChannel = (state: State, channel: string): Message[] =>
  everything(state, channel).filter((it) => !it.deleted && (it.thread_ts === undefined || it.broadcast));

export const repliesTo = (state: State, channel: string, ts: string): Message[] =>
  everything(state, channel).filter((it) => !it.deleted && it.thread_ts === ts);

/** Root and replies. A deleted root with replies stays as a tombstone. */
export const threadOf = (state: State, channel: string, ts: string): Message[] => {
  const root = state.messages.get(ts);
  if (root === undefined || root.channel !== channel || root.thread_ts !== undefined) return [];
  const replies = repliesTo(state, channel, ts);
  return root.deleted && replies.length === 0 ? [] : [root, ...replies];
};

export const isMember = (state: State, channel: Channel, user: string): boolean => {
  if (user === state.bot.userId) return channel.hasBot;
  return channel.members === 'everyone' || channel.members.has(user);
};

const threadFields = (state: State, message: Message): Record<string, unknown> => {
  if (message.thread_ts !== undefined) return { thread_ts: message.thread_ts };
  const replies = repliesTo(state, message.channel, message.ts);
  const latest = replies.at(-1);
  if (latest === undefined) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: latest.ts,
  };
};

const subtypeOf = (message: Message): Record<string, unknown> => {
  if (message.deleted) return { subtype: 'tombstone', hidden: true };
  return message.broadcast ? { subtype: 'thread_broadcast' } : {};
};

/** A message as the Web API and the payloads of clicks show it. */
export const wireMessage = (state: State, message: Message, withMetadata: boolean): Record<string, unknown> => ({
  type: 'message',
  ts: message.ts,
  user: message.user,
  team: state.users.get(message.user)?.team_id ?? state.teamId,
  ...(message.bot_id === undefined ? {} : { bot_id: message.bot_id, app_id: state.bot.appId }),
  text: message.deleted ? 'This message was deleted.' : message.text,
  ...(message.deleted ? {} : { blocks: message.blocks }),
  ...(message.edited === undefined ? {} : { edited: message.edited }),
  ...(message.files === undefined ? {} : { files: message.files.map((id) => ({ id })) }),
  ...threadFields(state, message),
  ...subtypeOf(message),
  ...(withMetadata && message.metadata !== undefined && !message.deleted ? { metadata: message.metadata } : {}),
});
