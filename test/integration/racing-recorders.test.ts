import { afterEach, describe, expect, it } from 'vitest';
import { fold } from '../../src/core/view.js';
import { aMark, anOpening, appendTo, open, openStore, type TestStore } from '../support/store.js';

const target = 'confluence';
const stores: TestStore[] = [];

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

function processes(count: number): TestStore[] {
  const [first] = [openStore()];
  const others = Array.from({ length: count - 1 }, () => openStore({ prefix: first.prefix }));
  stores.push(first, ...others);
  return [first, ...others];
}

describe('recorders that race', () => {
  it('bring every event into the timeline once and without gaps', async () => {
    const [first, ...others] = processes(3);
    if (first === undefined) throw new Error('no store');
    await open(first);
    const each = 100;

    await Promise.all(
      [first, ...others].map(async (store, who) => {
        for (let index = 0; index < each; index += 1) await appendTo(store, target, aMark(`${who}/${index}`));
      }),
    );

    const events = await first.timeline.events(target, 1, 0, 10_000);
    const keys = events.flatMap((event) => (event.type === 'warned' ? event.key : []));
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 3 * each + 1 }, (_, index) => index + 1));
    expect(new Set(keys).size).toBe(3 * each);
    expect((await first.timeline.record(target)).view).toEqual(fold(undefined, events));
  });

  it('open one upgrade when all notice the same run', async () => {
    const racing = processes(5);
    const entry = { target, view: undefined, happenings: [anOpening(1)] };
    const results = await Promise.all(racing.map((store) => store.record(entry)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await racing[0]?.timeline.events(target, 1, 0, 10)).toHaveLength(1);
  });

  it('let one of many decisions on the same view through', async () => {
    const racing = processes(3);
    const view = await open(racing[0] ?? openStore());
    const decisions = Array.from({ length: 60 }, (_, index) => ({ target, view, happenings: [aMark(`${index}`)] }));

    const results = await Promise.all(decisions.map((entry, index) => racing[index % 3]?.record(entry)));

    expect(results.filter((result) => result?.ok)).toHaveLength(1);
    expect(await racing[0]?.timeline.events(target, 1, 0, 100)).toHaveLength(2);
  });
});
