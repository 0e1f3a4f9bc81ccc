import { describe, expect, it } from 'vitest';
import { overviewOf } from '../../../src/adapters/atlassian/zdu-schema.js';

const overview = (label: unknown): unknown => ({
  state: 'STABLE',
  upgradeModeEnabled: false,
  nodes: [{ id: 'n-1', name: label, state: 'ACTIVE', version: label }],
});

describe('a name or version of a node', () => {
  it('is cut when it is very long, by whole characters, and does not stop the watch', () => {
    const [node] = overviewOf(overview('😀'.repeat(300))).nodes;
    expect(node?.name).toBe('😀'.repeat(200));
    expect(node?.version).toBe('😀'.repeat(200));
  });

  it.each(['', null, undefined])('is missing when it is %j', (label) => {
    const [node] = overviewOf(overview(label)).nodes;
    expect(node?.name).toBeUndefined();
    expect(node?.version).toBeUndefined();
  });

  it('of another type is no overview', () => {
    expect(() => overviewOf(overview(7))).toThrow(/not as the product documents it/);
  });
});
