import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LookState, nextLookAt, pauseBeforeLook } from '../../../src/core/next-look.js';
import { anUpgrade, aStart, minutes, T0 } from '../../support/builders.js';

const poll = { activeMs: 5_000, idleMs: 60_000 };
const idle: LookState = { failures: 0, now: T0 };
const running: LookState = { open: 12, view: anUpgrade(), failures: 0, now: T0 + minutes(20) };

/** An action was carried out so long (ms) ago, and nothing has moved since. */
const afterAction = (agoMs: number): LookState => {
  const outcomeAt = running.now - agoMs;
  const view = anUpgrade({ requests: [aStart({ outcomeAt })], movedAt: outcomeAt - 1 });
  return { ...running, view };
};

describe('the pause before the next look', () => {
  it('is long while nothing runs and short while an upgrade does', () => {
    expect(pauseBeforeLook(idle, poll)).toBe(60_000);
    expect(pauseBeforeLook(running, poll)).toBe(5_000);
  });

  it('is shortest right after an action, until something moves or 15 s have passed', () => {
    expect(pauseBeforeLook(afterAction(100), poll)).toBe(1_000);
    expect(pauseBeforeLook(afterAction(14_999), poll)).toBe(1_000);
    expect(pauseBeforeLook(afterAction(15_000), poll)).toBe(5_000);
    const moved = anUpgrade({ requests: [aStart({ outcomeAt: running.now - 100 })], movedAt: running.now });
    expect(pauseBeforeLook({ ...running, view: moved }, poll)).toBe(5_000);
  });

  it('is never made longer by an action', () => {
    expect(pauseBeforeLook(afterAction(100), { ...poll, activeMs: 200 })).toBe(200);
  });

  it('grows while the target does not answer, and is the usual one as soon as it does', () => {
    const pauses = [1, 2, 3].map((failures) => pauseBeforeLook({ ...running, failures }, poll));
    expect(pauses).toEqual([5_000, 7_500, 11_250]);
    expect(pauseBeforeLook({ ...running, failures: 0 }, poll)).toBe(5_000);
  });

  it('never exceeds the larger of 15 s and three times the active interval while an upgrade runs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 3_600_000 }), fc.nat(10_000), (activeMs, failures) => {
        const pause = pauseBeforeLook({ ...running, failures }, { activeMs, idleMs: 86_400_000 });
        return pause > 0 && pause <= Math.max(15_000, 3 * activeMs);
      }),
    );
  });

  it('is finite, and no shorter than usual, however long an idle target has been down', () => {
    expect(pauseBeforeLook({ ...idle, failures: 1_000_000 }, poll)).toBe(300_000);
  });

  it('is as long as the target itself asks for', () => {
    expect(pauseBeforeLook({ ...running, failures: 1 }, poll, 120_000)).toBe(120_000);
    expect(pauseBeforeLook({ ...running, failures: 1 }, poll, 10)).toBe(5_000);
  });
});

/** When the last of so many looks is due, each of which takes no time. */
function lookTimes(target: string, pause: number, start: number, count: number): number {
  let at = start;
  for (let index = 0; index < count; index += 1) at = nextLookAt(target, pause, at);
  return at;
}

/** Another start leads to the same grid. */
function onSameGrid(target: string, pause: number, at: number): boolean {
  const apart = Math.abs(lookTimes(target, pause, at + 0.3 * pause, 3) - at) % pause;
  return Math.min(apart, pause - apart) < 1;
}

describe('the time of the next look', () => {
  const pauseMs = fc.integer({ min: 100, max: 600_000 });
  const now = fc.integer({ min: T0, max: T0 + 86_400_000 });
  const name = fc.string({ minLength: 1 });

  it('is at least half a pause and at most a pause away', () => {
    fc.assert(
      fc.property(name, pauseMs, now, (target, pause, at) => {
        const wait = nextLookAt(target, pause, at) - at;
        return wait >= pause / 2 && wait <= pause;
      }),
    );
  });

  it('does not drift, however long each look takes', () => {
    const delays = fc.array(fc.double({ min: 0, max: 0.4, noNaN: true }), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(name, pauseMs, now, delays, (target, pause, start, latenesses) => {
        let at = start;
        for (const late of latenesses) at = nextLookAt(target, pause, at + late * pause);
        return at - start <= (latenesses.length + 1) * pause;
      }),
      { numRuns: 200 },
    );
  });

  it('is on its grid after three looks, wherever it started', () => {
    fc.assert(
      fc.property(name, pauseMs, now, (target, pause, start) => {
        const third = lookTimes(target, pause, start, 3);
        return Math.abs(nextLookAt(target, pause, third) - (third + pause)) < 1 && onSameGrid(target, pause, third);
      }),
    );
  });

  it.each(['target-', 'confluence-00', 't'])('spreads targets whose names begin with %s over the pause', (prefix) => {
    const tenths = new Map<number, number>();
    for (let index = 0; index < 100; index += 1) {
      const name = `${prefix}${index}`;
      const tenth = Math.floor((lookTimes(name, 5_000, T0, 3) % 5_000) / 500);
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
    }
    expect(tenths.size).toBe(10);
    expect(Math.max(...tenths.values())).toBeLessThan(25);
  });
});
