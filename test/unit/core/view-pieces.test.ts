import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Happening, timelineEvent } from '../../../src/core/events.js';
import { fold, type UpgradeView } from '../../../src/core/view.js';
import { timelines } from '../../support/any-timeline.js';

/** As the store keeps it. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Every type of event; the compiler insists on a new one. */
const everyType: Record<Happening['type'], true> = {
  opened: true,
  asked: true,
  approved: true,
  rejected: true,
  withdrawn: true,
  voided: true,
  expired: true,
  reminded: true,
  begun: true,
  outcome: true,
  state: true,
  node: true,
  stage: true,
  log: true,
  'log-full': true,
  run: true,
  warned: true,
  cleared: true,
  lost: true,
  regained: true,
  finished: true,
};

describe('any timeline', () => {
  it('may hold every type of event', () => {
    const types = fc.sample(timelines, 300).flatMap((events) => events.map(({ type }) => type));
    expect(new Set(types)).toEqual(new Set(Object.keys(everyType)));
  });

  it('folded in pieces, each stored and read again, gives the view of the whole', () => {
    fc.assert(
      fc.property(timelines, fc.array(fc.nat(25), { maxLength: 5 }), (events, cuts) => {
        const ends = [...cuts.map((cut) => Math.min(cut, events.length)), events.length].sort((a, b) => a - b);
        let view: UpgradeView | undefined;
        let from = 0;
        for (const to of ends) {
          const next = fold(view, stored(events.slice(from, to)));
          view = next === undefined ? undefined : stored(next);
          from = to;
        }
        expect(view).toEqual(fold(undefined, events));
        expect(view?.seq).toBe(events.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is read back from the store as it was written', () => {
    fc.assert(
      fc.property(timelines, (events) => {
        for (const event of events) expect(timelineEvent.parse(stored(event))).toEqual(event);
      }),
    );
  });

  it('leaves the view it is folded onto as it was', () => {
    fc.assert(
      fc.property(timelines, fc.nat(25), (events, cut) => {
        const half = fold(undefined, events.slice(0, 1 + cut));
        const before = stored(half);
        fold(half, events.slice(1 + cut));
        expect(half).toEqual(before);
      }),
    );
  });

  it('has no place for an event that does not follow', () => {
    fc.assert(
      fc.property(timelines, fc.nat(24), (events, index) => {
        fc.pre(index > 0 && index < events.length - 1);
        const gap = events.filter((_event, position) => position !== index);
        expect(() => fold(undefined, gap)).toThrow('does not follow');
      }),
    );
  });
});
