import fc from 'fast-check';
import type { Happening, NodeRecord, RunRecord, Snapshot, StageRecord, TimelineEvent } from '../../src/core/events.js';
import { phases as allPhases, stageConditions } from '../../src/core/products.js';
import { T0 } from './builders.js';

const ids = fc.constantFrom('r1', 'r2', 'r3');
const people = fc.constantFrom('U0ALICE', 'U0BOB', 'U0CAROL');
const versions = fc.constantFrom('9.2.13', '9.2.21', undefined);
const phases = fc.constantFrom(...allPhases);
const conditions = fc.constantFrom('active', 'starting', 'leaving', 'off', 'error', 'finalizing', 'unknown' as const);

const node: fc.Arbitrary<NodeRecord> = fc
  .record({ id: fc.constantFrom('a', 'b', 'c', 'd'), version: versions, condition: conditions, state: fc.string() })
  .map(({ version, ...rest }) => ({
    ...rest,
    name: `conf-${rest.id}`,
    errors: [],
    ...(version === undefined ? {} : { version }),
  }));

const nodes = fc.uniqueArray(node, { selector: ({ id }) => id, maxLength: 4 });

const stageNames = fc.constantFrom('TURN_DOWN', 'MIGRATE_DB', 'RUN_ACTIONS');

const stage: fc.Arbitrary<StageRecord> = fc.record({
  name: stageNames,
  status: fc.string(),
  condition: fc.constantFrom(...stageConditions),
});

const run: fc.Arbitrary<RunRecord> = fc
  .record({
    release: versions,
    started: fc.boolean(),
    rollbackRequested: fc.boolean(),
    stages: fc.uniqueArray(stage, { selector: ({ name }) => name, maxLength: 3 }),
    logged: fc.record({ lines: fc.nat(), digest: fc.string() }),
  })
  .map(({ release, ...rest }) => ({ ...rest, ...(release === undefined ? {} : { release }) }));

const snapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    state: fc.string(),
    phase: phases,
    mode: fc.option(fc.boolean()),
    originalVersion: versions,
    nodes,
    run: fc.option(run),
  })
  .map(({ mode, originalVersion, run: staged, ...rest }) => ({
    ...rest,
    ...(staged === null ? {} : { run: staged }),
    ...(mode === null ? {} : { mode }),
    ...(originalVersion === undefined ? {} : { originalVersion }),
  }));

const opening: fc.Arbitrary<Happening> = fc
  .record({ seen: snapshot, how: fc.constantFrom('asked', 'noticed'), by: fc.option(people) })
  .map(({ by, how, seen }) => ({
    type: 'opened',
    target: 'confluence',
    product: 'confluence',
    label: 'Confluence',
    number: 1,
    channel: 'C0OPS',
    how,
    firstLook: false,
    seen,
    ...(by === null ? {} : { by }),
  }));

const asked: fc.Arbitrary<Happening> = fc
  .record({ id: ids, by: people, required: fc.nat(2), seen: snapshot, expiresAt: fc.nat(), reason: fc.string() })
  .map((request) => ({
    type: 'asked',
    request: { ...request, action: 'approve', drops: [], approvers: ['S0OPS'], nobodyElse: false },
  }));

const decided: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ type: fc.constant('approved' as const), request: ids, by: people, granted: fc.boolean() }),
  fc.record({ type: fc.constantFrom('rejected', 'withdrawn'), request: ids, by: people }),
  fc.record({ type: fc.constant('voided' as const), request: ids, changes: fc.array(fc.string()) }),
  fc.record({ type: fc.constantFrom('expired', 'reminded'), request: ids }),
  fc.record({ type: fc.constant('begun' as const), request: ids, sendBy: fc.nat(), timeoutMs: fc.nat() }),
  fc.record({
    type: fc.constant('outcome' as const),
    request: ids,
    result: fc.constantFrom('done', 'failed', 'not-sent', 'not-done', 'unknown'),
    detail: fc.string(),
    lostAnswer: fc.boolean(),
  }),
);

const found: fc.Arbitrary<Happening> = fc.oneof(
  snapshot.map(({ state: to, nodes: _nodes, run: _run, ...rest }): Happening => ({ type: 'state', to, ...rest })),
  fc
    .record({ node, change: fc.constantFrom('changed', 'joined', 'left', 'replaced'), stateChanged: fc.boolean() })
    .chain((event) =>
      fc.constantFrom('a', 'b', 'c', 'd').map((was) => {
        const wasId = event.change === 'replaced' ? was : event.node.id;
        return { type: 'node' as const, wasId, ...event };
      }),
    ),
  fc
    .record({
      kind: fc.constantFrom('node-error', 'lopsided'),
      subject: fc.constantFrom('a', 'b'),
      detail: fc.string(),
    })
    .map((warning): Happening => ({ type: 'warned', key: `${warning.kind}:${warning.subject}`, ...warning })),
  fc.constantFrom('node-error:a', 'node-error:b', 'lopsided:a').map((key): Happening => ({ type: 'cleared', key })),
  fc.record({ type: fc.constant('lost' as const), detail: fc.string(), failures: fc.nat() }),
  fc.record({ type: fc.constant('regained' as const), lostForMs: fc.nat() }),
);

const ran: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ type: fc.constant('stage' as const), stage }),
  fc.record({ type: fc.constant('run' as const), run, phase: phases }),
  fc.record({ type: fc.constant('log-full' as const), stage: stageNames }),
  fc
    .record({ key: fc.string(), stage: stageNames, level: fc.constantFrom('WARNING', 'ERROR'), message: fc.string() })
    .map((line): Happening => ({ type: 'log', line })),
);

const ending: fc.Arbitrary<Happening> = fc.record({
  type: fc.constant('finished' as const),
  how: fc.constantFrom('completed', 'cancelled', 'not-started', 'unseen'),
});

/** Happenings after an opening; odd ones too, such as a decision on a request that nobody made. */
export const happenings = fc.array(fc.oneof(asked, decided, found, ran, ending), { maxLength: 25 });

/** A whole timeline: an opening and what followed, numbered from 1. */
export const timelines: fc.Arbitrary<TimelineEvent[]> = fc
  .tuple(opening, happenings)
  .map(([first, rest]) => [first, ...rest].map((one, index) => ({ ...one, seq: index + 1, at: T0 + 1000 * index })));
