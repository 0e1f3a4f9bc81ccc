import { inject } from 'vitest';
import type { Happening } from '../../src/core/events.js';
import type { Jobs } from '../../src/core/ports.js';
import { type Record, recorder } from '../../src/service/record.js';
import { deliveries } from '../../src/store/deliveries.js';
import { keysOf } from '../../src/store/keys.js';
import { redisPace } from '../../src/store/pace.js';
import { connectRedis, type Patience } from '../../src/store/redis.js';
import { shownBook } from '../../src/store/shown.js';
import { lookBook, timelineReader, timelineWriter } from '../../src/store/timeline.js';
import { troubleBook } from '../../src/store/troubles.js';
import { aSnapshot } from './builders.js';
import { randomPrefix } from './random-prefix.js';
import { type RecordedJobs, recordedJobs } from './recorded-jobs.js';

interface StoreOptions {
  readonly url?: string;
  /** Two stores under one prefix are two processes of one bot. */
  readonly prefix?: string;
  readonly patience?: Patience;
  readonly jobs?: Jobs;
}

/** One process' view of the store, over a connection of its own; the caller closes it. */
export function openStore(options: StoreOptions = {}) {
  const { url = inject('redisUrl'), prefix = randomPrefix(), patience = 'patient' } = options;
  const wakeUps: RecordedJobs = recordedJobs();
  // Tests that cut the connection see it in what the store then answers.
  const redis = connectRedis({ kind: 'url', url }, patience, () => undefined);
  const keys = keysOf(prefix);
  const writer = timelineWriter(redis, keys);
  const record: Record = recorder({ writer, jobs: options.jobs ?? wakeUps, clock: { now: Date.now, wait: never } });
  return {
    url,
    prefix,
    redis,
    keys,
    timeline: timelineReader(redis, keys),
    looks: lookBook(redis, keys),
    record,
    wakeUps,
    book: shownBook(redis, keys),
    troubles: troubleBook(redis, keys),
    pace: redisPace(redis, keys),
    firstDelivery: deliveries(redis, keys),
    close: () => redis.disconnect(),
  };
}

export type TestStore = ReturnType<typeof openStore>;

const never = (): Promise<never> => Promise.reject(new Error('nothing here waits'));

/** The opening of upgrade `number` of a target. */
export const anOpening = (number = 1, target = 'confluence'): Happening => ({
  type: 'opened',
  target,
  product: 'confluence',
  label: 'Confluence',
  number,
  channel: 'C0OPS',
  how: 'noticed',
  firstLook: false,
  seen: aSnapshot({ state: 'READY_TO_UPGRADE', phase: 'started', mode: true, originalVersion: '9.2.13' }),
});

/** A happening that tells itself apart from others. */
export const aMark = (key: string): Happening => ({ type: 'warned', key, kind: 'node-error', subject: key });

/** Opens upgrade `number` and returns its view. */
export async function open(store: Pick<TestStore, 'record'>, number = 1, target = 'confluence') {
  const recorded = await store.record({ target, view: undefined, happenings: [anOpening(number, target)] });
  if (!recorded.ok) throw new Error(`could not open an upgrade: ${recorded.why}`);
  return recorded.view;
}

/** Appends to the open upgrade, reading again whenever somebody else was first. */
export async function appendTo(store: TestStore, target: string, ...happenings: Happening[]) {
  for (;;) {
    const { view } = await store.timeline.record(target);
    const recorded = await store.record({ target, view, happenings });
    if (recorded.ok) return recorded.view;
    if (recorded.why !== 'moved') throw new Error(`refused: ${recorded.why}`);
  }
}
