import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { TimelineEvent } from '../../src/core/events.js';
import { type ManualClock, manualClock } from '../support/manual-clock.js';
import { readings, withNode } from '../support/readings.js';
import { askFor, makeService, press, type Service } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';

let cluster: SmallCluster;
let clock: ManualClock;
let bot: Service;
let request: string;
const others: Service[] = [];

beforeEach(async () => {
  cluster = smallCluster();
  clock = manualClock();
  bot = makeService(cluster, { clock });
  await bot.look();
  request = await askFor(bot, 'approve');
  expect(await press(bot, request, 'U0BOB')).toMatchObject({ kind: 'approved', granted: true });
});

afterEach(() => {
  for (const service of [bot, ...others.splice(0)]) service.store.close();
});

function another(options: Parameters<typeof makeService>[1] = {}): Service {
  const service = makeService(cluster, { prefix: bot.store.prefix, clock, ...options });
  others.push(service);
  return service;
}

/** Carries the request out, coming back whenever asked to, until there is nothing left to do. */
async function finish(service = bot): Promise<void> {
  for (let step = 0; step < 900; step += 1) {
    const later = await service.act(1, request);
    if (later === undefined) return;
    clock.advanceTo(later.at);
    clock.advance(1);
  }
  throw new Error('the action never came to an end');
}

const types = async () => (await bot.events()).map(({ type }) => type);
const outcomes = async () =>
  (await bot.events()).filter(
    (event): event is Extract<TimelineEvent, { type: 'outcome' }> => event.type === 'outcome',
  );

describe('a granted action', () => {
  it('is announced, sent once, and its outcome is on record with what it led to', async () => {
    await finish();
    expect(cluster.sent).toEqual(['approve']);
    expect((await types()).slice(-3)).toEqual(['begun', 'outcome', 'state']);
    expect(await outcomes()).toMatchObject([{ result: 'done', lostAnswer: false }]);
  });

  it('is sent once however many processes carry it out at the same time', async () => {
    const processes = [bot, another(), another(), another()];
    await Promise.all(processes.map((service) => service.act(1, request)));
    await finish();
    expect(cluster.sent).toEqual(['approve']);
    expect((await types()).filter((type) => type === 'begun')).toHaveLength(1);
  });

  it('is sent once by a process that was frozen before its look while another carried it out', async () => {
    let thawed = false;
    const frozen = another({
      timeline: (timeline) => ({
        ...timeline,
        takeUp: async (name) => {
          if (!thawed) {
            thawed = true;
            cluster.fate = 'request lost';
            await bot.act(1, request);
          }
          return await timeline.takeUp(name);
        },
      }),
    });
    await frozen.act(1, request);
    expect(thawed).toBe(true);
    expect(cluster.sent).toEqual(['approve']);
  });

  it('is sent once by a process that was frozen before its look while another has just announced it', async () => {
    let announced: () => void = () => undefined;
    const announcement = new Promise<void>((resolve) => {
      announced = resolve;
    });
    let release: () => void = () => undefined;
    cluster.beforeCall = () => {
      announced();
      cluster.beforeCall = () => Promise.resolve();
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    let first: Promise<unknown> = Promise.resolve();
    let thawed = false;
    const frozen = another({
      timeline: (timeline) => ({
        ...timeline,
        takeUp: async (name) => {
          if (!thawed) {
            thawed = true;
            first = bot.act(1, request);
            await announcement;
          }
          return await timeline.takeUp(name);
        },
      }),
    });
    await frozen.act(1, request);
    release();
    await first;
    expect(cluster.sent).toEqual(['approve']);
  });

  it('is not sent by a process that thaws after the time to send it, and that is said', async () => {
    cluster.beforeCall = async () => clock.advance(2_000);
    await finish();
    expect(cluster.sent).toEqual([]);
    expect(await outcomes()).toMatchObject([{ result: 'not-sent' }]);
  });

  it('is void when something that matters changed since, and nothing is sent', async () => {
    const seen = readings.finalizable();
    cluster.become({ ...seen, nodes: withNode(seen, 'conf-2', { state: 'OFFLINE', condition: 'off' }) });
    await finish();
    expect(cluster.sent).toEqual([]);
    expect((await bot.events()).at(-1)).toMatchObject({
      type: 'voided',
      changes: ['node conf-2 was ACTIVE and is now OFFLINE'],
    });
  });

  it('is not sent while the target cannot be read', async () => {
    cluster.become(new AppError('unreachable', 'timed out'));
    expect(await bot.act(1, request)).toMatchObject({ at: expect.any(Number) });
    expect(cluster.sent).toEqual([]);
    cluster.become(readings.finalizable());
    await finish();
    expect(cluster.sent).toEqual(['approve']);
  });

  it('that has ended is not begun again', async () => {
    await finish();
    await finish(another());
    expect(cluster.sent).toEqual(['approve']);
    expect(await outcomes()).toHaveLength(1);
  });
});

describe('a call whose answer is lost', () => {
  it('is done when the target shows its effect', async () => {
    cluster.fate = 'answer lost';
    await finish();
    expect(cluster.sent).toEqual(['approve']);
    expect(await outcomes()).toMatchObject([{ result: 'done', lostAnswer: true }]);
  });

  it('is not done when the target shows none for 3 s, and not a moment earlier', async () => {
    cluster.fate = 'request lost';
    const begun = clock.now();
    await finish();
    expect(clock.now() - begun).toBeGreaterThanOrEqual(3_000);
    expect(cluster.sent).toEqual(['approve']);
    expect(await outcomes()).toMatchObject([{ result: 'not-done', lostAnswer: true }]);
  });

  it('is unknown when the target is in a state that fits neither', async () => {
    cluster.fate = 'request lost';
    cluster.beforeCall = async () => cluster.become(readings.unheardOf());
    await finish();
    expect(await outcomes()).toMatchObject([{ result: 'unknown', lostAnswer: true }]);
  });

  it('is unknown when the target cannot be read for ten minutes', async () => {
    cluster.fate = 'request lost';
    cluster.beforeCall = async () => cluster.become(new AppError('unreachable', 'timed out'));
    const begun = clock.now();
    await finish();
    expect(clock.now() - begun).toBeGreaterThanOrEqual(600_000);
    expect(await outcomes()).toMatchObject([{ result: 'unknown' }]);
    expect(cluster.sent).toEqual(['approve']);
  });

  it('leaves room for a person to ask again', async () => {
    cluster.fate = 'request lost';
    await finish();
    cluster.fate = 'answered';
    expect(await askFor(bot, 'approve')).not.toBe(request);
  });
});

describe('an answer that refuses', () => {
  it('409 is judged by the state: another call may have been first', async () => {
    cluster.fate = 'conflict';
    cluster.beforeCall = async () => cluster.become(readings.finalizing());
    await finish();
    expect(await outcomes()).toMatchObject([{ result: 'done' }]);
  });

  it('any other is a failure, told with its reason', async () => {
    cluster.fate = 'refused';
    await finish();
    expect(cluster.sent).toEqual(['approve']);
    expect(await outcomes()).toMatchObject([{ result: 'failed', detail: '403', lostAnswer: false }]);
  });

  it('from before anything was sent is told as not sent, whoever gave it', async () => {
    cluster.beforeCall = () => Promise.reject(new AppError('refused', 'a file is missing', { tookEffect: 'no' }));
    await finish();
    expect(cluster.sent).toEqual([]);
    expect(await outcomes()).toMatchObject([{ result: 'not-sent', detail: 'a file is missing' }]);
  });
});

describe('a process that dies after announcing the call', () => {
  beforeEach(async () => {
    // Dead: its call never goes on, and nobody hears of it again.
    let announced = false;
    cluster.beforeCall = () => {
      announced = true;
      return new Promise<never>(() => undefined);
    };
    void another().act(1, request);
    await expect.poll(() => announced).toBe(true);
    cluster.beforeCall = () => Promise.resolve();
  });

  it('leaves a call that nobody sends again; it is not done once it can no longer be under way', async () => {
    const begun = clock.now();
    await finish();
    expect(cluster.sent).toEqual([]);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(32_000);
    expect(await outcomes()).toMatchObject([{ result: 'not-done', lostAnswer: true }]);
  });

  it('may have sent it: what the target shows counts at once', async () => {
    cluster.become(readings.finalizing());
    const begun = clock.now();
    await finish();
    expect(clock.now()).toBe(begun);
    expect(await outcomes()).toMatchObject([{ result: 'done', lostAnswer: true }]);
  });
});
