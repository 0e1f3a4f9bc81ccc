import { describe, expect, it } from 'vitest';
import { checkTarget } from '../../../src/core/check-target.js';
import { isProblem } from '../../../src/core/checkup.js';
import type { Observation } from '../../../src/core/observation.js';

const nothing: Observation = { state: 'NOT_FOUND', phase: 'idle', nodes: [] };

describe('examining a target that names no node', () => {
  const clock = { sentAt: 0, receivedAt: 0, theirs: 0, stepMs: 1_000 };
  const outcome = { ok: true, seen: nothing } as const;

  it('finds a fault where there should be nodes', () => {
    expect(checkTarget('wiki', { outcome, clock }).filter(isProblem)).toMatchObject([
      { name: 'cluster', result: 'failed', detail: 'it names no node' },
    ]);
  });

  it('finds none where the product upgrades itself in stages, and says nothing of nodes and their versions', () => {
    const checks = checkTarget('ib', { outcome, clock, inStages: true });
    expect(checks.filter(isProblem)).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual(['connection', 'credentials', 'upgrade API', 'state', 'clock']);
  });
});
