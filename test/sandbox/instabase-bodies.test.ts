import { afterEach, describe, expect, it } from 'vitest';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';
import { clientOf, published } from './instabase-fixture.js';

/** Of the log line on the published page, in milliseconds since the epoch. */
const published1686 = 1_686_245_366_195;

let server: InstabaseServer;

async function start(options: InstabaseOptions = {}): Promise<ReturnType<typeof clientOf>> {
  server = await startInstabase({ stageMs: Number.POSITIVE_INFINITY, ...options });
  return clientOf(server);
}

afterEach(() => server.stop());

describe('the bodies of a simulated Instabase', () => {
  it('are those of the page for a clean or faulty validation', async () => {
    const { get } = await start();
    server.run.create();
    expect(await get('/product/upgrade/validation')).toEqual({ status: 200, body: published('validation-clean') });

    const error = 'Could not find job-dbmigrate in base configs.';
    server.findings.validationErrors = [{ configName: 'Database Migration', error }];

    expect(await get('/product/upgrade/validation')).toEqual({ status: 200, body: published('validation-errors') });
  });

  it('are those of the page for the resource', async () => {
    const { get } = await start({ currentRelease: '23.01.0' });
    server.run.create({
      releaseVersion: '23.04.3',
      configs: [{ fileName: 'dbcheckpoint.yml', content: 'apiVersion: batch/v1\nkind: Job\nmetadata:\n...' }],
      patches: [
        {
          fileName: 'net-pol-patch.yml',
          content: '# target: webapp-ingress\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy...',
        },
      ],
      deprecatedConfigsToKeep: ['control-plane-db-backend-params'],
      images: Object.fromEntries(
        ['instabase-artifacts', 'onprem-dbupdate', 'solution-diagnostics-artifacts'].map((image) => [
          image,
          `${image}:23.04.3-a5e1192912`,
        ]),
      ),
    });

    expect(await get('/product/upgrade')).toEqual({ status: 200, body: published('upgrade') });
  });

  it('are those of the page for a diff, whose names of configs keep their spelling', async () => {
    const { get } = await start();
    server.run.create();
    const body = published('diff');
    server.findings.diff = body as NonNullable<typeof server.findings.diff>;

    expect((await get('/product/upgrade/diff')).body).toEqual(body);
  });

  it('are those of the page for the summary of a diff', async () => {
    const { get } = await start();
    const kept = ['control-plane-db-backend-params'];
    server.run.create({ deprecatedConfigsToKeep: kept });
    const body = published('diff-summary');

    expect((await get('/product/upgrade/diff/summary')).body).toEqual({
      ...(body as object),
      deletedObjectNames: ['webapp-ingress'],
    });
  });

  it('are those of the page for an abandoned run, which stays visible as started', async () => {
    const { get } = await start();
    server.run.create();
    server.run.act('start');
    server.run.act('abandon');

    expect((await get('/product/upgrade/progress')).body).toEqual(published('progress-camel'));
  });

  it.each(['progress', 'validation', 'diff', 'diff/summary', 'events/stages'])(
    'are those of the page for a missing upgrade: %s',
    async (path) => {
      const { get } = await start();

      expect(await get(`/product/upgrade/${path}`)).toEqual({ status: 404, body: published('progress-none') });
    },
  );

  it.each([
    ['nested', 'events-nested'],
    ['flat', 'events-flat'],
  ] as const)('tell %s events as the page does', async (events, name) => {
    const { get } = await start({ dialect: { events } });
    server.run.create();
    server.run.act('start');
    server.run.log('INFO', 'Scaling down Deployments', { at: published1686 });

    const { body } = await get('/product/upgrade/events/stages');

    const { events: all } = body as { events: unknown[] };
    expect({ events: [all[1]] }).toEqual(published(name));
    expect(all).toHaveLength(8);
  });
});

describe('the dialects of a simulated Instabase', () => {
  async function failedProgress(dialect: NonNullable<InstabaseOptions['dialect']>): Promise<unknown> {
    const { get } = await start({ dialect });
    server.run.create();
    server.run.enterStage('MIGRATE_DB');
    server.run.act('pause');
    server.run.failStage('job-dbmigrate failed');
    return (await get('/product/upgrade/progress')).body;
  }

  it('spell the inner names as the schema of the page does', async () => {
    const body = (await failedProgress({ spelling: 'mixed' })) as { upgradeProgress: Record<string, object> };
    const schema = published('progress-schema') as { upgradeProgress: Record<string, object> };
    const { validated, failed_with_error: failure, ...rest } = body.upgradeProgress;
    const { failed_with_error: expectedFailure, ...expected } = schema.upgradeProgress;

    expect(rest).toEqual(expected);
    expect(failure).toEqual({ ...expectedFailure, timestamp_ms: expect.any(Number) });
    expect(validated).toBe(false);
  });

  it('leave out what is unset when they are those of a proto file, and write long numbers as text', async () => {
    const body = await failedProgress({ spelling: 'snake' });

    expect(body).toEqual({
      upgrade_progress: {
        started: true,
        paused: true,
        failed_with_error: {
          stage: 'MIGRATE_DB',
          message: 'job-dbmigrate failed',
          timestamp_ms: expect.stringMatching(/^\d{13}$/),
        },
        current_stage_name: 'MIGRATE_DB',
      },
    });
  });

  it.each([
    ['numbers', [{}, { name: 1, status: 2, logs: [{ msg: 'm', timestamp_ms: String(published1686), log_level: 3 }] }]],
    [
      'names',
      [
        {},
        {
          name: 'TURN_DOWN',
          status: 'UNDERWAY',
          logs: [{ msg: 'm', timestamp_ms: String(published1686), log_level: 'WARNING' }],
        },
      ],
    ],
  ] as const)('leave out stage 0 as well when enumerations are %s', async (enums, expected) => {
    const { get } = await start({ dialect: { spelling: 'snake', enums, events: 'flat' } });
    server.run.create();
    server.run.act('start');
    server.run.log('WARNING', 'm', { at: published1686 });

    const { events } = (await get('/product/upgrade/events/stages')).body as { events: { name?: unknown }[] };

    expect(events[1]).toEqual(expected[1]);
    expect(Object.keys(events[0] ?? {})).toEqual(['status']);
  });

  it('leave empty lists out when they are those of a proto file', async () => {
    const { get } = await start({ dialect: { spelling: 'snake' } });
    server.run.create();

    expect((await get('/product/upgrade/validation')).body).toEqual({});
  });

  it('say code 9 as 400 or 412, and the older one its text under another name', async () => {
    const first = await start();
    server.run.create();
    server.run.act('start');
    const form = new URLSearchParams({ checkUnstarted: 'True' });
    expect(await first.act('abandon', form)).toEqual({ status: 400, body: published('abandon-refused') });
    await server.stop();

    const { act } = await start({ dialect: { gateway: 'gateway-v1' } });
    server.run.create();
    server.run.act('start');

    expect(await act('abandon', form)).toEqual({ status: 412, body: { code: 9, error: expect.any(String) } });
  });

  it('may answer calls without a result with nothing at all', async () => {
    const { act } = await start({ dialect: { emptyAnswers: 'nothing' } });
    server.run.create();

    expect(await act('start')).toEqual({ status: 200, body: undefined });
  });
});

describe('preflight checks of a simulated Instabase', () => {
  const path = '/installer/preflight/checks/rbac';

  it('answer in an envelope, as on the page', async () => {
    const { post } = await start();
    expect(await post(path)).toEqual({ status: 200, body: published('preflight-met') });

    server.findings.preflights.rbac = { note: 'Monitoring service account not in namespace.', ok: false };
    expect(await post(path)).toEqual({ status: 200, body: published('preflight-not-met') });

    const unknown = published('preflight-not-performed') as { error: string };
    server.findings.preflights.rbac = { error: unknown.error };
    expect(await post(path)).toEqual({ status: 500, body: unknown });
    expect(server.posts()).toEqual([]);
  });

  it('may say 500 in the body alone', async () => {
    const { post } = await start({ dialect: { envelopeStatus: 'always-200' } });

    expect(await post('/installer/preflight/checks/nothing')).toMatchObject({ status: 200, body: { statusCode: 500 } });
  });
});
