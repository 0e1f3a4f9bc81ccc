import { describe, expect, it } from 'vitest';
import { aNode, aNodeObservation, anUpgrade } from '../../support/builders.js';
import { readings, withNode } from '../../support/readings.js';
import { ofType, watched } from '../../support/watched.js';

const seen = readings.mixed();
const withNodes = (...args: Parameters<typeof withNode> extends [unknown, ...infer Rest] ? Rest : never) => ({
  ...seen,
  nodes: withNode(seen, ...args),
});

describe('a node', () => {
  it('that changed its state is told once, with the state it is in now', () => {
    const upgrade = watched();
    const off = withNodes('conf-2', { state: 'OFFLINE', condition: 'off' });
    const [event, ...more] = ofType(upgrade.look(off), 'node');
    expect(event).toMatchObject({ change: 'changed', stateChanged: true, wasId: 'conf-2' });
    expect(event?.node).toMatchObject({ name: 'conf-2', state: 'OFFLINE', condition: 'off' });
    expect(event).not.toHaveProperty('wasVersion');
    expect(more).toEqual([]);
    expect(upgrade.look(off)).toEqual([]);
  });

  it('that came up on another version is told with the one before, and counts as upgraded', () => {
    const upgrade = watched();
    const [event] = ofType(upgrade.look(withNodes('conf-2', { version: '9.2.21' })), 'node');
    expect(event).toMatchObject({ wasVersion: '9.2.13', stateChanged: false });
    expect(upgrade.view.nodes.map(({ name, upgraded }) => [name, upgraded])).toEqual([
      ['conf-1', true],
      ['conf-2', true],
      ['conf-3', false],
    ]);
  });

  it('that leaves its version out while it starts keeps the one that is known', () => {
    const upgrade = watched();
    const nodes = seen.nodes.map((node) => {
      const { version, ...rest } = node;
      if (node.name !== 'conf-2') return version === undefined ? rest : { ...rest, version };
      return { ...rest, state: 'STARTING', condition: 'starting' as const };
    });
    const found = ofType(upgrade.look({ ...seen, nodes }), 'node');
    expect(found).toEqual([expect.objectContaining({ change: 'changed', stateChanged: true })]);
    expect(upgrade.view.nodes.find(({ name }) => name === 'conf-2')?.version).toBe('9.2.13');
    expect(upgrade.look({ ...seen, nodes })).toEqual([]);
  });

  it('that joined is told with its state', () => {
    const joined = aNodeObservation({ name: 'conf-4', state: 'STARTING', condition: 'starting' });
    const upgrade = watched();
    const found = upgrade.look({ ...seen, nodes: [...seen.nodes, joined] });
    expect(found).toEqual([expect.objectContaining({ type: 'node', change: 'joined', stateChanged: true })]);
    expect(upgrade.view.nodes).toHaveLength(4);
  });

  it('that left is told once and forgotten', () => {
    const upgrade = watched();
    const left = { ...seen, nodes: seen.nodes.slice(0, 2) };
    const told = [expect.objectContaining({ type: 'node', change: 'left' })];
    expect(ofType(upgrade.look(left), 'node')).toEqual(told);
    expect(upgrade.view.nodes.map(({ name }) => name)).toEqual(['conf-1', 'conf-2']);
    expect(upgrade.look(left)).toEqual([]);
  });

  it('that came back under its name with another id is told as replaced', () => {
    const upgrade = watched();
    const replaced = withNodes('conf-2', { id: 'other', version: '9.2.21' });
    expect(upgrade.look(replaced)).toEqual([
      expect.objectContaining({ change: 'replaced', wasId: 'conf-2', wasVersion: '9.2.13', stateChanged: true }),
    ]);
    expect(upgrade.view.nodes.map(({ id }) => id)).toEqual(['conf-1', 'other', 'conf-3']);
    expect(upgrade.look(replaced)).toEqual([]);
  });

  it('of the same name as two others is still told apart by its id', () => {
    const twins = [aNode({ id: 'a', name: 'conf' }), aNode({ id: 'b', name: 'conf' })];
    const upgrade = watched(anUpgrade({ nodes: twins }));
    const nodes = [
      aNodeObservation({ id: 'b', name: 'conf' }),
      aNodeObservation({ id: 'c', name: 'conf', state: 'STARTING', condition: 'starting' }),
    ];
    expect(ofType(upgrade.look({ ...seen, nodes }), 'node')).toEqual([
      expect.objectContaining({ type: 'node', change: 'replaced', wasId: 'a' }),
    ]);
    expect(upgrade.view.nodes.map(({ id }) => id).sort()).toEqual(['b', 'c']);
  });

  it('that reports failed tasks is told although its state stands', () => {
    const upgrade = watched();
    const failed = withNodes('conf-2', { errors: [{ message: 'disk full', clusterWide: false }] });
    expect(ofType(upgrade.look(failed), 'node')).toEqual([expect.objectContaining({ stateChanged: false })]);
    expect(ofType(upgrade.look(failed), 'node')).toEqual([]);
  });

  it('keeps the time of its state while only its version changes', () => {
    const upgrade = watched();
    const before = upgrade.view.nodes.find(({ name }) => name === 'conf-2')?.since;
    upgrade.look(withNodes('conf-2', { version: '9.2.21' }));
    expect(upgrade.view.nodes.find(({ name }) => name === 'conf-2')?.since).toBe(before);
  });
});

describe('nodes in another order', () => {
  it('are no event', () => {
    expect(watched().look({ ...seen, nodes: [...seen.nodes].reverse() })).toEqual([]);
  });
});
