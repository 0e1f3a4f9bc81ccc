import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  diffOf,
  eventsOf,
  progressOf,
  resourceOf,
  summaryOf,
  validationErrorsOf,
} from '../../src/adapters/instabase/schema.js';
import { stageNames, states } from '../../src/adapters/instabase/stages.js';
import { observationOf } from '../../src/adapters/instabase/transform.js';
import { AppError } from '../../src/core/errors.js';
import type { Observation } from '../../src/core/observation.js';
import type { Adapter } from '../../src/core/ports.js';
import { closeAfterEach, openFor, published } from './instabase-harness.js';
import { statuses } from './odd-bodies.js';
import { http, type RawServer, startRaw } from './raw-server.js';

closeAfterEach();

const line = { msg: 'Scaling down Deployments', timestampMs: 1_686_245_366_195, logLevel: 'INFO' };

describe('the published bodies', () => {
  it('tell an abandoned run, which still counts as started, as over', () => {
    const progress = progressOf(published('progress-camel'));

    expect(observationOf(progress, [])).toMatchObject({ state: 'ABANDONED', phase: 'idle', run: { started: true } });
  });

  it('are read in snake case as well, as a failed stage with its error', () => {
    expect(observationOf(progressOf(published('progress-schema')), [])).toMatchObject({
      state: 'MIGRATE_DB',
      phase: 'failed',
      run: {
        pause: 'asked',
        failure: { stage: 'MIGRATE_DB', message: 'job-dbmigrate failed', at: 1_686_245_366_195 },
      },
    });
  });

  it.each(['events-nested', 'events-flat'])('tell a stage with its line: %s', (name) => {
    expect(eventsOf([published(name)])).toEqual([{ name: 'TURN_DOWN', status: 'UNDERWAY', logs: [line] }]);
  });

  it('tell the resource, the validation and the diff', () => {
    expect(resourceOf(published('upgrade'))).toMatchObject({
      manifest: { releaseVersion: '23.04.3' },
      creatorUsername: 'Admin',
      resourcingSize: 'None',
      deprecatedConfigsToKeep: ['control-plane-db-backend-params'],
    });
    expect(validationErrorsOf(published('validation-clean'))).toEqual([]);
    expect(validationErrorsOf(published('validation-errors'))).toEqual([
      { configName: 'Database Migration', error: 'Could not find job-dbmigrate in base configs.' },
    ]);
    expect(summaryOf(published('diff-summary')).includedObjectNames).toContain('job-dbmigrate');
    expect(Object.keys(diffOf(published('diff')).diffs)).toEqual(['control-plane-db-backend-params', 'job-dbmigrate']);
  });
});

describe('bodies that leave things out or wrap them', () => {
  it('take a first stage that is left out together with all other zeros for the first stage', () => {
    expect(progressOf({ upgrade_progress: {} })).toMatchObject({ stage: 'CONFIRM_START', started: false });
    expect(progressOf({ upgrade_progress: { started: true } }).stage).toBe('CONFIRM_START');
    expect(eventsOf([{ events: [{ stage: { status: 2 } }] }])).toMatchObject([{ name: 'CONFIRM_START' }]);
  });

  it('do not take a stage for the first one that is missing among written zeros', () => {
    expect(() => progressOf({ upgradeProgress: { started: false, paused: false } })).toThrow('currentStageName');
    expect(() => progressOf({ upgradeProgress: { started: true, currentStageName: '' } })).toThrow('currentStageName');
  });

  it.each([{}, { upgradeProgress: null }, { status: 'ok' }, [], 'COMPLETED', null])('are no progress: %j', (body) => {
    expect(() => progressOf(body)).toThrow(AppError);
  });

  it('take numbers and names, numbers as strings, and messages in a stream proxy’s wrapping', () => {
    const stage = {
      name: 'TURN_DOWN',
      status: '2',
      logs: [{ msg: line.msg, timestamp_ms: '1686245366195', log_level: 1 }],
    };

    expect(eventsOf([{ result: { events: [stage] } }])).toEqual([
      { name: 'TURN_DOWN', status: 'UNDERWAY', logs: [line] },
    ]);
  });

  it('tell an error that says nothing as no failure', () => {
    const failed_with_error = { stage: '', message: '', timestamp_ms: 0 };
    const progress = progressOf({ upgrade_progress: { current_stage_name: 'TURN_DOWN', failed_with_error } });

    expect(observationOf(progress, []).phase).toBe('running');
  });

  it('keep unknown stages, statuses and levels as they came', () => {
    const progress = progressOf({ upgradeProgress: { started: true, currentStageName: 'MIGRATE_FILES' } });
    const events = eventsOf([{ events: [{ name: 42, status: 'SLEEPING', logs: [{ msg: 'x', logLevel: 9 }] }] }]);

    const seen = observationOf(progress, events);

    expect(seen).toMatchObject({ state: 'MIGRATE_FILES', phase: 'unknown' });
    expect(seen.run?.stages).toEqual([{ name: '42', status: 'SLEEPING', condition: 'unknown' }]);
    expect(seen.run?.log).toEqual([]);
  });

  it('tell each line once, whether a stage is told again as a whole or with what is new', () => {
    const warn = (msg: string) => ({ msg, timestamp_ms: 1, logLevel: 3 });
    const told = (...logs: object[]) => ({ name: 5, status: 2, logs });
    const progress = progressOf({ upgradeProgress: { started: true, currentStageName: 'RUN_ACTIONS' } });
    const messages = (...events: object[]): unknown =>
      observationOf(progress, eventsOf([{ events }])).run?.log.map(({ message }) => message);

    expect(messages(told(warn('a')), told(warn('a'), warn('b')))).toEqual(['a', 'b']);
    expect(messages(told(warn('a')), told(warn('b')))).toEqual(['a', 'b']);
  });

  it('tell a pause that was asked for as held only when the stages say that none is at work', () => {
    const progress = progressOf({
      upgradeProgress: { started: true, paused: true, currentStageName: 'TURN_DOWN' },
    });
    const status = (now: number) => eventsOf([{ events: [{ name: 1, status: now }] }]);

    expect(observationOf(progress, []).phase).toBe('running');
    expect(observationOf(progress, status(2)).phase).toBe('running');
    expect(observationOf(progress, status(7)).phase).toBe('running');
    expect(observationOf(progress, status(3)).phase).toBe('paused');
  });
});

const mostly = (expected: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 20, arbitrary: expected }, { weight: 1, arbitrary: fc.anything() });

const stageName = mostly(fc.constantFrom(...Object.keys(states), 'toString', '', 'MIGRATE', 3));

const progressBody = fc.record(
  {
    started: mostly(fc.boolean()),
    paused: mostly(fc.boolean()),
    rollbackRequested: mostly(fc.boolean()),
    failedWithError: mostly(fc.constantFrom(null, { stage: 'TURN_DOWN', message: 'no' })),
    currentStageName: stageName,
  },
  { requiredKeys: [] },
);

const bodies: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: progressBody.map((upgradeProgress) => JSON.stringify({ upgradeProgress })) },
  {
    weight: 1,
    arbitrary: fc.record({ code: mostly(fc.constantFrom(5, 9, 13, 16, '5')) }).map((one) => JSON.stringify(one)),
  },
  { weight: 1, arbitrary: progressBody.map((one) => JSON.stringify({ upgradeProgress: one }).slice(0, 40)) },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

const replies = fc
  .record({ status: statuses, body: bodies })
  .map(({ status, body }) => ({ status, body: status === 204 || status === 304 ? '' : body }));

describe('whatever a Deployment Manager answers', () => {
  let reply = { status: 200, body: '' };
  let server: RawServer;
  let adapter: Adapter;

  beforeAll(async () => {
    server = await startRaw((head, socket) => {
      const isProgress = head.startsWith('GET /product/upgrade/progress') || head.startsWith('POST');
      socket.write(isProgress ? http(reply.status, reply.body) : http(404, '{"code":5}'));
    });
  });
  afterAll(() => server.stop());

  async function look(): Promise<Observation | AppError> {
    try {
      return await adapter.observer.observe();
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }

  function expectExactlyWhatWasSaid(seen: Observation): void {
    const said = JSON.parse(reply.body) as { code?: unknown; upgradeProgress?: { currentStageName?: unknown } };
    if (seen.state === 'NOT_FOUND' && said.upgradeProgress === undefined) {
      expect(Number(said.code)).toBe(5);
      return;
    }
    expect(reply.status).toBeLessThan(300);
    const name = said.upgradeProgress?.currentStageName ?? 'CONFIRM_START';
    const byNumber = /^\d{1,3}$/.test(String(name)) ? (stageNames as readonly string[])[Number(name)] : undefined;
    expect(seen.state).toBe(byNumber ?? String(name));
    if (!Object.hasOwn(states, seen.state)) expect(seen.phase).toBe('unknown');
  }

  it('is an error of a known kind, or exactly the state that it says', async () => {
    adapter = openFor(server.url);
    let observed = 0;
    await fc.assert(
      fc.asyncProperty(replies, async (made) => {
        reply = made;
        const seen = await look();
        if (seen instanceof AppError) {
          expect(seen.kind).not.toBe('internal');
          expect(seen.message.length).toBeLessThan(500);
          return;
        }
        observed += 1;
        expectExactlyWhatWasSaid(seen);
      }),
      { numRuns: 600 },
    );
    // With fewer the bodies would be too far from real ones to show anything.
    expect(observed).toBeGreaterThan(40);
  });

  it('is no done action when its body carries a code, whatever the status', async () => {
    adapter = openFor(server.url);
    for (const status of [200, 400, 412, 500]) {
      reply = { status, body: JSON.stringify(published('start-refused')) };
      const call = { intended: {}, timeoutMs: 1000, beforeSend: () => true };
      await expect(adapter.actor.act('start', call)).rejects.toMatchObject({ kind: 'conflict', tookEffect: 'no' });
    }
  });
});
