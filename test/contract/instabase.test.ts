import { describe, expect, it } from 'vitest';
import { instabase } from '../../src/adapters/instabase/profile.js';
import type { ActionName } from '../../src/core/products.js';
import { snapshotOf } from '../../src/core/snapshot.js';
import type { StageName } from '../../src/sandbox/instabase/stages.js';
import { failure } from './http-harness.js';
import { closeAfterEach, dialects, openFor, openUnderTest } from './instabase-harness.js';

closeAfterEach();

describe.each(dialects)('Instabase, written %s', (_, dialect) => {
  const open = (options = {}) => openUnderTest({ dialect, ...options });

  it('is idle while nothing has ever been created', async () => {
    const { observe } = await open();

    expect(await observe()).toEqual({ state: 'NOT_FOUND', phase: 'idle', nodes: [] });
  });

  it('tells what is created, started and at work, and its release', async () => {
    const { server, observe, act } = await open();
    server.run.create({ releaseVersion: '23.10.1' });
    expect(await observe()).toMatchObject({
      state: 'CONFIRM_START',
      phase: 'prepared',
      run: { release: '23.10.1', started: false, rollbackRequested: false, log: [] },
    });

    await act('start');

    const { state, phase, run } = await observe();
    expect({ state, phase }).toEqual({ state: 'TURN_DOWN', phase: 'running' });
    expect(run).toMatchObject({ release: '23.10.1', started: true });
    expect(run?.stages.slice(0, 3)).toEqual([
      { name: 'CONFIRM_START', status: 'COMPLETED', condition: 'done' },
      { name: 'TURN_DOWN', status: 'UNDERWAY', condition: 'underway' },
      { name: 'MIGRATE_DB', status: 'UNSTARTED', condition: 'waiting' },
    ]);
  });

  it('tells a pause that is asked for from one that has taken hold', async () => {
    const { server, observe, act } = await open();
    server.run.create();
    await act('start');

    await act('pause');
    expect(await observe()).toMatchObject({ phase: 'running', run: { pause: 'asked' } });
    server.run.finishStage();
    expect(await observe()).toMatchObject({ state: 'TURN_DOWN', phase: 'paused', run: { pause: 'held' } });

    await act('retry');
    const after = await observe();
    expect(after).toMatchObject({ state: 'MIGRATE_DB', phase: 'running' });
    expect(after.run).not.toHaveProperty('pause');
  });

  it('tells a failed stage with its error and its time in milliseconds', async () => {
    const { server, observe, act } = await open();
    server.run.create();
    server.run.enterStage('MIGRATE_DB');
    const before = Date.now();
    server.run.failStage('job-dbmigrate failed');

    const seen = await observe();

    expect(seen).toMatchObject({
      state: 'MIGRATE_DB',
      phase: 'failed',
      run: { failure: { stage: 'MIGRATE_DB', message: 'job-dbmigrate failed', at: expect.any(Number) } },
    });
    expect(seen.run?.failure?.at).toBeGreaterThanOrEqual(before);
    expect(seen.run?.stages[2]).toMatchObject({ status: 'FAILED', condition: 'error' });
    await act('continue');
    expect(await observe()).toMatchObject({ state: 'WRITE_NEW_CONFIGS', phase: 'running' });
  });

  it('tells WARNING and ERROR lines only, and when the first line of all was logged', async () => {
    const { server, observe } = await open();
    server.run.create();
    server.run.enterStage('RUN_ACTIONS');
    server.run.log('INFO', 'first', { at: 1_700_000_000_000 });
    server.run.log('WARNING', 'slow', { at: 1_700_000_001_000 });
    server.run.log('ERROR', 'broken', { at: 1_700_000_002_000 });
    server.run.log('SUCCESS', 'fine', { at: 1_700_000_003_000 });

    const { run } = await observe();

    expect(run?.firstLogAt).toBe(1_700_000_000_000);
    expect(run?.log).toEqual([
      { stage: 'RUN_ACTIONS', level: 'WARNING', message: 'slow', at: 1_700_000_001_000 },
      { stage: 'RUN_ACTIONS', level: 'ERROR', message: 'broken', at: 1_700_000_002_000 },
    ]);
  });

  it('goes back through its stages when it is rolled back, and is idle then', async () => {
    const { server, observe, act } = await open();
    server.run.create();
    server.run.enterStage('TURN_DOWN');

    await act('rollback');
    expect(await observe()).toMatchObject({ state: 'TURN_DOWN', phase: 'running', run: { rollbackRequested: true } });
    server.run.finishStage();

    const over = await observe();
    expect(over).toMatchObject({ state: 'ROLLEDBACK', phase: 'idle' });
    expect(over.run?.stages.find(({ name }) => name === 'TURN_DOWN')).toMatchObject({ condition: 'undone' });
    expect(over.run?.stages.map(({ name }) => name)).toEqual(instabase.stages);
  });

  it('waits to be completed and is idle afterwards, although it still counts as started', async () => {
    const { server, observe, act } = await open();
    server.run.create();
    server.run.enterStage('CONFIRM_COMPLETION');
    expect((await observe()).phase).toBe('finalizable');

    await act('complete');

    expect(await observe()).toMatchObject({ state: 'COMPLETED', phase: 'idle', run: { started: true } });
  });

  it('is abandoned with its own guard, which is refused once the run is started', async () => {
    const { server, observe, act } = await open();
    server.run.create();
    await act('abandon');
    expect(await observe()).toMatchObject({ state: 'ABANDONED', phase: 'idle' });
    expect(server.posts().at(-1)).toMatchObject({ verb: 'abandon', fields: [['checkUnstarted', 'True']] });
    server.run.create();
    server.run.act('start');

    expect(await failure(act('abandon'))).toMatchObject({ kind: 'conflict', tookEffect: 'no' });
    expect((await observe()).phase).toBe('running');

    await act('abandon', { intended: { started: true } });
    expect((await observe()).state).toBe('ABANDONED');
    expect(server.posts().at(-1)).toMatchObject({ verb: 'abandon', fields: [] });
  });

  it('refuses a second start as one that is there already', async () => {
    const { server, act } = await open();
    server.run.create();
    await act('start');

    const error = await failure(act('start'));

    expect(error).toMatchObject({ kind: 'conflict', tookEffect: 'no' });
    expect(error.message).toContain('already started');
  });

  it('reports what a validation finds', async () => {
    const { server, act } = await open();
    server.run.create();
    expect(await act('validate')).toEqual({ report: ['It found no errors.'] });

    server.findings.validationErrors = [{ configName: 'Database Migration', error: 'Could not find job-dbmigrate.' }];

    expect(await act('validate')).toEqual({
      report: ['It found 1 error:', 'Database Migration: Could not find job-dbmigrate.'],
    });
  });
});

describe('an Instabase target', () => {
  it('gets the token in its own header and nowhere else', async () => {
    const { server, observe } = await openUnderTest();
    await observe();

    const [request] = server.requests;
    expect(request?.headers).toHaveProperty('token');
    expect(request?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['a wrong token', {}, { auth: { kind: 'bearer', token: 'wrong' } as const }, 'unauthorized'],
    ['a token without rights', { allowed: false }, {}, 'forbidden'],
  ])('tells %s by the code in the body', async (_, options, config, kind) => {
    const { observe, act } = await openUnderTest(options, config);

    expect((await failure(observe())).kind).toBe(kind);
    expect(await failure(act('start'))).toMatchObject({ kind, tookEffect: 'no' });
  });

  it('reads a release once per run, and at every look while it is not started', async () => {
    const { server, observe } = await openUnderTest();
    const reads = (): number => server.requests.filter(({ verb }) => verb === 'show').length;
    server.run.create({ releaseVersion: '23.10.0' });
    await observe();
    server.run.act('abandon');
    server.run.create({ releaseVersion: '23.10.1' });
    expect((await observe()).run?.release).toBe('23.10.1');
    server.run.act('start');
    await observe();
    const before = reads();

    await observe();
    await observe();

    expect(reads()).toBe(before);
  });

  it('is watched on without its release when that cannot be read', async () => {
    const { server, observe } = await openUnderTest();
    server.run.create();
    server.faults.html('show');

    const seen = await observe();

    expect(seen.phase).toBe('prepared');
    expect(seen.run).not.toHaveProperty('release');
  });

  it.each([
    ['start', 'prepared'],
    ['complete', 'finalizable'],
  ] as const)('leaves it open whether a %s took effect whose answer is lost', async (action, phase) => {
    const { server, observe, act } = await openUnderTest();
    server.run.create();
    if (phase === 'finalizable') server.run.enterStage('CONFIRM_COMPLETION');
    server.faults.loseReply(action);

    expect(await failure(act(action))).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });
    const judge = instabase.actions[action]?.judge;
    expect(judge?.({}, await observe())).toBe('done');
    expect(server.posts().filter(({ verb }) => verb === action)).toHaveLength(1);
  });

  it('sends nothing when it is too late', async () => {
    const { server, act } = await openUnderTest();
    server.run.create();

    expect(await failure(act('start', { beforeSend: () => false }))).toMatchObject({ tookEffect: 'no' });
    expect(server.posts()).toEqual([]);
  });

  it('gives a validation up when its caller does', async () => {
    const { server, act } = await openUnderTest({ validateMs: Number.POSITIVE_INFINITY });
    server.run.create();
    const giveUp = new AbortController();
    const validation = failure(act('validate', { signal: giveUp.signal, timeoutMs: 60_000 }));
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);

    giveUp.abort();

    expect(await validation).toMatchObject({ kind: 'unreachable' });
  });

  it('is examined by reading only', async () => {
    const { server, adapter } = await openUnderTest();

    const found = await adapter.examiner.examine();

    expect(found).toMatchObject({ outcome: { ok: true, seen: { state: 'NOT_FOUND' } }, where: '/product/upgrade' });
    expect(found.clock?.stepMs).toBe(1000);
    expect(server.posts()).toEqual([]);
  });

  it('cannot be opened without a token', () => {
    const auth = { kind: 'basic', username: 'bot', password: 'x' } as const;

    expect(() => openFor('http://127.0.0.1:1', { auth })).toThrow('token');
  });
});

describe('the profile of Instabase', () => {
  it('describes no state by the name of another', () => {
    const { states, stageStatuses, phases } = instabase;
    const words = [...Object.values(states), ...Object.values(stageStatuses ?? {})].map((one) => one.words);

    for (const name of Object.keys(states)) {
      for (const text of [...words, ...Object.values(phases)]) expect(text).not.toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  it('always asks a second person to complete and to abandon', () => {
    const always = Object.entries(instabase.actions).filter(([, action]) => action.alwaysApproved);

    expect(always.map(([name]) => name)).toEqual(['complete', 'abandon']);
  });

  it('allows no action in a state that it does not know', () => {
    expect(Object.values(instabase.actions).some(({ from }) => from.includes('unknown'))).toBe(false);
  });

  const created = async (stage?: Exclude<StageName, 'COMPLETED' | 'ROLLEDBACK' | 'ABANDONED'>) => {
    const under = await openUnderTest();
    under.server.run.create();
    if (stage !== undefined) under.server.run.enterStage(stage);
    return under;
  };
  const obstacle = (action: ActionName) => instabase.actions[action]?.obstacle;

  it('refuses to abandon a started run unless that is meant, and wants a reason then', async () => {
    const { observe } = await created('MIGRATE_DB');
    const seen = await observe();

    expect(obstacle('abandon')?.({}, seen)).toContain('--started');
    expect(obstacle('abandon')?.({ started: true }, seen)).toBeUndefined();
    expect(instabase.actions.abandon?.needsReason?.({ started: true })).toBe(true);
    expect(instabase.actions.abandon?.needsReason?.({})).toBe(false);
    expect(instabase.actions.abandon?.evidence?.({ started: true }, seen).join(' ')).toContain('Instabase Support');
    expect(instabase.actions.abandon?.afterwards?.({ started: true })).toContain('rollout restart');
  });

  it('refuses to create a release that is not higher than the one installed', async () => {
    const { server, observe } = await created('CONFIRM_COMPLETION');
    server.run.act('complete');
    const seen = await observe();

    expect(obstacle('create')?.({ release: '23.04.3' }, seen)).toContain('not higher');
    expect(obstacle('create')?.({ release: seen.run?.release ?? '' }, seen)).toContain('not higher');
    expect(obstacle('create')?.({ release: '24.01.0' }, seen)).toBeUndefined();
  });

  it('lets nothing be retried that is neither paused nor failed', async () => {
    const { server, observe } = await created('MIGRATE_DB');
    expect(obstacle('retry')?.({}, await observe())).toContain('neither');

    server.run.failStage('no');

    expect(obstacle('retry')?.({}, await observe())).toBeUndefined();
  });

  it('lists every WARNING and ERROR of the last stages for the one who agrees, errors first, and counts what is left', async () => {
    const { server, observe } = await created('RUN_ACTIONS');
    server.run.logMany(30, 'WARNING', 'RUN_ACTIONS');
    server.run.log('ERROR', `pod is gone ${'x'.repeat(20_000)}`, { stage: 'CHECK_HEALTH' });
    server.run.log('WARNING', 'earlier', { stage: 'MIGRATE_DB' });

    const evidence = instabase.actions.complete?.evidence?.({}, await observe()) ?? [];

    expect(evidence[1]).toBe('RUN_ACTIONS and CHECK_HEALTH logged 1 ERROR line and 30 WARNING lines:');
    expect(evidence[2]).toMatch(/^CHECK_HEALTH logged ERROR: pod is gone/);
    expect(evidence.some((line) => line.startsWith('11 more'))).toBe(true);
    expect(evidence.join('').length).toBeLessThan(8000);
    expect(instabase.actions.complete?.wayBack).toContain('no way back');
  });

  it.each([
    ['retry', 'MIGRATE_DB', 'not-done'],
    ['continue', 'MIGRATE_DB', 'not-done'],
  ] as const)('judges a lost %s by the failure that was seen before', async (action, stage, same) => {
    const { server, observe } = await created(stage);
    server.run.failStage('no');
    const before = snapshotOf(await observe());
    const judge = instabase.actions[action]?.judge;
    expect(judge?.({}, await observe(), before)).toBe(same);

    server.run.act(action);

    expect(judge?.({}, await observe(), before)).toBe('done');
  });
});
