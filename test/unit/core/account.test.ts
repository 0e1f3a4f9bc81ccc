import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/core/account.js';
import type { Happening, NodeRecord } from '../../../src/core/events.js';
import { timelines } from '../../support/any-timeline.js';
import { aNode, anEvent, aSnapshot, minutes, T0 } from '../../support/builders.js';

const at = (minute: number): number => T0 + minutes(minute);

const record = (changes: Partial<NodeRecord> = {}): NodeRecord => {
  const { since: _since, upgraded: _upgraded, ...node } = aNode(changes);
  return node;
};

const opened = (nodes: NodeRecord[] = [record(), record({ id: 'conf-2', name: 'conf-2' })]): Happening => ({
  type: 'opened',
  target: 'confluence',
  product: 'confluence',
  label: 'Confluence',
  number: 1,
  channel: 'C0OPS',
  how: 'asked',
  firstLook: false,
  seen: aSnapshot({ nodes }),
});

const entered = (to: string): Happening => ({ type: 'state', to, phase: 'rolling' });

const node = (changes: Partial<NodeRecord>, change: 'changed' | 'left' | 'joined' = 'changed'): Happening => {
  const one = record(changes);
  return { type: 'node', change, node: one, wasId: one.id, stateChanged: true };
};

const warned = (detail: string): Happening => ({
  type: 'warned',
  key: 'lopsided:conf-1',
  kind: 'lopsided',
  subject: 'conf-1',
  detail,
});

/** Happenings with their minutes. */
const told = (...happenings: (readonly [minute: number, happening: Happening])[]) =>
  accountOf(happenings.map(([minute, one], index) => anEvent(one, at(minute), index + 1)));

const starting = { state: 'STARTING', condition: 'starting', version: '9.2.21' } as const;
const offline = { state: 'OFFLINE', condition: 'off' } as const;
const back = { state: 'ACTIVE', condition: 'active', version: '9.2.21' } as const;

describe('the account of an upgrade', () => {
  it('says how long each state took, and leaves out the state that came with the end', () => {
    const { stays } = told(
      [0, opened()],
      [2, entered('READY_TO_UPGRADE')],
      [12, entered('MIXED')],
      [42, { type: 'state', to: 'STABLE', phase: 'idle' }],
      [42, { type: 'finished', how: 'completed' }],
    );
    expect(stays).toEqual([
      { state: 'STABLE', phase: 'idle', from: at(0), until: at(2) },
      { state: 'READY_TO_UPGRADE', phase: 'rolling', from: at(2), until: at(12) },
      { state: 'MIXED', phase: 'rolling', from: at(12), until: at(42) },
    ]);
  });

  it('keeps a state that was over in the same moment', () => {
    const { stays } = told([0, opened()], [5, entered('MIXED')], [5, entered('READY_TO_RUN_UPGRADE_TASKS')]);
    expect(stays.map(({ state }) => state)).toEqual(['STABLE', 'MIXED', 'READY_TO_RUN_UPGRADE_TASKS']);
  });

  it('lets the present state of a running upgrade stand open, and takes the same state twice for one', () => {
    const { stays } = told([0, opened()], [1, entered('MIXED')], [2, entered('MIXED')]);
    expect(stays.at(-1)).toEqual({ state: 'MIXED', phase: 'rolling', from: at(1) });
  });

  it('measures each node from going down to being back in service, whatever it passed through', () => {
    const { outages } = told(
      [0, opened()],
      [1, node({ state: 'TERMINATING', condition: 'leaving' })],
      [2, node(offline)],
      [3, node(starting)],
      [5, node(back)],
    );
    expect(outages).toEqual([
      {
        name: 'conf-1',
        from: at(1),
        until: at(5),
        sinceBefore: false,
        left: false,
        wasVersion: '9.2.13',
        version: '9.2.21',
      },
    ]);
  });

  it('knows a pod that was replaced by its name', () => {
    const { outages } = told(
      [0, opened()],
      [1, node({}, 'left')],
      [4, node({ ...starting, id: 'other' }, 'joined')],
      [6, node({ ...back, id: 'other' })],
    );
    expect(outages).toMatchObject([{ name: 'conf-1', from: at(1), until: at(6), left: false, version: '9.2.21' }]);
  });

  it('tells a second time that a node was down from the first, and a node that never came back', () => {
    const { outages } = told(
      [0, opened()],
      [1, node(offline)],
      [2, node(back)],
      [3, node(offline)],
      [4, node(back)],
      [5, node({ name: 'conf-2', id: 'conf-2' }, 'left')],
    );
    expect(outages).toMatchObject([
      { name: 'conf-1', from: at(1), until: at(2) },
      { name: 'conf-1', from: at(3), until: at(4), wasVersion: '9.2.21' },
      { name: 'conf-2', from: at(5), left: true },
    ]);
    expect(outages.at(-1)).not.toHaveProperty('until');
  });

  it('does not know since when a node was down that was down at the beginning', () => {
    const { outages } = told([0, opened([record(offline)])], [3, node(back)]);
    expect(outages).toMatchObject([{ sinceBefore: true, from: at(0), until: at(3) }]);
  });

  it('has each warning once, as it was told last, and how long it stood', () => {
    const { warnings } = told(
      [0, opened()],
      [1, warned('40 users')],
      [3, warned('90 users')],
      [7, { type: 'cleared', key: 'lopsided:conf-1' }],
      [9, warned('50 users')],
    );
    expect(warnings).toMatchObject([
      { detail: '90 users', from: at(1), until: at(7) },
      { detail: '50 users', from: at(9) },
    ]);
  });

  it('is never out of order, whatever happened', () => {
    fc.assert(
      fc.property(timelines, (events) => {
        const { stays, outages, warnings } = accountOf(events);
        for (const { from, until } of [...stays, ...outages, ...warnings]) {
          expect(until ?? from).toBeGreaterThanOrEqual(from);
        }
      }),
    );
  });
});
