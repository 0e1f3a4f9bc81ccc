import { randomUUID } from 'node:crypto';
import type { HistoryEntry } from '../core/answers.js';
import { type TimelineEvent, timelineEvent } from '../core/events.js';
import type {
  AppendGuard,
  AppendResult,
  Gauges,
  LookBook,
  TargetRecord,
  TimelineReader,
  TimelineWriter,
} from '../core/ports.js';
import { fold, foldVersion, type UpgradeView } from '../core/view.js';
import type { Keys } from './keys.js';
import { guarded, type RedisClient } from './redis.js';
import { scriptOn } from './script.js';
import { changingOver, standbyOf } from './standby.js';
import { append, readHead, succeed } from './timeline-scripts.js';

const PAGE = 500;

/** Reads timelines from Redis. Every method throws AppError kind `store-down` when Redis does not answer. */
export function timelineReader(redis: RedisClient, keys: Keys): TimelineReader {
  const reading = scriptOn(redis, readHead, 1);

  async function record(target: string, take: boolean): Promise<TargetRecord> {
    const answer = await guarded(() => reading([keys.head(target)], [take ? '1' : '0']));
    const [fields, now] = answer as [string[], string];
    const head = asObject(fields);
    return asRecord(head, await viewOf(head, target), Number(now));
  }

  async function events(target: string, upgrade: number, after: number, limit: number): Promise<TimelineEvent[]> {
    const key = keys.timeline(target, upgrade);
    const entries = await guarded(() => redis.xrange(key, `(${after}-0`, '+', 'COUNT', limit));
    return entries.map(([, fields]) => timelineEvent.parse(JSON.parse(fields[1] ?? 'null')));
  }

  async function refold(target: string, upgrade: number): Promise<UpgradeView | undefined> {
    let view: UpgradeView | undefined;
    for (;;) {
      const page = await events(target, upgrade, view?.seq ?? 0, PAGE);
      view = fold(view, page);
      if (page.length < PAGE) return view;
    }
  }

  /** The stored view, unless another version of the bot folded it. */
  async function viewOf(head: Head, target: string): Promise<UpgradeView | undefined> {
    const last = Number(head.last ?? 0);
    if (last === 0) return undefined;
    if (head.view !== undefined && head.fold === String(foldVersion)) return JSON.parse(head.view) as UpgradeView;
    return await refold(target, last);
  }

  return {
    record: (target) => record(target, false),
    takeUp: (target) => record(target, true),
    events,
    async view(target, upgrade) {
      const { last, view } = await record(target, false);
      return last === upgrade ? view : await refold(target, upgrade);
    },
    async history(target, limit) {
      const entries = await guarded(() => redis.lrange(keys.history(target), 0, limit - 1));
      return entries.map((entry) => JSON.parse(entry) as HistoryEntry);
    },
    owing: async (target) => (await guarded(() => redis.smembers(keys.owing(target)))).map(Number),
  };
}

type Head = Record<string, string>;

function asObject(fields: readonly string[]): Head {
  const head: Head = {};
  for (let index = 0; index + 1 < fields.length; index += 2) head[fields[index] ?? ''] = fields[index + 1] ?? '';
  return head;
}

function asRecord(head: Head, view: UpgradeView | undefined, now: number): TargetRecord {
  const open = Number(head.open ?? 0);
  return {
    ...(open === 0 ? {} : { open }),
    last: Number(head.last ?? 0),
    ...(view === undefined ? {} : { view }),
    epoch: Number(head.epoch ?? 0),
    known: head.known === '1',
    ...(head.lookedAt === undefined ? {} : { lookedAt: Number(head.lookedAt) }),
    failures: Number(head.failures ?? 0),
    ...(head.failingSince === undefined ? {} : { failingSince: Number(head.failingSince) }),
    ...(head.failure === undefined ? {} : { failure: head.failure }),
    disagreement: Number(head.disagreement ?? 0),
    gauges: new Map(JSON.parse(head.gauges ?? '[]') as [string, { users?: number; tasks?: number }][]),
    gaugesAt: Number(head.gaugesAt ?? 0),
    now,
  };
}

function stepOf(events: readonly TimelineEvent[], guard: AppendGuard): 'grant' | 'begin' | '' {
  if (guard.kept === true) return 'begin';
  return events.some(grants) ? 'grant' : '';
}

/** Whether a request may be carried out from here on. */
const grants = (event: TimelineEvent): boolean =>
  (event.type === 'approved' && event.granted) || (event.type === 'asked' && event.request.required === 0);

/** Appends to timelines in Redis. Throws AppError kind `store-down` when Redis does not answer. */
export function timelineWriter(redis: RedisClient, keys: Keys): TimelineWriter {
  const appending = scriptOn(redis, append, 4);
  const standby = standbyOf(redis, keys);
  const run = async (step: Append): Promise<AppendResult> => {
    const { target, view, guard } = step;
    const names = [keys.head(target), keys.timeline(target, view.number), keys.owing(target), keys.history(target)];
    const args = argumentsOf(step);
    if (guard.kept === true) {
      const { answer, kept } = await standby.keep(target, append, names, args);
      return answer === 'ok' && !kept ? 'unkept' : (answer as AppendResult);
    }
    // A person is told that it is done.
    if (guard.notAfter !== undefined && !(await standby.ready(target))) throw changingOver();
    return (await appending(names, args)) as AppendResult;
  };
  return { append: (step) => guarded(() => run(step)) };
}

type Append = Parameters<TimelineWriter['append']>[0];

function argumentsOf({ events, view, history, guard }: Append): (string | number)[] {
  const first = events[0]?.seq;
  if (first === undefined) throw new Error('nothing to append');
  return [
    randomUUID(),
    view.number,
    first,
    ...[guard.epoch, guard.notAfter, guard.notBefore].map((limit) => limit ?? ''),
    foldVersion,
    JSON.stringify(view),
    history === undefined ? '' : JSON.stringify(history),
    stepOf(events, guard),
    ...events.map((event) => JSON.stringify(event)),
  ];
}

/** Bookkeeping of looks in Redis. Throws AppError kind `store-down` when Redis does not answer. */
export function lookBook(redis: RedisClient, keys: Keys): LookBook {
  const succeeding = scriptOn(redis, succeed, 1);
  return {
    failed: (target, detail, now) =>
      guarded(async () => {
        const head = keys.head(target);
        const failures = await redis.hincrby(head, 'failures', 1);
        if (failures === 1) await redis.hset(head, 'failingSince', now);
        await redis.hset(head, 'failure', detail);
        return failures;
      }),
    succeeded: (target, epoch) =>
      guarded(async () => {
        await succeeding([keys.head(target)], [epoch]);
      }),
    saveDisagreement: (target, score) =>
      guarded(async () => {
        await redis.hset(keys.head(target), 'disagreement', score);
      }),
    saveGauges: (target, gauges: Gauges, now) =>
      guarded(async () => {
        await redis.hset(keys.head(target), 'gauges', JSON.stringify([...gauges]), 'gaugesAt', now);
      }),
  };
}
