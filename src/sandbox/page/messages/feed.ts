import type { EphemeralShown, MessageShown, SlackShown } from '../../control/shown.js';

/** One thing in a channel or thread, for everybody or for the viewer alone. */
export type Item =
  | { readonly kind: 'message'; readonly key: string; readonly ts: string; readonly message: MessageShown }
  | { readonly kind: 'ephemeral'; readonly key: string; readonly ts: string; readonly ephemeral: EphemeralShown }
  | { readonly kind: 'failure'; readonly key: string; readonly ts: string; readonly failure: Failure };

/** Something that did not reach the bot: Slack tells the person, in this window only. */
export interface Failure {
  readonly id: number;
  readonly channel: string;
  readonly thread: string | null;
  readonly text: string;
  readonly at: number;
}

/** A place's messages and what replies say of a root. */
export interface Replies {
  readonly count: number;
  /** When the newest was posted. */
  readonly lastAt: number;
  /** Who replied, the first first, each once. */
  readonly from: readonly string[];
}

type Told = Pick<SlackShown, 'messages' | 'ephemerals'>;

const byTs = (one: Item, other: Item): number => Number(one.ts) - Number(other.ts);

const messageItem = (message: MessageShown): Item => ({ kind: 'message', key: message.ts, ts: message.ts, message });

const ephemeralItem = (ephemeral: EphemeralShown): Item => ({
  kind: 'ephemeral',
  key: `e${ephemeral.ts}`,
  ts: ephemeral.ts,
  ephemeral,
});

const failureItem = (failure: Failure): Item => ({
  kind: 'failure',
  key: `f${failure.id}`,
  ts: String(failure.at / 1000),
  failure,
});

/** What a channel shows, oldest first: roots, replies sent to the channel too, and what only the viewer sees there. */
export function channelItems({ messages, ephemerals }: Told, failures: readonly Failure[], channel: string): Item[] {
  const shown = messages.filter(
    (message) => message.channel === channel && (message.thread === null || message.broadcast),
  );
  const own = ephemerals.filter((one) => one.channel === channel && one.thread === null);
  const failed = failures.filter((one) => one.channel === channel && one.thread === null);
  return [...shown.map(messageItem), ...own.map(ephemeralItem), ...failed.map(failureItem)].sort(byTs);
}

/** A thread, oldest first: its root is the first when it is known. */
export function threadItems({ messages, ephemerals }: Told, failures: readonly Failure[], root: string): Item[] {
  const shown = messages.filter(({ ts, thread }) => ts === root || thread === root);
  const own = ephemerals.filter(({ thread }) => thread === root);
  const failed = failures.filter(({ thread }) => thread === root);
  return [...shown.map(messageItem), ...own.map(ephemeralItem), ...failed.map(failureItem)].sort(byTs);
}

/** What is said under each root that has replies, by the root's `ts`. */
export function repliesByRoot(messages: readonly MessageShown[]): ReadonlyMap<string, Replies> {
  const found = new Map<string, Replies>();
  for (const { thread, at, from, deleted } of messages) {
    if (thread === null || deleted) continue;
    const before = found.get(thread);
    found.set(thread, {
      count: (before?.count ?? 0) + 1,
      lastAt: Math.max(before?.lastAt ?? 0, at),
      from: before === undefined ? [from] : withEach(before.from, from),
    });
  }
  return found;
}

const withEach = (all: readonly string[], one: string): readonly string[] => (all.includes(one) ? all : [...all, one]);

const TOGETHER_MS = 5 * 60_000;

const senderOf = (item: Item): string | undefined => (item.kind === 'message' ? item.message.from : undefined);
const timeOf = (item: Item): number => Number(item.ts) * 1000;

/** Whether an item goes on right below the one before it, without a name of its own: the same sender within 5 minutes. */
export function goesOn(before: Item | undefined, item: Item): boolean {
  if (before === undefined || before.kind !== 'message' || item.kind !== 'message') return false;
  return senderOf(before) === senderOf(item) && timeOf(item) - timeOf(before) < TOGETHER_MS;
}

/** The newest `ts` that somebody else wrote in each channel: what an unread mark is about. */
export function newestByChannel(messages: readonly MessageShown[], viewer: string): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { channel, ts, from, thread, broadcast } of messages) {
    if (from === viewer || (thread !== null && !broadcast)) continue;
    newest.set(channel, Math.max(newest.get(channel) ?? 0, Number(ts)));
  }
  return newest;
}
