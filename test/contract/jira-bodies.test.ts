import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jira } from '../../src/adapters/atlassian/jira.js';
import { clusterStateOf, nodeBeansOf } from '../../src/adapters/atlassian/jira-schema.js';
import { jiraObservationOf } from '../../src/adapters/atlassian/jira-transform.js';
import { AppError } from '../../src/core/errors.js';
import type { Observation } from '../../src/core/observation.js';
import type { Adapter } from '../../src/core/ports.js';
import { http, type RawServer, startRaw } from './raw-server.js';
import { arbitraryOf, type Schemas } from './schema-arbitrary.js';
import { openFor } from './zdu-harness.js';

interface Fixture {
  readonly state: unknown;
  readonly nodes: unknown;
  readonly observation: Observation;
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

const observationFrom = (state: unknown, nodes: unknown): Observation =>
  jiraObservationOf(jira, clusterStateOf(state), nodeBeansOf(nodes)).observation;

describe('bodies of Jira from the published pages', () => {
  it.each(['jira-mixed', 'jira-one-object'])('%s is read as it stands', (name) => {
    const { state, nodes, observation } = load<Fixture>(name);

    expect(observationFrom(state, nodes)).toEqual(observation);
  });
});

interface Made {
  readonly state: { readonly state: string };
  readonly nodes: readonly { nodeId: string; state: string; alive?: boolean; nodeVersion?: string }[];
}

const { schemas } = load<{ schemas: Schemas }>('jira-schemas');
const madeBodies = fc.record({
  state: arbitraryOf(schemas, 'ClusterState', { always: ['state'], filled: [] }),
  nodes: fc.array(arbitraryOf(schemas, 'NodeBean', { always: ['nodeId', 'state'], filled: [] }), {
    minLength: 1,
    maxLength: 4,
  }),
}) as fc.Arbitrary<Made>;

describe('bodies made from the schemas of Jira', () => {
  it('are read with every state, node and version that they name', () => {
    fc.assert(
      fc.property(madeBodies, ({ state, nodes }) => {
        fc.pre(new Set(nodes.map(({ nodeId }) => nodeId)).size === nodes.length);

        const seen = observationFrom(state, nodes);

        expect(seen).toMatchObject({ state: state.state, phase: jira.states[state.state]?.phase });
        expect(seen.nodes.map(({ id }) => id)).toEqual(nodes.map(({ nodeId }) => nodeId));
        expect(seen.nodes.map(({ version }) => version ?? '')).toEqual(nodes.map((node) => node.nodeVersion ?? ''));
        expect(seen.nodes.every(({ condition }) => condition !== 'unknown')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never count a node without a heartbeat as active', () => {
    fc.assert(
      fc.property(madeBodies, ({ state, nodes }) => {
        fc.pre(new Set(nodes.map(({ nodeId }) => nodeId)).size === nodes.length);

        for (const [index, { condition, state: shown }] of observationFrom(state, nodes).nodes.entries()) {
          const said = nodes[index];
          expect(shown.startsWith(said?.state ?? '?')).toBe(true);
          if (said?.alive === false) expect(condition).toBe('off');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('give no upgrade mode and no original version when nodes in service contradict the state', () => {
    fc.assert(
      fc.property(madeBodies, ({ state, nodes }) => {
        fc.pre(new Set(nodes.map(({ nodeId }) => nodeId)).size === nodes.length);
        const inService = nodes.filter((node) => node.state === 'ACTIVE' && node.alive !== false);
        const differ = new Set(inService.map((node) => node.nodeVersion)).size > 1;
        const uniform = ['STABLE', 'READY_TO_UPGRADE', 'READY_TO_RUN_UPGRADE_TASKS'].includes(state.state);

        const seen = observationFrom(state, nodes);

        if (uniform) expect(seen.mode === undefined).toBe(differ);
        if (differ) expect(seen.originalVersion).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

/** Expected most of the time, else anything, else nothing. */
const mostly = (expected: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 15, arbitrary: expected }, fc.anything(), fc.constant(undefined));

const oddState = fc.record({
  state: mostly(fc.constantFrom('STABLE', 'MIXED', 'UPGRADE_IN_PROGRESS', 'constructor', '')),
  build: mostly(fc.record({ version: fc.constant('9.4.30'), buildNumber: fc.integer() })),
});
const oddNode = fc.record({
  nodeId: mostly(fc.uuid()),
  state: mostly(fc.constantFrom('ACTIVE', 'OFFLINE', 'PASSIVE', 'toString')),
  alive: mostly(fc.boolean()),
  nodeVersion: mostly(fc.constantFrom('9.4.30', '9.12.15', null, '')),
});
const asBody = (value: unknown): string => JSON.stringify(value) ?? '';
const oddBodies = fc.record({
  state: fc.oneof({ weight: 5, arbitrary: oddState.map(asBody) }, fc.string(), fc.jsonValue().map(asBody)),
  nodes: fc.oneof(
    { weight: 5, arbitrary: fc.array(mostly(oddNode), { minLength: 1, maxLength: 3 }).map(asBody) },
    oddNode.map(asBody),
    fc.string(),
    fc.jsonValue().map(asBody),
  ),
});

describe('whatever Jira answers', () => {
  let reply = { state: '', nodes: '' };
  let server: RawServer;
  let adapter: Adapter;
  let close: () => Promise<void>;

  beforeAll(async () => {
    server = await startRaw((head, socket) =>
      socket.write(http(200, head.includes('/cluster/nodes') ? reply.nodes : reply.state)),
    );
    ({ adapter, close } = openFor(server.url, {}, 'jira'));
  });
  afterAll(async () => {
    await close();
    await server.stop();
  });

  it('is an error of a known kind, or exactly the states that it says', async () => {
    let observed = 0;
    await fc.assert(
      fc.asyncProperty(oddBodies, async (made) => {
        reply = made;
        const seen = await adapter.observer.observe().catch((error: unknown) => error);
        if (seen instanceof AppError) {
          expect(['not-json', 'bad-body']).toContain(seen.kind);
          return;
        }
        observed += 1;
        const said: unknown = JSON.parse(reply.nodes);
        const beans = (Array.isArray(said) ? said : [said]) as { state: string }[];
        const { state, nodes } = seen as Observation;
        expect(state).toBe((JSON.parse(reply.state) as { state: string }).state);
        expect(nodes.map((node) => node.state.replace(/ \(alive: false\)$/, ''))).toEqual(
          beans.map((one) => one.state),
        );
      }),
      { numRuns: 600 },
    );
    // With fewer the bodies would be too far from real ones to show anything.
    expect(observed).toBeGreaterThan(40);
  });
});
