import { describe, expect, it } from 'vitest';
import { confluence } from '../../../src/adapters/atlassian/confluence.js';
import { actionProfile } from '../../../src/core/actions.js';
import type { Observation } from '../../../src/core/observation.js';
import { differences, sameFacts, snapshotOf } from '../../../src/core/snapshot.js';
import { aNodeObservation } from '../../support/builders.js';
import { readings, withNode, withoutMode } from '../../support/readings.js';

const seen = readings.finalizable();
const [first, second, third] = seen.nodes;

type Action = 'start' | 'cancel' | 'approve';

const changesFor = (action: Action, now: Observation): string[] =>
  differences(snapshotOf(seen), snapshotOf(now), actionProfile(confluence, action).matters);

/** One fact changed, and whether that voids an approval of start, cancel and approve. */
const changed: readonly (readonly [string, Observation, Record<Action, boolean>])[] = [
  ['the state', { ...seen, state: 'MIXED', phase: 'rolling' }, { start: true, cancel: true, approve: true }],
  ['upgrade mode', { ...seen, mode: false }, { start: true, cancel: false, approve: false }],
  [
    'a node that joined',
    { ...seen, nodes: [...seen.nodes, aNodeObservation({ name: 'conf-4', version: '9.2.21' })] },
    { start: false, cancel: true, approve: true },
  ],
  ['a node that left', { ...seen, nodes: seen.nodes.slice(1) }, { start: false, cancel: true, approve: true }],
  [
    "a node's version",
    { ...seen, nodes: withNode(seen, 'conf-2', { version: '9.2.22' }) },
    { start: false, cancel: true, approve: true },
  ],
  [
    "a node's state",
    { ...seen, nodes: withNode(seen, 'conf-2', { state: 'ERROR', condition: 'error' }) },
    { start: false, cancel: true, approve: true },
  ],
  [
    'a node replaced by one with another id',
    { ...seen, nodes: withNode(seen, 'conf-2', { id: 'other' }) },
    { start: false, cancel: true, approve: true },
  ],
  [
    'users and tasks',
    { ...seen, nodes: withNode(seen, 'conf-2', { users: 0, tasks: 9 }) },
    { start: false, cancel: false, approve: false },
  ],
  ['nothing', seen, { start: false, cancel: false, approve: false }],
  [
    'the order of nodes',
    { ...seen, nodes: [...seen.nodes].reverse() },
    { start: false, cancel: false, approve: false },
  ],
];

describe('an approval', () => {
  it.each(changed)('depends or not on %s', (_what, now, voids) => {
    const found = { start: false, cancel: false, approve: false };
    for (const action of ['start', 'cancel', 'approve'] as const) found[action] = changesFor(action, now).length > 0;
    expect(found).toEqual(voids);
  });

  it('is void with words that say what changed', () => {
    const nodes = withNode(seen, 'conf-2', { state: 'ERROR', condition: 'error', version: '9.2.22' }).slice(1);
    const changes = changesFor('approve', { ...seen, state: 'MIXED', phase: 'rolling', nodes });
    expect(changes).toEqual([
      'the state was READY_TO_RUN_UPGRADE_TASKS and is now MIXED',
      'node conf-1 left the cluster',
      'node conf-2 ran 9.2.21, now 9.2.22',
      'node conf-2 was ACTIVE and is now ERROR',
    ]);
  });

  it('names a node that joined with its state', () => {
    const joined = aNodeObservation({ name: 'conf-9', state: 'STARTING', condition: 'starting' });
    expect(changesFor('approve', { ...seen, nodes: [...seen.nodes, joined] })).toEqual([
      'node conf-9 (STARTING) joined the cluster',
    ]);
  });

  it('depends on upgrade mode becoming unreported', () => {
    expect(changesFor('start', withoutMode(seen))).toEqual(['upgrade mode was on and is now not reported']);
  });
});

describe('two looks', () => {
  it('found the same although users, tasks, addresses and the order differ', () => {
    const nodes = [...withNode(seen, 'conf-1', { users: 1, tasks: 9, address: '10.0.0.9' })].reverse();
    expect(sameFacts(seen, { ...seen, nodes })).toBe(true);
  });

  it.each([
    ['state', { ...seen, state: 'MIXED' }],
    ['upgrade mode', { ...seen, mode: false }],
    ['original version', { ...seen, originalVersion: '9.2.12' }],
    ['node set', { ...seen, nodes: [first, second].flatMap((node) => node ?? []) }],
    ['node state', { ...seen, nodes: withNode(seen, 'conf-3', { state: 'STARTING' }) }],
    ['failed tasks', { ...seen, nodes: withNode(seen, 'conf-3', { errors: [{ message: 'x', clusterWide: false }] }) }],
  ])('did not find the same when the %s differs', (_what, other) => {
    expect(sameFacts(seen, other)).toBe(false);
  });

  it('keep only what decisions rest on', () => {
    expect(snapshotOf(seen).nodes.map((node) => Object.keys(node))).not.toContainEqual(
      expect.arrayContaining(['users']),
    );
    expect(snapshotOf(seen).nodes[2]).toMatchObject({ id: third?.id, name: 'conf-3', version: '9.2.21' });
  });
});
