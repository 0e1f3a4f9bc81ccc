import { type Args, flag, text } from '../args.js';
import { isMember, shownInChannel, threadOf, wireMessage } from '../messages.js';
import { refuse } from '../refusal.js';
import type { Message, State } from '../state.js';
import { channelOf, page } from './lookup.js';
import type { Backstage, Methods } from './method.js';

const SCOPES = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** Microseconds: numbers, because `oldest` may come as whole seconds. */
const micros = (ts: string): number => Math.round(Number.parseFloat(ts) * 1e6);

/** Keeps what lies between `oldest` and `latest`; both ends count only with `inclusive`. */
const between = (messages: Message[], args: Args): Message[] => {
  const oldest = text(args, 'oldest') === '' ? Number.NEGATIVE_INFINITY : micros(text(args, 'oldest'));
  const latest = text(args, 'latest') === '' ? Number.POSITIVE_INFINITY : micros(text(args, 'latest'));
  if (Number.isNaN(oldest)) throw refuse('invalid_ts_oldest');
  if (Number.isNaN(latest)) throw refuse('invalid_ts_latest');
  const ends = flag(args, 'inclusive');
  return messages.filter((message) => {
    const at = micros(message.ts);
    return ends ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
};

const readableChannel = (state: State, args: Args) => {
  const channel = channelOf(state, args);
  if (!isMember(state, channel, state.bot.userId)) throw refuse('not_in_channel');
  return channel;
};

/** The parent comes first on every page, also when `oldest` would leave it out. */
const replies = ({ state }: Backstage, args: Args) => {
  const channel = readableChannel(state, args);
  const [root, ...answers] = threadOf(state, channel.id, text(args, 'ts'));
  if (root === undefined) throw refuse('thread_not_found');
  const { items, hasMore, response_metadata } = page(between(answers, args), args, 1000, 1000);
  const withMetadata = flag(args, 'include_all_metadata');
  const messages = [root, ...items].map((message) => wireMessage(state, message, withMetadata));
  return { messages, has_more: hasMore, response_metadata };
};

/** Newest first. */
const history = ({ state }: Backstage, args: Args) => {
  const channel = readableChannel(state, args);
  const newestFirst = between(shownInChannel(state, channel.id), args).reverse();
  const { items, hasMore, response_metadata } = page(newestFirst, args, 100, 999);
  const withMetadata = flag(args, 'include_all_metadata');
  const messages = items.map((message) => wireMessage(state, message, withMetadata));
  return { messages, has_more: hasMore, response_metadata };
};

export const historyMethods: Methods = {
  'conversations.replies': { scopes: SCOPES, run: replies },
  'conversations.history': { scopes: SCOPES, run: history },
};
