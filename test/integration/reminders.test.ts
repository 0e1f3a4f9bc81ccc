import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/ports.js';
import { minutes } from '../support/builders.js';
import { askFor, makeService, press, type Service, target } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';

/** A clock that makes what is asked now look as if it had been asked ten minutes ago. */
const tenMinutesAgo: Clock = {
  now: () => Date.now() - minutes(10),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
const standsFor = (expiresMs: number) => ({ settings: { approval: { actions: [], required: 1, expiresMs } } });

let cluster: SmallCluster;
const services: Service[] = [];

beforeEach(() => {
  cluster = smallCluster();
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

const told = async (service: Service, type: string) => (await service.events()).filter((event) => event.type === type);

describe('an open request', () => {
  it('is reminded of once at half time, however many processes attend to it', async () => {
    const asker = start({ clock: tenMinutesAgo, ...standsFor(minutes(8)) });
    const request = await askFor(asker, 'approve');
    const others = [asker, start(), start()];

    const due = await Promise.all(others.map((service) => service.expire()));
    await Promise.all([asker.look(), asker.sweep()]);

    expect(await told(asker, 'reminded')).toMatchObject([{ request }]);
    for (const at of due) expect(at).toBeGreaterThan(Date.now() + minutes(7));
  });

  it.each<['look' | 'sweep']>([['look'], ['sweep']])('is reminded of by the %s when its job was lost', async (net) => {
    const asker = start({ clock: tenMinutesAgo, ...standsFor(minutes(8)) });
    await askFor(asker, 'approve');
    await asker[net]();
    expect(await told(asker, 'reminded')).toHaveLength(1);
  });

  it('is not reminded of before half time, when a job for that time is asked for', async () => {
    const bot = start();
    const request = await askFor(bot, 'approve');
    const due = await bot.expire();
    expect(await told(bot, 'reminded')).toEqual([]);
    expect(due).toBeLessThan(Date.now() + minutes(16));
    expect(bot.store.wakeUps.calls.find((call) => call.startsWith('attend'))).toBe(
      `attend ${target} 1 ${request} ${due}`,
    );
  });

  it('is not reminded of when it stands too short for that', async () => {
    const bot = start(standsFor(minutes(1)));
    await askFor(bot, 'approve');
    expect(await bot.expire()).toBeGreaterThan(Date.now() + minutes(1) - 5_000);
    expect(await told(bot, 'reminded')).toEqual([]);
  });

  it('can be decided after the reminder as before', async () => {
    const asker = start({ clock: tenMinutesAgo, ...standsFor(minutes(8)) });
    const request = await askFor(asker, 'approve');
    await asker.expire();
    expect(await press(asker, request, 'U0BOB')).toMatchObject({ kind: 'approved', granted: true });
    expect(await asker.expire()).toBeUndefined();
  });
});
