import type { TrafficPage, TrafficShown } from '../../control/shown.js';

/** As many as the sandbox itself keeps. */
const mostKept = 2_000;

/** How long an entry without an answer is asked for again, in milliseconds: some never get one. */
const askedAgainMs = 60_000;

/** Whether an entry may still change: it has no answer yet and is not too old to get one. */
const isOpen = ({ ms, problem, at }: TrafficShown, now: number): boolean =>
  ms === null && problem === null && now - at < askedAgainMs;

/** Whether there is anything worth asking for although nothing has changed. */
export const hasOpen = (known: readonly TrafficShown[], now: number): boolean =>
  known.some((entry) => isOpen(entry, now));

/** The id to ask after: everything newer than the oldest entry that still waits for its answer, or than the newest. */
export function askAfter(known: readonly TrafficShown[], now: number): number {
  const waiting = known.find((entry) => isOpen(entry, now));
  if (waiting !== undefined) return waiting.id - 1;
  return known.at(-1)?.id ?? 0;
}

/** What is known now: entries asked for again replaced, new ones behind them, what the sandbox dropped left out. */
export function merged(known: readonly TrafficShown[], page: TrafficPage): readonly TrafficShown[] {
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of page.entries) byId.set(entry.id, entry);
  const entries = [...byId.values()].filter(({ id }) => id > page.dropped);
  return entries.sort((one, other) => one.id - other.id).slice(-mostKept);
}
