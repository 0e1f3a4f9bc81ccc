import { describe, expect, it } from 'vitest';
import type { Happening, RunNews } from '../../../src/core/events.js';
import type { Observation } from '../../../src/core/observation.js';
import type { ActionName } from '../../../src/core/products.js';
import { aStagedLook, aStagedRequest, recordOf, tell } from '../../support/staged-builders.js';

/** The news of all looks, one after the other. */
const newsOf = (first: Observation, ...then: (Observation | Happening)[]): RunNews[] =>
  tell(first, then).events.flatMap((event) => (event.type === 'run' ? (event.news ?? []) : []));

const created = aStagedLook('CONFIRM_START', 'prepared', { started: false });
const running = aStagedLook('RUN_ACTIONS');
const asked = aStagedLook('RUN_ACTIONS', 'running', { pause: 'asked' });
const held = aStagedLook('RUN_ACTIONS', 'paused', { pause: 'held' });
const back = aStagedLook('RUN_ACTIONS', 'running', { rollbackRequested: true });

const carriedOut = (action: ActionName): Happening[] => [
  recordOf(aStagedRequest({ id: action, action })),
  { type: 'begun', request: action, sendBy: 0, timeoutMs: 1 },
];

describe('the news of a run', () => {
  it('are that it starts, pauses, goes on and turns back', () => {
    expect(newsOf(created, running, asked, held, running, back)).toEqual(['started', 'paused', 'resumed', 'rollback']);
  });

  it('are none while nothing of that changes', () => {
    const told = tell(running, [running, aStagedLook('CHECK_HEALTH'), asked, running]);
    expect(told.events.flatMap((event) => (event.type === 'run' ? (event.news ?? []) : []))).toEqual([]);
    expect(told.events.filter(({ type }) => type === 'run')).toHaveLength(2);
  });

  it.each<[ActionName, Observation, Observation]>([
    ['start', created, running],
    ['retry', held, running],
    ['rollback', running, back],
  ])('leave out what the outcome of %s tells', (action, before, after) => {
    expect(newsOf(before, after)).toHaveLength(1);
    expect(newsOf(before, ...carriedOut(action), after)).toEqual([]);
  });

  it('tell that a pause has taken hold also when the bot asked for it', () => {
    expect(newsOf(running, ...carriedOut('pause'), held)).toEqual(['paused']);
  });
});
