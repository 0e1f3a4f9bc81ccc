import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { Observation } from '../../src/core/observation.js';
import { allUpgraded, readings, withNode } from '../support/readings.js';
import { askFor, makeService, type Service, target } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';

let cluster: SmallCluster;
let bot: Service;
const services: Service[] = [];

beforeEach(() => {
  cluster = smallCluster(readings.stable());
  bot = start();
});

afterEach(() => {
  for (const service of services.splice(0)) service.store.close();
});

function start(options: NonNullable<Parameters<typeof makeService>[1]> = {}): Service {
  const [first] = services;
  const service = makeService(cluster, { ...(first === undefined ? {} : { prefix: first.store.prefix }), ...options });
  services.push(service);
  return service;
}

const eventsOf = (upgrade = 1) => bot.store.timeline.events(target, upgrade, 0, 1_000);
const types = async (upgrade = 1) => (await eventsOf(upgrade)).map(({ type }) => type);
const down = new AppError('unreachable', 'timed out');

/** A balancer that sends every other reading to a node that sees things differently. */
function alternating(one: Observation, other: Observation): void {
  const { observer } = cluster;
  let turn = 0;
  cluster = {
    ...cluster,
    observer: {
      ...observer,
      observe: async () => {
        turn += 1;
        return turn % 2 === 1 ? one : other;
      },
    },
  };
}

describe('a run that somebody started elsewhere', () => {
  it('is noticed at the next look, and it is said that an earlier record would be gone', async () => {
    cluster.become(readings.mixed());
    await bot.look();
    expect(await eventsOf()).toMatchObject([
      {
        type: 'opened',
        how: 'noticed',
        firstLook: true,
        number: 1,
        seen: { state: 'MIXED', originalVersion: '9.2.13' },
      },
      { type: 'state', to: 'MIXED' },
    ]);
  });

  it('is noticed without that when the target was known before', async () => {
    await bot.look();
    cluster.become(readings.ready());
    await bot.look();
    expect(await eventsOf()).toMatchObject([{ type: 'opened', firstLook: false }, { type: 'state' }]);
  });

  it('is noticed once by three processes that look at the same time', async () => {
    cluster.become(readings.mixed());
    await Promise.all([bot, start(), start()].map((service) => service.look()));
    expect(await types()).toEqual(['opened', 'state']);
    expect(await types(2)).toEqual([]);
  });

  it('is not made of MIXED with upgrade mode off', async () => {
    cluster.become(readings.mixedWithModeOff());
    await bot.look();
    expect((await bot.store.timeline.record(target)).last).toBe(0);
  });

  it('after one whose end nobody saw is another upgrade', async () => {
    cluster.become(readings.mixed());
    await bot.look();
    cluster.become(readings.ready({ originalVersion: '9.2.21', nodes: allUpgraded() }));
    await bot.look();
    expect((await eventsOf(1)).at(-1)).toMatchObject({ type: 'finished', how: 'unseen' });
    expect(await types(2)).toEqual(['opened', 'state']);
    expect(await bot.store.timeline.record(target)).toMatchObject({ open: 2, last: 2 });
  });
});

describe('looks at a running upgrade', () => {
  beforeEach(async () => {
    cluster.become(readings.mixed());
    await bot.look();
  });

  it('that find nothing new write nothing', async () => {
    for (let look = 0; look < 5; look += 1) await bot.look();
    expect(await types()).toEqual(['opened', 'state']);
  });

  it('by many processes at the same time tell each change once', async () => {
    cluster.become(readings.finalizable());
    await Promise.all([bot, start(), start(), start()].map((service) => service.look()));
    expect(await types()).toEqual(['opened', 'state', 'node', 'node', 'state']);
  });

  it('tell nothing of what two readings do not agree on, and look again within a second', async () => {
    const seen = readings.mixed();
    alternating({ ...seen, nodes: withNode(seen, 'conf-2', { state: 'OFFLINE', condition: 'off' }) }, seen);
    const other = start();
    const next = await other.look();
    expect(await types()).toEqual(['opened', 'state']);
    expect(next - Date.now()).toBeLessThanOrEqual(1_000);
  });

  it('that were overtaken by a newer look write nothing any more', async () => {
    const seen = readings.mixed();
    const old = { ...seen, nodes: withNode(seen, 'conf-2', { state: 'OFFLINE', condition: 'off' }) };
    let reads = 0;
    const observe = async (): Promise<Observation> => {
      reads += 1;
      // Both readings agree; then this process freezes, and another one sees the node back in service.
      if (reads === 2) await bot.look();
      return reads <= 2 ? old : seen;
    };
    const frozen = makeService(
      { ...cluster, observer: { ...cluster.observer, observe } },
      { prefix: bot.store.prefix },
    );
    services.push(frozen);
    await frozen.look();
    expect(reads).toBeGreaterThan(2);
    expect(await types()).toEqual(['opened', 'state']);
  });

  it('end it in its history when the target is stable again', async () => {
    cluster.become(readings.stable({ nodes: allUpgraded() }));
    await bot.look();
    const record = await bot.store.timeline.record(target);
    expect(record).not.toHaveProperty('open');
    expect(await bot.store.timeline.history(target, 5)).toMatchObject([
      { number: 1, how: 'completed', from: '9.2.13', to: '9.2.21' },
    ]);
  });

  it('that fail are told once after the third, and once when one succeeds', async () => {
    cluster.become(down);
    for (let look = 1; look <= 2; look += 1) await bot.look();
    expect(await types()).toEqual(['opened', 'state']);
    for (let look = 3; look <= 8; look += 1) await start().look();
    expect((await eventsOf()).slice(2)).toMatchObject([{ type: 'lost', detail: 'timed out', failures: 3 }]);
    expect(await bot.store.timeline.record(target)).toMatchObject({ failures: 8, failure: 'timed out' });

    cluster.become(readings.mixed());
    for (let look = 1; look <= 3; look += 1) await bot.look();
    expect((await types()).slice(2)).toEqual(['lost', 'regained']);
  });

  it('that fail are never further apart than 15 s', async () => {
    cluster.become(down);
    for (let look = 1; look <= 30; look += 1) expect((await bot.look()) - Date.now()).toBeLessThanOrEqual(15_000);
  });
});

describe('an idle target that cannot be read', () => {
  it('is counted and tells nothing to the channel', async () => {
    cluster.become(down);
    for (let look = 1; look <= 5; look += 1) await bot.look();
    expect(await bot.store.timeline.record(target)).toMatchObject({ last: 0, failures: 5 });
  });
});

describe('the sweep', () => {
  it('finds nothing to do where nothing is owed', async () => {
    await bot.look();
    await bot.sweep();
    expect(bot.store.wakeUps.calls).toEqual([]);
  });

  it('asks for everything that a crash right after an append left owing', async () => {
    await askFor(bot, 'start');
    const other = start();
    await other.sweep();
    expect(other.store.wakeUps.calls).toEqual([
      `publish ${target} 1`,
      `card ${target} 1`,
      expect.stringMatching(/^act confluence 1 /),
    ]);
  });

  it('asks for the end of requests that are open', async () => {
    cluster.become(readings.finalizable());
    const request = await askFor(bot, 'approve');
    const other = start();
    await other.sweep();
    expect(other.store.wakeUps.calls.at(-1)).toContain(`attend ${target} 1 ${request} `);
  });

  it('ends requests whose time is over', async () => {
    cluster.become(readings.finalizable());
    await askFor(start({ settings: { approval: { actions: [], required: 1, expiresMs: 50 } } }), 'approve');
    await expect
      .poll(async () => {
        await bot.sweep();
        return (await types()).at(-1);
      })
      .toBe('expired');
  });
});
