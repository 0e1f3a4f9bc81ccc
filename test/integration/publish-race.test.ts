import { afterEach, expect, it } from 'vitest';
import { confluence } from '../../src/adapters/atlassian/confluence.js';
import { publisher } from '../../src/slack/out/publisher.js';
import { capturedLog } from '../support/captured-log.js';
import { type Crew, makeCrew } from '../support/crew.js';
import { instantSlack, noPace } from '../support/instant-slack.js';
import { aMark, appendTo, open, openStore, type TestStore } from '../support/store.js';

const crews: Crew[] = [];
const stores: TestStore[] = [];

afterEach(async () => {
  for (const crew of crews.splice(0)) {
    await crew.stop(2_000);
    crew.disconnect();
  }
  for (const store of stores.splice(0)) store.close();
});

/** A process that appends, and drains threads at once into the same Slack as all others. */
function startProcess(prefix: string, slack: ReturnType<typeof instantSlack>) {
  const log = capturedLog();
  const reading = openStore({ prefix });
  const draining = publisher({
    timeline: reading.timeline,
    book: reading.book,
    pace: noPace,
    slack,
    profileOf: () => confluence,
    jobs: { card: () => Promise.resolve(), publish: () => Promise.resolve() },
    clock: { now: Date.now, wait: () => Promise.resolve() },
    log,
    command: '/upgrade',
    keyPrefix: prefix,
    retentionMs: 60_000,
    troubles: reading.troubles,
    settingsOf: () => undefined,
  });
  const drain = async (data: unknown): Promise<number | undefined> => {
    const { target, upgrade } = data as { target: string; upgrade: number };
    return await draining.drainThread(target, upgrade);
  };
  const crew = makeCrew({ prefix, work: { publish: drain } });
  const writing = openStore({ prefix, jobs: crew.jobs });
  crews.push(crew);
  stores.push(reading, writing);
  crew.start();
  return { store: writing, errors: () => [...log.lines, ...crew.log.lines].filter(({ level }) => level === 'error') };
}

const THREADS = 12;
const BURSTS = 40;

it('no wake-up is lost when events are appended just as a drain ends, by two processes', async () => {
  const { prefix, close } = openStore();
  close();
  const slack = instantSlack();
  const [one, two] = [startProcess(prefix, slack), startProcess(prefix, slack)];
  const targets = Array.from({ length: THREADS }, (_, index) => `t${index}`);
  const shownUpTo = async (target: string) => (await one.store.book.read(target, 1)).cursor;

  await Promise.all(
    targets.map(async (target, thread) => {
      let { seq } = await open(one.store, 1, target);
      for (let burst = 0; burst < BURSTS; burst += 1) {
        const { store } = burst % 2 === 0 ? one : two;
        for (let index = 0; index <= burst % 3; index += 1) {
          ({ seq } = await appendTo(store, target, aMark(`${thread}/${burst}/${index}`)));
        }
        // Nothing but the wake-ups of these appends makes the cursor catch up: no sweep runs here.
        await expect.poll(() => shownUpTo(target), { timeout: 5_000, interval: 1 + (burst % 5) }).toBe(seq);
      }
    }),
  );

  const keys = slack.posts.map(({ metadata }) => String(metadata.event_payload.key));
  expect(new Set(keys).size).toBe(keys.length);
  for (const target of targets) expect(rangesOf(keys, target)).toEqual(gaplessUpTo(rangesOf(keys, target)));
  expect([...one.errors(), ...two.errors()]).toEqual([]);
}, 60_000);

/** The ranges of the timeline that were posted, in the order posted: `[first, last]`. */
function rangesOf(keys: readonly string[], target: string): [number, number][] {
  return keys.flatMap((key) => {
    const [, name, , kind, range = ''] = key.split('/');
    const [first = '', last = ''] = range.split('-');
    return name === target && kind === 'lines' ? [[Number(first), Number(last)]] : [];
  });
}

/** The same number of ranges, each beginning right after the one before. */
function gaplessUpTo(ranges: readonly [number, number][]): [number, number][] {
  return ranges.map(([first, last], index) => [index === 0 ? first : (ranges[index - 1]?.[1] ?? 0) + 1, last]);
}
