import { afterEach, describe, expect, it } from 'vitest';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';
import { clientOf, reaches } from './instabase-fixture.js';

let server: InstabaseServer;

async function started(options: InstabaseOptions = {}): Promise<ReturnType<typeof clientOf>> {
  server = await startInstabase({ stageMs: Number.POSITIVE_INFINITY, ...options });
  server.run.create();
  server.run.act('start');
  return clientOf(server);
}

afterEach(() => server.stop());

const entered = (from = 0): readonly (readonly [string, string])[] =>
  server.history.slice(from).map(({ stage, direction }) => [stage, direction]);

describe('pausing in a simulated Instabase', () => {
  it('is asked for at once and takes hold at the end of the stage', async () => {
    const { act } = await started();

    expect((await act('pause')).status).toBe(200);
    expect(server.run.state()).toMatchObject({ paused: true, stage: 'TURN_DOWN', status: 'UNDERWAY' });
    server.run.finishStage();

    expect(server.run.state()).toMatchObject({ paused: true, stage: 'TURN_DOWN', status: 'COMPLETED' });
  });

  it('ends with a retry, which goes on with the next stage', async () => {
    const { act } = await started();
    await act('pause');
    server.run.finishStage();

    expect((await act('retry')).status).toBe(200);

    expect(server.run.state()).toMatchObject({ paused: false, stage: 'MIGRATE_DB', status: 'UNDERWAY' });
  });

  it('is taken back by a retry while the stage is still underway', async () => {
    const { act } = await started();
    await act('pause');
    await act('retry');
    server.run.finishStage();

    expect(server.run.state()).toMatchObject({ paused: false, stage: 'MIGRATE_DB' });
  });
});

describe('a failed stage of a simulated Instabase', () => {
  it('keeps the run where it is, and says why', async () => {
    const { get } = await started();
    server.run.failStage('pods are stuck');

    expect((await get('/product/upgrade/progress')).body).toMatchObject({
      upgradeProgress: {
        currentStageName: 'TURN_DOWN',
        failedWithError: { stage: 'TURN_DOWN', message: 'pods are stuck', timestampMs: expect.any(Number) },
      },
    });
    expect(server.run.state()?.status).toBe('FAILED');
  });

  it('is repeated by retry', async () => {
    const { act } = await started({ plans: { TURN_DOWN: { fails: 'pods are stuck', times: 2, ms: 5 } } });
    await reaches(server, 'TURN_DOWN', 'FAILED');
    await act('retry');
    await expect.poll(() => server.history.length).toBe(3);
    await reaches(server, 'TURN_DOWN', 'FAILED');

    expect((await act('retry')).status).toBe(200);

    await reaches(server, 'MIGRATE_DB');
    expect(server.run.state()?.failure).toBeNull();
  });

  it('is passed over by continue', async () => {
    const { act } = await started();
    server.run.failStage('pods are stuck');

    await act('continue');

    expect(server.run.state()).toMatchObject({ stage: 'MIGRATE_DB', status: 'UNDERWAY', failure: null });
    expect(server.run.stages()[1]).toMatchObject({ stage: 'TURN_DOWN', status: 'FAILED' });
  });
});

const rolledBack = ['TURN_DOWN', 'MIGRATE_DB', 'WRITE_NEW_CONFIGS'] as const;

describe('rolling back in a simulated Instabase', () => {
  it('passes the stages backwards and ends as ROLLEDBACK', async () => {
    const { act, upload } = await started({ plans: Object.fromEntries(rolledBack.map((it) => [it, { ms: 5 }])) });
    await reaches(server, 'UNDO_TURN_DOWN');
    const before = server.history.length;

    await act('rollback');
    expect(server.run.state()).toMatchObject({ stage: 'UNDO_TURN_DOWN', status: 'UNDERWAY', rollbackRequested: true });
    server.run.finishStage();

    await reaches(server, 'ROLLEDBACK');
    expect(entered(before)).toEqual(
      ['UNDO_TURN_DOWN', 'WRITE_NEW_CONFIGS', 'MIGRATE_DB', 'TURN_DOWN', 'ROLLEDBACK'].map((stage) => [stage, 'back']),
    );
    expect(server.run.stages().map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 'ROLLEDBACK'),
      ...Array.from({ length: 3 }, () => 'UNSTARTED'),
      'COMPLETED',
    ]);
    expect(server.run.currentRelease()).toBe('23.04.3');
    expect((await upload()).status).toBe(200);
  });

  it('is still possible at CONFIRM_COMPLETION', async () => {
    const { act } = await started();
    server.run.enterStage('CONFIRM_COMPLETION');

    expect((await act('rollback')).status).toBe(200);

    expect(server.run.state()).toMatchObject({ stage: 'CHECK_HEALTH', rollbackRequested: true });
  });

  it('may fail, after which a running upgrade can be abandoned', async () => {
    const { act } = await started({ plans: { TURN_DOWN: { rollbackFails: 'cannot scale up', ms: 5 } } });
    await reaches(server, 'MIGRATE_DB');
    await act('rollback');
    server.run.finishStage();
    await reaches(server, 'TURN_DOWN', 'FAILED');
    expect(server.run.state()).toMatchObject({ rollbackRequested: true, failure: { message: 'cannot scale up' } });

    expect((await act('abandon')).status).toBe(200);

    expect(server.run.state()).toMatchObject({ stage: 'ABANDONED', started: true });
  });

  it('may be tried again after it failed, but not while it goes on', async () => {
    const { act } = await started();
    await act('rollback');
    expect((await act('rollback')).status).toBe(500);
    server.run.failStage('cannot scale up');

    expect((await act('rollback')).status).toBe(200);

    server.run.finishStage();
    expect(server.run.state()?.stage).toBe('ROLLEDBACK');
  });
});

describe('a forced call while a stage is underway', () => {
  it('may wait for the end of the stage', async () => {
    const { act } = await started({ busyStage: 'waits' });

    expect((await act('rollback')).status).toBe(200);
    expect(server.run.state()).toMatchObject({ stage: 'TURN_DOWN', rollbackRequested: false });
    server.run.finishStage();

    expect(server.run.state()).toMatchObject({ stage: 'TURN_DOWN', status: 'UNDERWAY', rollbackRequested: true });
  });

  it('may wait for a restart of the Deployment Manager', async () => {
    const { act } = await started({ busyStage: 'waits' });
    await act('continue');
    expect(server.run.state()?.stage).toBe('TURN_DOWN');

    server.run.restartManager();

    expect(server.run.state()?.stage).toBe('MIGRATE_DB');
  });
});
