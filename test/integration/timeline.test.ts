import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fold } from '../../src/core/view.js';
import { minutes } from '../support/builders.js';
import { aMark, anOpening, appendTo, open, openStore, type TestStore } from '../support/store.js';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js';

const target = 'confluence';
let store: TestStore;
let proxy: TcpProxy | undefined;

beforeEach(() => {
  store = openStore();
});

afterEach(async () => {
  store.close();
  await proxy?.stop();
  proxy = undefined;
});

const eventsOf = (upgrade = 1) => store.timeline.events(target, upgrade, 0, 10_000);

describe('an append', () => {
  it('is read back as events, view, open upgrade and debt', async () => {
    const view = await open(store);
    const next = await appendTo(store, target, aMark('a'), aMark('b'));

    const events = await eventsOf();
    const record = await store.timeline.record(target);
    expect(events.map(({ type, seq }) => [type, seq])).toEqual([
      ['opened', 1],
      ['warned', 2],
      ['warned', 3],
    ]);
    expect(next).toEqual(fold(view, events.slice(1)));
    expect(record).toMatchObject({ open: 1, last: 1, view: next, known: false, failures: 0 });
    expect(Math.abs(record.now - Date.now())).toBeLessThan(1_000);
    expect(await store.timeline.owing(target)).toEqual([1]);
  });

  it('wakes those who show it, and whoever carries out what it grants', async () => {
    await open(store);
    expect(store.wakeUps.calls.sort()).toEqual([`card ${target} 1`, `look ${target}`, `publish ${target} 1`]);
  });

  it('on a view that is no longer the latest writes nothing', async () => {
    const view = await open(store);
    await appendTo(store, target, aMark('first'));
    const calls = store.wakeUps.calls.length;

    const late = await store.record({ target, view, happenings: [aMark('second')] });

    expect(late).toEqual({ ok: false, why: 'moved' });
    expect(await eventsOf()).toHaveLength(2);
    expect((await store.timeline.record(target)).view?.seq).toBe(2);
    expect(store.wakeUps.calls).toHaveLength(calls);
  });

  it.each([1, 2, 7])('does not open upgrade %i while the first is open', async (number) => {
    await open(store);
    const second = await store.record({ target, view: undefined, happenings: [anOpening(number)] });
    expect(second).toEqual({ ok: false, why: 'moved' });
    expect(await eventsOf(2)).toEqual([]);
  });

  it('does not go onto an upgrade that has ended', async () => {
    await open(store);
    const view = await appendTo(store, target, { type: 'finished', how: 'cancelled' });
    expect(await store.record({ target, view, happenings: [aMark('after')] })).toEqual({ ok: false, why: 'moved' });
  });

  it('resting on an older reading than the latest one taken up is refused', async () => {
    const view = await open(store);
    const old = await store.timeline.takeUp(target);
    const fresh = await store.timeline.takeUp(target);
    const entry = { target, view, happenings: [aMark('a')] };

    expect(await store.record({ ...entry, guard: { epoch: old.epoch } })).toEqual({ ok: false, why: 'fenced' });
    expect(await eventsOf()).toHaveLength(1);
    expect(await store.record({ ...entry, guard: { epoch: fresh.epoch } })).toMatchObject({ ok: true });
  });

  it('is not fenced by somebody who only reads', async () => {
    const view = await open(store);
    const { epoch } = await store.timeline.takeUp(target);
    await store.timeline.record(target);
    expect(await store.record({ target, view, happenings: [aMark('a')], guard: { epoch } })).toMatchObject({
      ok: true,
    });
  });

  it('that comes too late or too early by the store is refused', async () => {
    const view = await open(store);
    const { now } = await store.timeline.record(target);
    const entry = { target, view, happenings: [aMark('a')] };

    expect(await store.record({ ...entry, guard: { notAfter: now - 1 } })).toEqual({ ok: false, why: 'late' });
    expect(await store.record({ ...entry, guard: { notBefore: now + minutes(1) } })).toEqual({
      ok: false,
      why: 'early',
    });
    expect(await eventsOf()).toHaveLength(1);
    const inTime = { notAfter: now + minutes(1), notBefore: now };
    expect(await store.record({ ...entry, guard: inTime })).toMatchObject({ ok: true });
  });

  it('whose answer is lost on the way takes effect once when it is sent again', async () => {
    const view = await open(store);
    proxy = await startProxy(store.url);
    const far = openStore({ url: proxy.url, prefix: store.prefix });
    await far.timeline.record(target);

    proxy.cutNextAnswer();
    const recorded = await far.record({ target, view, happenings: [aMark('a'), aMark('b')] });
    far.close();

    expect(proxy.cuts()).toBe(1);
    expect(recorded).toMatchObject({ ok: true });
    expect((await eventsOf()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});

describe('the end of an upgrade', () => {
  it('leaves one line of history, newest first, and makes room for the next', async () => {
    for (const number of [1, 2, 3]) {
      await open(store, number);
      await appendTo(store, target, { type: 'finished', how: number === 2 ? 'cancelled' : 'completed' });
    }

    const record = await store.timeline.record(target);
    const history = await store.timeline.history(target, 2);
    expect(record).toMatchObject({ last: 3, view: { number: 3 } });
    expect(record).not.toHaveProperty('open');
    expect(history).toMatchObject([
      { number: 3, how: 'completed', from: '9.2.13', channel: 'C0OPS' },
      { number: 2, how: 'cancelled' },
    ]);
    expect((await store.timeline.owing(target)).sort()).toEqual([1, 2, 3]);
  });

  it('keeps the view of earlier upgrades within reach', async () => {
    await open(store, 1);
    const first = await appendTo(store, target, aMark('a'), { type: 'finished', how: 'cancelled' });
    await open(store, 2);
    expect(await store.timeline.view(target, 1)).toEqual(first);
    expect(await store.timeline.view(target, 2)).toMatchObject({ number: 2 });
    expect(await store.timeline.view(target, 3)).toBeUndefined();
  });
});

describe('the stored view', () => {
  it('is not believed when another version of the bot folded it', async () => {
    await open(store);
    const view = await appendTo(store, target, aMark('a'));
    await store.redis.hset(store.keys.head(target), 'fold', '0', 'view', '{"of":"another version"}');

    expect((await store.timeline.record(target)).view).toEqual(view);
    expect(await appendTo(store, target, aMark('b'))).toMatchObject({ seq: 3 });
    expect(await store.redis.hget(store.keys.head(target), 'fold')).not.toBe('0');
  });

  it('equals the fold of a timeline of many pages', async () => {
    await open(store);
    for (let page = 0; page < 12; page += 1) {
      await appendTo(store, target, ...Array.from({ length: 100 }, (_, index) => aMark(`${index % 7}`)));
    }
    const { view } = await store.timeline.record(target);
    await store.redis.hset(store.keys.head(target), 'fold', '0');
    expect(view?.seq).toBe(1201);
    expect((await store.timeline.record(target)).view).toEqual(view);
    expect(await store.timeline.events(target, 1, 1200, 10)).toMatchObject([{ seq: 1201 }]);
  });
});

describe('the book of looks', () => {
  it('counts failures in a row, with the first moment and the last reason', async () => {
    expect(await store.looks.failed(target, 'timed out', 1_000)).toBe(1);
    expect(await store.looks.failed(target, '502', 2_000)).toBe(2);
    expect(await store.timeline.record(target)).toMatchObject({
      failures: 2,
      failingSince: 1_000,
      failure: '502',
      known: false,
    });

    await store.looks.succeeded(target, (await store.timeline.takeUp(target)).epoch);

    const record = await store.timeline.record(target);
    expect(record).toMatchObject({ failures: 0, known: true });
    expect(record).not.toHaveProperty('failingSince');
    expect(await store.looks.failed(target, 'again', 3_000)).toBe(1);
  });

  it('does not take a target for known by a look from before the store lost its data', async () => {
    await store.timeline.takeUp(target);
    const { epoch } = await store.timeline.takeUp(target);
    await store.redis.del(store.keys.head(target));
    await store.timeline.takeUp(target);

    await store.looks.succeeded(target, epoch);

    expect(await store.timeline.record(target)).toMatchObject({ known: false });
  });

  it('knows when the latest look began, by the clock of the store', async () => {
    expect(await store.timeline.record(target)).not.toHaveProperty('lookedAt');
    const { now } = await store.timeline.takeUp(target);
    expect(await store.timeline.record(target)).toMatchObject({ lookedAt: now });
  });

  it('keeps users and tasks', async () => {
    const gauges = new Map([
      ['a', { users: 4, tasks: 0 }],
      ['b', {}],
    ]);
    await store.looks.saveGauges(target, gauges, 5_000);
    expect(await store.timeline.record(target)).toMatchObject({ gauges, gaugesAt: 5_000 });
  });
});
