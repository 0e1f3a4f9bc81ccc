import { describe, expect, it } from 'vitest';
import { instabase } from '../../src/adapters/instabase/profile.js';
import { failure } from './http-harness.js';
import { closeAfterEach, dialects, openUnderTest } from './instabase-harness.js';

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
