import { describe, expect, it } from 'vitest';
import type { Happening, RunNews } from '../../../src/core/events.js';
import type { Observation } from '../../../src/core/observation.js';
import type { ActionName } from '../../../src/core/products.js';
import { aLogLine, aStagedLook, aStagedRequest, recordOf, stagesAt, tell } from '../../support/staged-builders.js';

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

const lineBefore = aLogLine({ level: 'ERROR', message: 'of the upgrade before' });
const over = aStagedLook('COMPLETED', 'idle', { release: '23.01.4', log: [lineBefore] });

describe('a run that is over when another upgrade is asked for', () => {
  it('is not taken for the new one: nothing of it is told or kept', () => {
    const { view, events } = tell(over, [...carriedOut('create'), over]);
    expect(events.map(({ type }) => type)).toEqual(['asked', 'begun']);
    expect(view.run).toBeUndefined();
  });

  it('leaves the new one to begin with its own stages, release and log', () => {
    const { view, events } = tell(over, [...carriedOut('create'), over, created]);
    expect(events.filter(({ type }) => type === 'log')).toEqual([]);
    expect(events.filter((event) => event.type === 'stage' && event.quiet !== true)).toHaveLength(0);
    expect(view.run?.release).toBe(created.run?.release);
  });
});

describe('a run that goes back', () => {
  it('tells its stages in the order in which they are undone, and that a stage is at work to undo', () => {
    const undone = stagesAt('RUN_ACTIONS').map((stage) =>
      ['UNDO_TURN_DOWN', 'WRITE_NEW_CONFIGS'].includes(stage.name)
        ? { ...stage, status: 'ROLLEDBACK', condition: 'undone' as const }
        : stage,
    );
    const { events } = tell(running, [
      aStagedLook('RUN_ACTIONS', 'running', { rollbackRequested: true }),
      aStagedLook('MIGRATE_DB', 'running', { rollbackRequested: true, stages: undone }),
    ]);
    const told = events.flatMap((event) => (event.type === 'stage' ? [event.stage.name] : []));
    expect(told.indexOf('UNDO_TURN_DOWN')).toBeLessThan(told.indexOf('WRITE_NEW_CONFIGS'));
    expect(events).toContainEqual(expect.objectContaining({ type: 'state', to: 'MIGRATE_DB', back: true }));
  });
});

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
