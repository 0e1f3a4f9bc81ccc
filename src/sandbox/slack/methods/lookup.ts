import { type Args, text, whole } from '../args.js';
import { addMessage, isMember } from '../messages.js';
import { refuse } from '../refusal.js';
import type { Channel, Message, State } from '../state.js';

/** The direct message between the bot and a person, opened when there was none. */
export const directMessage = (state: State, userId: string): Channel => {
  const user = state.users.get(userId);
  if (user === undefined) throw refuse('user_not_found');
  if (user.deleted) throw refuse('user_disabled');
  const id = `D0${userId.slice(1)}`;
  const existing = state.channels.get(id);
  if (existing !== undefined) return existing;
  const channel: Channel = {
    id,
    name: 'directmessage',
    is_private: true,
    is_archived: false,
    is_ext_shared: false,
    im: userId,
    members: new Set([userId]),
    hasBot: true,
  };
  state.channels.set(id, channel);
  return channel;
};

/** The channel an argument names. A private channel without the bot is `channel_not_found`, as with the original. */
export const channelOf = (state: State, args: Args): Channel => {
  const id = text(args, 'channel');
  const channel = state.channels.get(id);
  if (channel === undefined || (channel.is_private && !channel.hasBot)) throw refuse('channel_not_found');
  return channel;
};

/** Where a message is posted to: a channel id, a channel name, or a person's id for the direct message. */
export const destinationOf = (state: State, args: Args): Channel => {
  const wanted = text(args, 'channel');
  if (state.users.has(wanted)) return directMessage(state, wanted);
  const name = wanted.replace(/^#/, '');
  const named = [...state.channels.values()].find((it) => it.name === name && it.im === undefined);
  return channelOf(state, { channel: named?.id ?? wanted });
};

export const mayPost = (state: State, channel: Channel, scopes: string[]): void => {
  if (channel.is_archived) throw refuse('is_archived');
  if (channel.is_read_only) throw refuse('restricted_action_read_only_channel');
  const publicAllowed = !channel.is_private && scopes.includes('chat:write.public');
  if (!isMember(state, channel, state.bot.userId) && !publicAllowed) throw refuse('not_in_channel');
};

/** A message that exists in this channel and was not deleted. */
export const messageOf = (state: State, channel: Channel, ts: string): Message => {
  const message = state.messages.get(ts);
  if (message === undefined || message.channel !== channel.id || message.deleted) throw refuse('message_not_found');
  return message;
};

/**
 * The thread a new message goes to. Undefined for a deleted root without replies: the original then puts the message
 * into the channel itself, without a word.
 */
export const threadRootOf = (state: State, channel: Channel, ts: string): Message | undefined => {
  const root = state.messages.get(ts);
  if (root === undefined || root.channel !== channel.id) throw refuse('thread_not_found');
  if (root.thread_ts !== undefined) throw refuse('cannot_reply_to_message');
  const hasReplies = (state.byChannel.get(channel.id) ?? []).some((it) => it.thread_ts === ts && !it.deleted);
  return root.deleted && !hasReplies ? undefined : root;
};

export const postAsBot = (state: State, draft: Omit<Parameters<typeof addMessage>[1], 'user' | 'bot_id'>): Message =>
  addMessage(state, { ...draft, user: state.bot.userId, bot_id: state.bot.botId });

/** One page of `items`; the cursor is an offset. */
export const page = <T>(items: T[], args: Args, standard: number, most: number) => {
  const limit = whole(args, 'limit', standard);
  if (limit < 1 || limit > most) throw refuse('invalid_limit');
  const cursor = text(args, 'cursor');
  const start = cursor === '' ? 0 : Number.parseInt(Buffer.from(cursor, 'base64').toString('utf8').slice(5), 10);
  if (Number.isNaN(start)) throw refuse('invalid_cursor');
  const hasMore = start + limit < items.length;
  const next = hasMore ? Buffer.from(`next:${start + limit}`).toString('base64') : '';
  return { items: items.slice(start, start + limit), hasMore, response_metadata: { next_cursor: next } };
};
