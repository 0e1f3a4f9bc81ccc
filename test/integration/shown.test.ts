import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '../../src/core/publishing.js';
import { aMark, appendTo, open, openStore, type TestStore } from '../support/store.js';

const target = 'confluence';
let store: TestStore;

beforeEach(() => {
  store = openStore();
});

afterEach(() => store.close());

const intent: Intent = { key: 'k', kind: 'lines', first: 2, last: 3, channel: 'C0OPS', at: 5, looks: 0 };

describe('the book of what Slack shows', () => {
  it('begins empty', async () => {
    expect(await store.book.read(target, 1)).toEqual({
      epoch: 0,
      cursor: 0,
      lostCards: 0,
      cardSeq: 0,
      cardAt: 0,
      failures: 0,
      plain: false,
      check: false,
      requests: new Map(),
      lostRequests: new Map(),
    });
  });

  it('keeps what is written, and forgets what is set to nothing', async () => {
    const { epoch } = await store.book.takeUp(target, 1, 'thread');
    const write = (change: Parameters<TestStore['book']['write']>[4]) =>
      store.book.write(target, 1, 'thread', epoch, change);
    await write({ cursor: 3, intent, card: '1.5', channel: 'C0OPS', cardHash: 'abc', cardSeq: 2, cardAt: 9 });
    await write({ request: { id: 'r1', ts: '1.6' }, plain: true, problem: 'not_in_channel', failures: 2 });
    await write({ request: { id: 'r2', ts: '1.7' } });

    expect(await store.book.read(target, 1)).toEqual({
      epoch: 0,
      cursor: 3,
      intent,
      card: '1.5',
      channel: 'C0OPS',
      cardHash: 'abc',
      lostCards: 0,
      cardSeq: 2,
      cardAt: 9,
      plain: true,
      check: false,
      lostRequests: new Map(),
      problem: 'not_in_channel',
      failures: 2,
      requests: new Map([
        ['r1', '1.6'],
        ['r2', '1.7'],
      ]),
    });

    await write({ intent: null, problem: null, plain: false, failures: 0 });

    const shown = await store.book.read(target, 1);
    expect(shown).toMatchObject({ plain: false, failures: 0, cursor: 3 });
    expect(shown).not.toHaveProperty('intent');
    expect(shown).not.toHaveProperty('problem');
  });

  it('takes nothing from a drain that another process has taken up since', async () => {
    const old = await store.book.takeUp(target, 1, 'thread');
    const fresh = await store.book.takeUp(target, 1, 'thread');

    expect(await store.book.write(target, 1, 'thread', old.epoch, { cursor: 9, intent })).toBe(false);
    expect(await store.book.read(target, 1)).toMatchObject({ cursor: 0 });
    expect(await store.book.write(target, 1, 'thread', fresh.epoch, { cursor: 1 })).toBe(true);
  });

  it('fences thread and card apart', async () => {
    const thread = await store.book.takeUp(target, 1, 'thread');
    await store.book.takeUp(target, 1, 'card');
    const card = await store.book.takeUp(target, 1, 'card');

    expect(await store.book.write(target, 1, 'thread', thread.epoch, { cursor: 1 })).toBe(true);
    expect(await store.book.write(target, 1, 'card', card.epoch, { cardSeq: 1 })).toBe(true);
    expect(await store.book.write(target, 1, 'card', card.epoch - 1, { cardSeq: 9 })).toBe(false);
  });

  it('lets go of a card once, whoever finds it lost, and of no other card', async () => {
    const { epoch } = await store.book.takeUp(target, 1, 'card');
    await store.book.takeUp(target, 1, 'thread');
    await store.book.write(target, 1, 'thread', 1, { cursor: 3, card: '1.5', cardSeq: 3 });
    await store.book.write(target, 1, 'card', epoch, { cardHash: 'abc' });

    const found = await Promise.all([1, 2, 3].map(() => store.book.loseCard(target, 1, '1.5', 'deleted')));

    expect(found.filter(Boolean)).toHaveLength(1);
    const shown = await store.book.read(target, 1);
    expect(shown).toMatchObject({ cursor: 3, cardSeq: 0, lostCards: 1, lostHow: 'deleted' });
    expect(shown).not.toHaveProperty('card');
    expect(shown).not.toHaveProperty('cardHash');
    expect(await store.timeline.owing(target)).toEqual([1]);
    expect(await store.book.write(target, 1, 'card', epoch, { cardSeq: 3 })).toBe(false);
    await store.book.write(target, 1, 'thread', 1, { card: '1.9' });
    expect(await store.book.loseCard(target, 1, '1.5', 'deleted')).toBe(false);
    expect(await store.book.read(target, 1)).toMatchObject({ card: '1.9', lostCards: 1 });
  });

  it('finds the target of a thread until its time is over', async () => {
    await store.book.indexThread('C0OPS', '1.5', target, 60_000);
    await store.book.indexThread('C0OPS', '1.6', target, 50);
    expect(await store.book.targetOfThread('C0OPS', '1.5')).toBe(target);
    expect(await store.book.targetOfThread('C0OTHER', '1.5')).toBeUndefined();
    await expect.poll(() => store.book.targetOfThread('C0OPS', '1.6')).toBeUndefined();
  });
});

describe('a debt', () => {
  const show = async (drain: 'thread' | 'card', seq: number): Promise<void> => {
    const { epoch } = await store.book.takeUp(target, 1, drain);
    await store.book.write(target, 1, drain, epoch, drain === 'thread' ? { cursor: seq } : { cardSeq: seq });
  };

  it('is settled only when thread and card both show everything', async () => {
    await open(store);
    await appendTo(store, target, aMark('a'));
    expect(await store.book.settle(target, 1)).toBe(false);
    await show('thread', 2);
    expect(await store.book.settle(target, 1)).toBe(false);
    await show('card', 1);
    expect(await store.book.settle(target, 1)).toBe(false);
    expect(await store.timeline.owing(target)).toEqual([1]);

    await show('card', 2);

    expect(await store.book.settle(target, 1)).toBe(true);
    expect(await store.timeline.owing(target)).toEqual([]);
  });

  it('comes back with the next event', async () => {
    await open(store);
    await show('thread', 1);
    await show('card', 1);
    await store.book.settle(target, 1);

    await appendTo(store, target, aMark('a'));

    expect(await store.timeline.owing(target)).toEqual([1]);
    expect(await store.book.settle(target, 1)).toBe(false);
  });

  it('once settled, the details of a finished upgrade go after the retention, and its line of history stays', async () => {
    await open(store);
    await appendTo(store, target, { type: 'finished', how: 'completed' });
    await show('thread', 2);
    await show('card', 2);

    expect(await store.book.settle(target, 1, 150)).toBe(true);

    await expect.poll(() => store.timeline.events(target, 1, 0, 10)).toEqual([]);
    await expect.poll(() => store.book.read(target, 1)).toMatchObject({ cursor: 0 });
    expect(await store.timeline.history(target, 10)).toMatchObject([{ number: 1, how: 'completed' }]);
    expect(await open(store, 2)).toMatchObject({ number: 2 });
  });

  it('that is not settled outlives the retention', async () => {
    await open(store);
    await appendTo(store, target, { type: 'finished', how: 'completed' });
    await show('thread', 2);

    expect(await store.book.settle(target, 1, 1)).toBe(false);

    expect(await store.redis.pttl(store.keys.timeline(target, 1))).toBe(-1);
    expect(await store.timeline.events(target, 1, 0, 10)).toHaveLength(2);
  });
});
