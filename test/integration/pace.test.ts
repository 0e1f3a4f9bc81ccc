import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type TestStore } from '../support/store.js';

let store: TestStore;
let other: TestStore;

beforeEach(() => {
  store = openStore();
  other = openStore({ prefix: store.prefix });
});

afterEach(() => {
  store.close();
  other.close();
});

describe('turns', () => {
  it('come at once up to the burst, and then have to be waited for, whoever asks', async () => {
    const waits = [];
    for (let turn = 0; turn < 4; turn += 1)
      waits.push(await (turn % 2 === 0 ? store : other).pace.take('x', 'me', 5_000, 3));
    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    expect(waits[3]).toBeGreaterThan(4_000);
    expect(waits[3]).toBeLessThanOrEqual(5_000);
  });

  it('are there after exactly the time that was named', async () => {
    await store.pace.take('x', 'me', 200, 1);
    const wait = await store.pace.take('x', 'me', 200, 1);
    expect(wait).toBeGreaterThan(0);
    await delay(wait + 5);
    expect(await store.pace.take('x', 'me', 200, 1)).toBe(0);
  });

  it('are never more than one in the time plus the burst, however many processes press', async () => {
    const begun = Date.now();
    const until = begun + 1_000;
    let turns = 0;
    const press = async ({ pace }: TestStore): Promise<void> => {
      while (Date.now() < until) if ((await pace.take('x', 'me', 100, 3)) === 0) turns += 1;
    };
    await Promise.all([press(store), press(other), press(store), press(other)]);
    const elapsed = Date.now() - begun;
    expect(turns).toBeLessThanOrEqual(3 + Math.ceil(elapsed / 100));
    expect(turns).toBeGreaterThanOrEqual(3 + Math.floor(900 / 100));
  });

  it('are kept for those who wait, in the order in which they began to', async () => {
    await store.pace.take('x', 'first', 200, 1);
    const waits = [];
    for (const who of ['b', 'c', 'd']) waits.push(await store.pace.take('x', who, 200, 1));
    expect([...waits].sort((one, two) => one - two)).toEqual(waits);
    await delay(Number(waits[1]) + 20);
    expect(await store.pace.take('x', 'late', 200, 1)).toBeGreaterThan(0);
    expect(await store.pace.take('x', 'd', 200, 1)).toBeGreaterThan(0);
    expect(await store.pace.take('x', 'c', 200, 1)).toBe(0);
    expect(await store.pace.take('x', 'b', 200, 1)).toBe(0);
  });

  it('of one name have nothing to do with those of another', async () => {
    await store.pace.take('x', 'me', 60_000, 1);
    expect(await store.pace.take('y', 'me', 60_000, 1)).toBe(0);
  });
});

describe('a hold', () => {
  it('keeps everybody waiting until it is over', async () => {
    await store.pace.hold('x', 300);
    const wait = await other.pace.take('x', 'me', 1, 10);
    expect(wait).toBeGreaterThan(200);
    expect(wait).toBeLessThanOrEqual(300);
    await expect.poll(() => other.pace.take('x', 'me', 1, 10)).toBe(0);
  });

  it('is not ended early by a shorter one', async () => {
    await store.pace.hold('x', 60_000);
    await other.pace.hold('x', 1);
    expect(await store.pace.take('x', 'me', 1, 10)).toBeGreaterThan(50_000);
  });

  it('is made longer by a longer one', async () => {
    await store.pace.hold('x', 1_000);
    await other.pace.hold('x', 60_000);
    expect(await store.pace.take('x', 'me', 1, 10)).toBeGreaterThan(50_000);
  });
});

describe('deliveries', () => {
  it('are first once, however many processes get them at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? store : other).firstDelivery('trigger 1')),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await other.firstDelivery('trigger 1')).toBe(false);
    expect(await other.firstDelivery('trigger 2')).toBe(true);
  });

  it('are remembered for more than the hour in which Slack delivers again, and not for ever', async () => {
    await store.firstDelivery('trigger 1');
    const seconds = await store.redis.ttl(store.keys.delivery('trigger 1'));
    expect(seconds).toBeGreaterThan(3_600);
    expect(seconds).toBeLessThanOrEqual(86_400);
  });
});

describe('a store that is away', () => {
  it('is said to be down at once to whoever a person waits for', async () => {
    const away = openStore({ url: 'redis://127.0.0.1:1', patience: 'fast' });
    const down = { kind: 'store-down' };
    const begun = Date.now();
    await expect(away.timeline.record('confluence')).rejects.toMatchObject(down);
    await expect(away.firstDelivery('x')).rejects.toMatchObject(down);
    await expect(away.pace.take('x', 'me', 1, 1)).rejects.toMatchObject(down);
    await expect(away.book.read('confluence', 1)).rejects.toMatchObject(down);
    await expect(away.looks.succeeded('confluence', 1)).rejects.toMatchObject(down);
    expect(Date.now() - begun).toBeLessThan(2_500);
    away.close();
  });
});
