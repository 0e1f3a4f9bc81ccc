import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type TestStore } from '../support/store.js';

let store: TestStore;

beforeEach(() => {
  store = openStore();
});

afterEach(() => store.close());

const gone = { channel: 'C0OPS', problem: 'not_in_channel', target: 'confluence' };

describe('the book of troubles', () => {
  it('lets one of many tell people, once per channel and problem', async () => {
    const noted = await Promise.all(Array.from({ length: 10 }, () => store.troubles.note(gone)));
    expect(noted.filter(Boolean)).toHaveLength(1);
    await store.troubles.told('C0OPS', 'not_in_channel');
    expect(await store.troubles.note(gone)).toBe(false);
    expect(await store.troubles.note({ ...gone, problem: 'is_archived' })).toBe(true);
    expect(await store.troubles.note({ ...gone, channel: 'C0OTHER' })).toBe(true);
  });

  it('lets one of many tell people that it is over, if they had been told', async () => {
    await store.troubles.note(gone);
    expect(await store.troubles.over('C0OPS')).toBe(false);
    await store.troubles.note(gone);
    await store.troubles.told('C0OPS', 'not_in_channel');
    const over = await Promise.all(Array.from({ length: 10 }, () => store.troubles.over('C0OPS')));
    expect(over.filter(Boolean)).toHaveLength(1);
    expect(await store.troubles.note(gone)).toBe(true);
  });

  it('says in every process what is wrong at present', async () => {
    const other = openStore({ prefix: store.prefix });
    await store.troubles.note(gone);
    await store.troubles.note({ ...gone, channel: 'C0OTHER', problem: 'is_archived', target: 'jira' });
    expect(await other.troubles.all()).toEqual([gone, { channel: 'C0OTHER', problem: 'is_archived', target: 'jira' }]);
    await other.troubles.over('C0OPS');
    expect(await store.troubles.all()).toMatchObject([{ channel: 'C0OTHER' }]);
    other.close();
  });

  it('forgets what has not been noted again for minutes, and tells of it anew the next day', async () => {
    await store.troubles.note(gone);
    await store.troubles.told('C0OPS', 'not_in_channel');
    const age = async (ms: number) => {
      const entry = JSON.parse((await store.redis.hget(store.keys.troubles, 'C0OPS')) ?? '{}');
      await store.redis.hset(store.keys.troubles, 'C0OPS', JSON.stringify({ ...entry, at: entry.at - ms }));
    };
    await age(180_000);
    expect(await store.troubles.all()).toEqual([]);
    expect(await store.troubles.note(gone)).toBe(false);
    await age(86_500_000);
    expect(await store.troubles.note(gone)).toBe(true);
  });
});
