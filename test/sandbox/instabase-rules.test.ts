import { afterEach, describe, expect, it } from 'vitest';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';
import { clientOf, published, reaches, zip } from './instabase-fixture.js';

let server: InstabaseServer;

async function start(options: InstabaseOptions = {}): Promise<ReturnType<typeof clientOf>> {
  server = await startInstabase({ stageMs: Number.POSITIVE_INFINITY, ...options });
  return clientOf(server);
}

afterEach(() => server.stop());

const stagesEntered = (): readonly string[] => server.history.map(({ stage }) => stage);

const refusal = (verb: string, name: string, reason: string): object => ({
  status: 500,
  body: { code: 13, message: `${verb}Upgrade failed: updateState failed: ${name} failed: ${reason}`, details: [] },
});

describe('a whole upgrade of a simulated Instabase', () => {
  it('passes the published stages in order and ends with complete', async () => {
    const { upload, act, get } = await start({ stageMs: 5 });
    expect(await upload()).toEqual({ status: 200, body: published('create-done') });
    expect(await act('start')).toEqual({ status: 200, body: {} });
    await reaches(server, 'CONFIRM_COMPLETION');

    expect(await act('complete')).toEqual({ status: 200, body: {} });

    expect(stagesEntered()).toEqual([
      'CONFIRM_START',
      'TURN_DOWN',
      'MIGRATE_DB',
      'WRITE_NEW_CONFIGS',
      'UNDO_TURN_DOWN',
      'RUN_ACTIONS',
      'CHECK_HEALTH',
      'CONFIRM_COMPLETION',
      'COMPLETED',
    ]);
    expect(server.run.currentRelease()).toBe('23.07.0');
    const { body } = await get('/product/upgrade/progress');
    expect(body).toMatchObject({ upgradeProgress: { started: true, currentStageName: 'COMPLETED' } });
    expect(server.posts().map(({ verb, acted }) => [verb, acted])).toEqual([
      ['create', true],
      ['start', true],
      ['complete', true],
    ]);
  });

  it('may complete a stage in which warnings and errors were logged', async () => {
    const logs = [
      { level: 'WARNING', msg: 'pod restarted twice' },
      { level: 'ERROR', msg: 'could not reach flow-engine' },
    ] as const;
    await start({ stageMs: 5, plans: { CHECK_HEALTH: { logs } } });
    server.run.create();
    server.run.act('start');
    await reaches(server, 'CONFIRM_COMPLETION');

    const health = server.run.stages().find(({ stage }) => stage === 'CHECK_HEALTH');

    expect(health).toMatchObject({ status: 'COMPLETED', logs });
  });

  it('tells that it was validated once a validation found nothing', async () => {
    const { get } = await start({ validateMs: Number.POSITIVE_INFINITY });
    server.run.create();
    const answer = get('/product/upgrade/validation');
    await expect.poll(() => server.requests.length).toBe(1);
    expect(server.run.state()?.validated).toBe(false);

    server.finishValidation();

    expect((await answer).status).toBe(200);
    expect(server.run.state()?.validated).toBe(true);
  });
});

describe('what a simulated Instabase refuses', () => {
  it('refuses a second start in the words of the page', async () => {
    const { act } = await start();
    server.run.create();
    await act('start');

    expect(await act('start')).toEqual({ status: 500, body: published('start-refused') });
    expect(server.posts().at(-1)).toMatchObject({ verb: 'start', acted: false, refusal: expect.any(String) });
  });

  it.each(['start', 'complete', 'pause', 'retry', 'continue', 'rollback', 'abandon'])(
    'refuses %s with code 5 while there is no upgrade',
    async (verb) => {
      const { act } = await start();

      expect(await act(verb)).toEqual({ status: 404, body: { code: 5 } });
    },
  );

  it.each([
    ['complete', 'Complete'],
    ['pause', 'Pause'],
    ['retry', 'Retry'],
    ['continue', 'Continue'],
    ['rollback', 'Rollback'],
  ])('refuses %s before the start', async (verb, name) => {
    const { act } = await start();
    server.run.create();

    expect(await act(verb)).toEqual(refusal(name, name, 'not started'));
  });

  it('refuses to complete before CONFIRM_COMPLETION', async () => {
    const { act } = await start();
    server.run.create();
    server.run.enterStage('CHECK_HEALTH');

    expect(await act('complete')).toEqual(refusal('Complete', 'Complete', 'current stage is CHECK_HEALTH'));
    expect(server.run.state()).toMatchObject({ stage: 'CHECK_HEALTH', status: 'UNDERWAY' });
  });

  it('refuses to roll back what was completed', async () => {
    const { act } = await start();
    server.run.create();
    server.run.enterStage('CONFIRM_COMPLETION');
    await act('complete');

    expect(await act('rollback')).toEqual(refusal('Rollback', 'Rollback', 'already completed'));
  });

  it('refuses a retry of what neither failed nor was paused', async () => {
    const { act } = await start();
    server.run.create();
    server.run.act('start');

    expect(await act('retry')).toEqual(refusal('Retry', 'Retry', 'neither paused nor failed'));
  });

  it('refuses validation and diff once the upgrade has ended, but still shows it', async () => {
    const { get } = await start();
    server.run.create();
    server.run.act('abandon');

    for (const path of ['validation', 'diff', 'diff/summary']) {
      expect(await get(`/product/upgrade/${path}`)).toEqual({ status: 400, body: { code: 9 } });
    }
    expect((await get('/product/upgrade')).status).toBe(200);
    expect((await get('/product/upgrade/events/stages')).status).toBe(200);
  });
});

describe('abandoning in a simulated Instabase', () => {
  it.each(['True', 'true', '1'])('is refused after the start when the form says checkUnstarted=%s', async (value) => {
    const { act } = await start();
    server.run.create();
    server.run.act('start');

    expect(await act('abandon', new URLSearchParams({ checkUnstarted: value }))).toMatchObject({ body: { code: 9 } });
    expect(server.run.state()).toMatchObject({ stage: 'TURN_DOWN', terminal: false });
    expect(server.posts()[0]?.fields).toEqual([['checkUnstarted', value]]);
  });

  it('discards a running upgrade when the guard comes as JSON, which nobody reads', async () => {
    const { post } = await start();
    server.run.create();
    server.run.act('start');

    const body = JSON.stringify({ checkUnstarted: true });
    const answer = await post('/product/upgrade/abandon', body, { 'content-type': 'application/json' });

    expect(answer).toEqual({ status: 200, body: published('abandon-done') });
    expect(server.run.state()).toMatchObject({ stage: 'ABANDONED', started: true });
    expect(server.posts()[0]?.fields).toEqual([]);
  });

  it('is let through by the guard before the start', async () => {
    const { act } = await start();
    server.run.create();

    expect((await act('abandon', new URLSearchParams({ checkUnstarted: 'True' }))).status).toBe(200);
    expect(server.run.state()).toMatchObject({ stage: 'ABANDONED', started: false });
  });

  it('refuses a guard that is no boolean', async () => {
    const { act } = await start();
    server.run.create();

    expect(await act('abandon', new URLSearchParams({ checkUnstarted: 'yes' }))).toMatchObject({ body: { code: 3 } });
    expect(server.run.state()?.terminal).toBe(false);
  });

  it('lets another upgrade be created', async () => {
    const { upload, act } = await start();
    await upload();
    expect(await upload()).toMatchObject({ status: 500, body: { statusCode: 500, error: expect.any(String) } });

    await act('abandon');

    expect((await upload([['base_configs', zip(), 'configs-23.10.2.zip']])).status).toBe(200);
    expect(server.run.state()).toMatchObject({ upgrade: 2, release: '23.10.2', started: false });
  });
});
