import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import { whatHappened } from '../../../src/core/observe.js';
import { snapshotOf } from '../../../src/core/snapshot.js';
import { fold, type UpgradeView } from '../../../src/core/view.js';
import { anEvent, aProfile, T0 } from '../../support/builders.js';
import { readings } from '../../support/readings.js';

/** A reading of a product that does not tell the version a run started from. */
const untold = ({ originalVersion: _version, ...rest }: Observation): Observation => rest;

/** A run that the bot first saw like this. */
function noticed(seen: Observation): UpgradeView {
  const opening = {
    type: 'opened',
    target: 'confluence',
    product: 'confluence',
    label: 'Confluence',
    number: 1,
    channel: 'C0OPS',
    how: 'noticed',
    firstLook: true,
    seen: snapshotOf(seen),
  } as const;
  const view = fold(undefined, [anEvent(opening, T0, 1)]);
  if (view === undefined) throw new Error('the opening gave no view');
  return view;
}

const settings = { noProgressMs: 1e9, standingMs: 1e9, lopsided: 1e9 };
const endOf = (view: UpgradeView, seen: Observation) =>
  whatHappened(view, { seen, settings, now: T0, profile: aProfile(), disagreement: 0 }).find(
    ({ type }) => type === 'finished',
  );

const allNew = untold(readings.stable({ nodes: readings.finalizable().nodes }));

describe('a run noticed late, on a product that does not tell where it started from', () => {
  it.each([
    ['all nodes are upgraded', readings.finalizable()],
    ['it is being finalized', readings.finalizing()],
    ['its upgrade tasks have failed', readings.failed()],
  ])('does not take the new version for the one before when %s, and ends as finished', (_, seen) => {
    const view = noticed(untold(seen));

    expect(view).not.toHaveProperty('originalVersion');
    expect(endOf(view, allNew)).toMatchObject({ how: 'completed' });
  });

  it('knows the version before while no node is upgraded, and ends as cancelled without a change', () => {
    const view = noticed(untold(readings.ready()));

    expect(view.originalVersion).toBe('9.2.13');
    expect(endOf(view, untold(readings.stable()))).toMatchObject({ how: 'cancelled' });
    expect(endOf(view, allNew)).toMatchObject({ how: 'completed' });
  });

  it('takes the lowest version for the one before while nodes differ, and counts the others as upgraded', () => {
    const [one, two, three] = readings.mixed().nodes;
    if (one === undefined || two === undefined || three === undefined) throw new Error('there are three nodes');
    const nodes = [{ ...one, version: '9.12.3' }, { ...two, version: '9.4.30' }, three];

    expect(noticed(untold(readings.mixed({ nodes: nodes.slice(0, 2) })))).toMatchObject({
      originalVersion: '9.4.30',
      nodes: [{ upgraded: true }, { upgraded: false }],
    });
  });

  it('ends as cancelled when the nodes were put back first', () => {
    expect(endOf(noticed(untold(readings.mixed())), untold(readings.stable()))).toMatchObject({ how: 'cancelled' });
  });

  it('counts every node as upgraded once none is left to be, also after it changed its state', () => {
    const view = noticed(untold(readings.finalizable()));
    const [first] = view.nodes;
    if (first === undefined) throw new Error('there are nodes');
    const {
      since: _since,
      upgraded: _upgraded,
      ...node
    } = { ...first, state: 'TERMINATING', condition: 'leaving' as const };
    const change = { type: 'node', change: 'changed', node, wasId: node.id, stateChanged: true } as const;

    expect(view.nodes.map(({ upgraded }) => upgraded)).toEqual([true, true, true]);
    expect(fold(view, [anEvent(change, T0, 2)])?.nodes[0]).toMatchObject({ state: 'TERMINATING', upgraded: true });
  });
});
