import { describe, expect, it } from 'vitest';
import { isAnotherRun, runIsOn } from '../../../src/core/observe.js';
import { anUpgrade, aRequest, aStart, minutes, T0 } from '../../support/builders.js';
import { allUpgraded, readings, withNode } from '../../support/readings.js';
import { watched } from '../../support/watched.js';

/** Right after somebody asked for a start: nothing has shown on the target yet. */
const asked = (changes: Parameters<typeof aStart>[0] = {}) =>
  anUpgrade({
    state: 'STABLE',
    phase: 'idle',
    mode: false,
    leftIdle: false,
    nodes: anUpgrade().nodes.map((node) => ({ ...node, version: '9.2.13', upgraded: false })),
    requests: [aStart({ outcomeAt: T0 + minutes(10), ...changes })],
  });

describe('a look that finds what is known', () => {
  it('is no event', () => {
    expect(watched().look(readings.mixed())).toEqual([]);
  });

  it('is no event although users and tasks changed', () => {
    const seen = readings.mixed();
    const nodes = withNode(seen, 'conf-1', { users: 41, tasks: 0, address: '10.0.0.7' });
    expect(watched().look({ ...seen, nodes })).toEqual([]);
  });

  it('is no event although upgrade mode is not reported this time', () => {
    const { mode: _mode, ...seen } = readings.mixed();
    expect(watched().look(seen)).toEqual([]);
  });
});

describe('a state that changed', () => {
  it('is told once, with what is known about it', () => {
    const upgrade = watched();
    const found = upgrade.look(readings.finalizable({ nodes: readings.mixed().nodes }));
    expect(found).toEqual([
      {
        type: 'state',
        to: 'READY_TO_RUN_UPGRADE_TASKS',
        phase: 'finalizable',
        mode: true,
        originalVersion: '9.2.13',
      },
    ]);
    expect(upgrade.look(readings.finalizable({ nodes: readings.mixed().nodes }))).toEqual([]);
  });

  it('comes after the node changes that led to it', () => {
    const types = watched()
      .look(readings.finalizable())
      .map(({ type }) => type);
    expect(types).toEqual(['node', 'node', 'state']);
  });

  it('is told when it goes back', () => {
    const upgrade = watched();
    upgrade.look(readings.finalizable());
    expect(upgrade.look(readings.mixed({ nodes: readings.finalizable().nodes }))).toEqual([
      expect.objectContaining({ type: 'state', to: 'MIXED' }),
    ]);
  });
});

describe('the end of an upgrade', () => {
  it('is completed when nodes run another version than before', () => {
    const upgrade = watched();
    upgrade.look(readings.finalizing());
    expect(upgrade.look(readings.stable({ nodes: allUpgraded() })).at(-1)).toEqual({
      type: 'finished',
      how: 'completed',
    });
    expect(upgrade.view).toMatchObject({ finishedHow: 'completed', state: 'STABLE' });
  });

  it('is cancelled when all run the version they ran before', () => {
    const upgrade = watched();
    upgrade.look(readings.ready());
    expect(upgrade.look(readings.stable()).at(-1)).toEqual({ type: 'finished', how: 'cancelled' });
  });

  it('waits for the outcome of an action that is under way', () => {
    const requests = [aStart(), aRequest({ id: 'r1', action: 'cancel', status: 'begun' })];
    const upgrade = watched(anUpgrade({ requests }));
    upgrade.look(readings.stable());
    expect(upgrade.view.finishedAt).toBeUndefined();

    upgrade.happened({ type: 'outcome', request: 'r1', result: 'done', lostAnswer: false });
    expect(upgrade.look(readings.stable())).toEqual([{ type: 'finished', how: 'cancelled' }]);
  });

  it('does not come with MIXED and upgrade mode off', () => {
    const upgrade = watched();
    upgrade.look(readings.mixedWithModeOff());
    expect(upgrade.view.finishedAt).toBeUndefined();
  });

  it('does not come in an idle state while upgrade mode is still on', () => {
    const upgrade = watched();
    upgrade.look(readings.stable({ mode: true }));
    expect(upgrade.view.finishedAt).toBeUndefined();
  });

  it('is not-started when a start was found not to have taken effect', () => {
    const found = watched(asked({ outcome: 'not-done' })).look(readings.stable());
    expect(found).toEqual([{ type: 'finished', how: 'not-started' }]);
  });

  it.each(['done', 'unknown'] as const)('waits five minutes for a start that is %s to show', (outcome) => {
    const upgrade = watched(asked({ outcome }));
    expect(upgrade.look(readings.stable(), 14.9)).toEqual([]);
    expect(upgrade.look(readings.stable(), 15)).toEqual([{ type: 'finished', how: 'not-started' }]);
  });

  it('waits for the decision on a request that is open', () => {
    const upgrade = watched(asked({ status: 'open', required: 1 }));
    expect(upgrade.look(readings.stable(), 60)).toEqual([]);
    upgrade.happened({ type: 'expired', request: 'r0' });
    expect(upgrade.look(readings.stable(), 61)).toEqual([{ type: 'finished', how: 'not-started' }]);
  });
});

describe('a run that somebody started elsewhere', () => {
  it.each([
    ['READY_TO_UPGRADE', readings.ready(), true],
    ['MIXED with upgrade mode on', readings.mixed(), true],
    ['READY_TO_RUN_UPGRADE_TASKS', readings.finalizable(), true],
    ['RUNNING_UPGRADE_TASKS, where upgrade mode is off', readings.finalizing(), true],
    ['UPGRADE_TASKS_FAILED, where upgrade mode is off', readings.failed(), true],
    ['STABLE', readings.stable(), false],
    ['MIXED with upgrade mode off', readings.mixedWithModeOff(), false],
    ['a state that is not known with upgrade mode on', readings.unheardOf(), true],
  ])('is noticed or not in %s', (_state, seen, on) => {
    expect(runIsOn(seen)).toBe(on);
  });
});

describe('another run', () => {
  it('is recognized by the version it starts from', () => {
    expect(isAnotherRun(anUpgrade(), readings.ready({ originalVersion: '9.2.21' }))).toBe(true);
  });

  it.each([
    ['the version is the same', readings.mixed()],
    ['nothing is said about the version', readings.finalizing()],
    ['upgrade mode is off', readings.stable({ originalVersion: '9.2.21' })],
  ])('is not assumed when %s', (_when, seen) => {
    expect(isAnotherRun(anUpgrade(), seen)).toBe(false);
  });

  it('is not assumed of a run that has just been asked for here', () => {
    expect(isAnotherRun(anUpgrade({ leftIdle: false }), readings.ready({ originalVersion: '9.2.21' }))).toBe(false);
  });
});

describe('contact with a target', () => {
  it('is told to be back once, with how long it was gone', () => {
    const upgrade = watched();
    upgrade.happened({ type: 'lost', detail: 'timed out', failures: 3 });
    expect(upgrade.look(readings.mixed(), 15)).toEqual([{ type: 'regained', lostForMs: minutes(5) }]);
    expect(upgrade.look(readings.mixed(), 16)).toEqual([]);
  });

  it('is told to be back before what was missed', () => {
    const upgrade = watched();
    upgrade.happened({ type: 'lost', detail: 'timed out', failures: 3 });
    const types = upgrade.look(readings.finalizable()).map(({ type }) => type);
    expect(types).toEqual(['regained', 'node', 'node', 'state']);
  });
});
