import { describe, expect, it } from 'vitest';
import { createTraffic } from '../../src/sandbox/traffic.js';

const someRequest = { direction: 'bot-to-slack', peer: 'slack', kind: 'auth.test', request: null } as const;
const nobody = (): void => undefined;

describe('ids of requests', () => {
  it('go on growing on the next stage, which says that those of the stage before are no longer kept', () => {
    const count = { made: 0 };
    const before = createTraffic(nobody, count);
    before.begin(someRequest);
    before.begin(someRequest);
    const after = createTraffic(nobody, count);
    expect(after.since(0)).toEqual({ entries: [], dropped: 2 });
    after.begin(someRequest);
    expect(after.since(2).entries.map(({ id }) => id)).toEqual([3]);
    expect(after.since(2).dropped).toBe(2);
  });

  it('begin with one, and nothing is dropped before there are too many', () => {
    const traffic = createTraffic(nobody);
    expect(traffic.since(0)).toEqual({ entries: [], dropped: 0 });
    traffic.begin(someRequest);
    expect(traffic.since(0).entries.map(({ id }) => id)).toEqual([1]);
    expect(traffic.since(0).dropped).toBe(0);
  });

  it('tell how far the oldest have been dropped', () => {
    const traffic = createTraffic(nobody);
    for (let made = 0; made < 2_005; made += 1) traffic.begin(someRequest);
    expect(traffic.since(0).entries).toHaveLength(2_000);
    expect(traffic.since(0).dropped).toBe(5);
  });
});
