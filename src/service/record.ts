import type { HistoryEntry } from '../core/answers.js';
import { deadlineOf } from '../core/deadlines.js';
import type { Happening, TimelineEvent } from '../core/events.js';
import { follows } from '../core/follows.js';
import type { AppendGuard, AppendResult, Clock, Jobs, TimelineWriter } from '../core/ports.js';
import { fold, type UpgradeView } from '../core/view.js';

/** What happened, resting on a view; without a view the first happening opens the upgrade. */
export interface Entry {
  readonly target: string;
  readonly view: UpgradeView | undefined;
  readonly happenings: readonly Happening[];
  readonly guard?: AppendGuard;
}

/** `kept` is false when it should be and is not certain to be; see the guard. */
export type Recorded =
  | { ok: true; view: UpgradeView; kept: boolean }
  | { ok: false; why: Exclude<AppendResult, 'ok' | 'unkept'> };

/** The only way into a timeline: appends in one step, then wakes those who have something to do about it. */
export type Record = (entry: Entry) => Promise<Recorded>;

interface RecordDeps {
  readonly writer: TimelineWriter;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

/**
 * Makes the one function that writes timelines. A refused append (`moved`, `fenced`, `late`, `early`) has written
 * nothing: the caller reads again and decides again. Dying between the append and the wake-ups loses nothing: the
 * sweep finds what is owed.
 */
export function recorder({ writer, jobs, clock }: RecordDeps): Record {
  return async ({ target, view, happenings, guard = {} }) => {
    const [first] = happenings;
    if (first !== undefined && !follows(view, first)) return { ok: false, why: 'moved' };
    const events = numbered(happenings, view?.seq ?? 0, clock.now());
    const next = fold(view, events);
    if (next === undefined) throw new Error('nothing to record');
    const history = next.finishedAt === undefined ? undefined : historyEntry(next);
    const step = { target, events, view: next, guard };
    const recorded = asRecorded(await writer.append(history === undefined ? step : { ...step, history }), next);
    if (recorded.ok) await wake(jobs, next, events);
    return recorded;
  };
}

function asRecorded(result: AppendResult, view: UpgradeView): Recorded {
  if (result === 'ok' || result === 'unkept') return { ok: true, view, kept: result === 'ok' };
  return { ok: false, why: result };
}

function numbered(happenings: readonly Happening[], after: number, at: number): TimelineEvent[] {
  return happenings.map((happening, index) => ({ ...happening, seq: after + index + 1, at }));
}

function historyEntry(view: UpgradeView): HistoryEntry {
  const versions = new Set(view.nodes.flatMap((node) => node.version ?? []));
  const to = versions.size === 0 ? (view.run?.release ?? '') : [...versions].join(', ');
  const by = view.by ?? view.requests.find((request) => request.status === 'ended')?.by;
  return {
    number: view.number,
    openedAt: view.openedAt,
    finishedAt: view.finishedAt ?? view.openedAt,
    how: view.finishedHow ?? 'unseen',
    channel: view.channel,
    ...(by === undefined ? {} : { by }),
    ...(view.originalVersion === undefined ? {} : { from: view.originalVersion }),
    ...(to === '' ? {} : { to }),
  };
}

async function wake(jobs: Jobs, view: UpgradeView, events: readonly TimelineEvent[]): Promise<void> {
  const { target, number } = view;
  await Promise.all([jobs.publish(target, number), jobs.card(target, number)]);
  for (const event of events) {
    if (event.type === 'asked') await wakeForRequest(jobs, view, event);
    if (event.type === 'approved' && event.granted) await jobs.act(target, number, event.request);
  }
  // From idle to active the next look may be a minute away. Nobody waits for it: a watch that records is busy itself.
  if (events.some(({ type }) => type === 'opened')) void jobs.look(target);
}

async function wakeForRequest(
  jobs: Jobs,
  { target, number, requests }: UpgradeView,
  { request: { id, required }, at }: Extract<TimelineEvent, { type: 'asked' }>,
): Promise<void> {
  if (required === 0) return await jobs.act(target, number, id);
  const request = requests.find((one) => one.id === id);
  if (request !== undefined) await jobs.attend(target, number, id, deadlineOf(request, at).at);
}
