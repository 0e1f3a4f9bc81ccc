import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitbucket } from '../../src/adapters/atlassian/bitbucket.js';
import { confluence } from '../../src/adapters/atlassian/confluence.js';
import { overviewOf, stateOf } from '../../src/adapters/atlassian/zdu-schema.js';
import { observationOf } from '../../src/adapters/atlassian/zdu-transform.js';
import type { Observation } from '../../src/core/observation.js';
import type { Profile } from '../../src/core/products.js';
import { arbitraryOf, type Schemas } from './schema-arbitrary.js';

interface Fixture {
  readonly source: string;
  readonly body: unknown;
  readonly observation: Observation;
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

const observationFrom = (profile: Profile, body: unknown): Observation => {
  const overview = overviewOf(body);
  return observationOf(profile, overview, overview.state ?? '');
};

describe('bodies from the published pages', () => {
  it.each([
    ['confluence-tasks-failed', confluence],
    ['bitbucket-node-states', bitbucket],
    ['reference-mixed', confluence],
    ['reference-mixed', bitbucket],
    ['reference-older', confluence],
    ['reference-older', bitbucket],
  ])('%s is read as it stands', (name, profile) => {
    const { body, observation } = load<Fixture>(name);

    expect(observationFrom(profile, body)).toEqual(observation);
  });
});

describe.each([bitbucket, confluence])('bodies made from the published schemas, for $label', (profile) => {
  const { schemas } = load<{ schemas: Schemas }>('reference-schemas');

  it('are read with every state, node and version that they name', () => {
    const clusters = arbitraryOf(schemas, 'Cluster', { always: ['state', 'nodes', 'id'], filled: ['nodes'] });
    fc.assert(
      fc.property(clusters, (made) => {
        const body = made as { state: string; upgradeModeEnabled?: boolean; nodes: { id: string; version?: string }[] };
        fc.pre(new Set(body.nodes.map((node) => node.id)).size === body.nodes.length);

        const seen = observationFrom(profile, body);

        expect(seen.state).toBe(body.state);
        expect(seen.phase).toBe(profile.states[body.state]?.phase);
        expect(seen.mode).toBe(body.upgradeModeEnabled);
        expect(seen.nodes.map((node) => node.id)).toEqual(body.nodes.map((node) => node.id));
        expect(seen.nodes.map((node) => node.version ?? '')).toEqual(body.nodes.map((node) => node.version ?? ''));
        expect(seen.nodes.every((node) => node.condition !== 'unknown')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('tell the state also on their own', () => {
    const states = arbitraryOf(schemas, 'ClusterStateResponse', { always: ['state'], filled: [] });
    fc.assert(fc.property(states, (body) => stateOf(body) === (body as { state: string }).state));
  });
});
