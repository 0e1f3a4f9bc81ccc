import { describe, expect, it } from 'vitest';
import { agreedFacts, disagreementAfter } from '../../../src/core/agree.js';
import type { Observation } from '../../../src/core/observation.js';
import { sameFacts } from '../../../src/core/snapshot.js';
import { aNodeObservation, anUpgrade } from '../../support/builders.js';
import { readings, withNode } from '../../support/readings.js';
import { watched } from '../../support/watched.js';

const known = readings.mixed();
const off = (name: string): Observation => ({
  ...known,
  nodes: withNode(known, name, { state: 'OFFLINE', condition: 'off' }),
});
const without = (name: string): Observation => ({ ...known, nodes: known.nodes.filter((node) => node.name !== name) });
const withFourth = (): Observation => ({ ...known, nodes: [...known.nodes, aNodeObservation({ name: 'conf-4' })] });

/** What is recorded of an upgrade in `MIXED` when two readings say this. */
const recorded = (first: Observation, second: Observation) => {
  const agreed = agreedFacts(anUpgrade(), first, second);
  return agreed === undefined ? undefined : watched().look(agreed);
};

describe('two readings of an upgrade', () => {
  it('that agree count as they are', () => {
    expect(recorded(off('conf-2'), off('conf-2'))).toEqual([expect.objectContaining({ type: 'node' })]);
    expect(agreedFacts(anUpgrade(), known, known)).toEqual(known);
  });

  it.each([
    ['state', readings.finalizable({ nodes: known.nodes }), known],
    ['state, the other way round', known, readings.finalizable({ nodes: known.nodes })],
    ["a node's state", off('conf-2'), known],
    ["a node's state, the other way round", known, off('conf-2')],
    ['a node that left', known, without('conf-3')],
    ['a node that came back', without('conf-3'), known],
    ['a node that joined', known, withFourth()],
    ['a node that joined and left', withFourth(), known],
  ])('leave things as they were where they differ: %s', (_what, first, second) => {
    expect(recorded(first, second)).toEqual([]);
  });

  it('count where they agree although they differ elsewhere', () => {
    const first = { ...off('conf-2'), state: 'READY_TO_RUN_UPGRADE_TASKS', phase: 'finalizable' as const };
    expect(recorded(first, off('conf-2'))).toEqual([
      expect.objectContaining({ type: 'node', node: expect.objectContaining({ name: 'conf-2', state: 'OFFLINE' }) }),
    ]);
  });

  it('may differ in users and in the order of nodes', () => {
    const second = { ...off('conf-2'), nodes: [...withNode(off('conf-2'), 'conf-1', { users: 1 })].reverse() };
    const agreed = agreedFacts(anUpgrade(), off('conf-2'), second);
    expect(agreed !== undefined && sameFacts(agreed, second)).toBe(true);
  });
});

describe('two readings without an upgrade', () => {
  it('count when state and upgrade mode agree', () => {
    expect(agreedFacts(undefined, readings.ready(), readings.ready())).toEqual(readings.ready());
  });

  it('say nothing when they do not', () => {
    expect(agreedFacts(undefined, readings.ready(), readings.stable())).toBeUndefined();
    expect(agreedFacts(undefined, readings.mixed(), readings.mixedWithModeOff())).toBeUndefined();
  });
});

describe('disagreement', () => {
  const disagreementsAfter = (looks: readonly boolean[]): number =>
    looks.reduce((score, differed) => disagreementAfter(score, differed), 0);

  it('is forgotten after a change that two readings saw differently', () => {
    expect(disagreementsAfter([true, false, false])).toBe(0);
  });

  it('grows when every other look meets a stale node', () => {
    expect(disagreementsAfter(Array.from({ length: 12 }, (_, index) => index % 2 === 0))).toBeGreaterThanOrEqual(6);
  });

  it('ends in bounded time however long it lasted', () => {
    const long = Array.from({ length: 100 }, () => true);
    expect(disagreementsAfter([...long, ...Array.from({ length: 12 }, () => false)])).toBe(0);
  });
});
