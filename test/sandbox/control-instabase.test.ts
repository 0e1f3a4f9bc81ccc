import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import { openSession, type Session } from '../../src/sandbox/session.js';

let session: Session;
let control: Control;
const printed: string[] = [];

beforeAll(async () => {
  session = await openSession((line) => printed.push(line), { instabase: { stageMs: Number.POSITIVE_INFINITY } });
  control = await startControl(session);
}, 60_000);

afterAll(async () => {
  await control.stop();
  await session.stop();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function post(path: string, body: object = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${control.controlUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const get = async (path: string): Promise<unknown> => (await fetch(`${control.controlUrl}${path}`)).json();

function instabase() {
  const { instabase: found } = session.stage;
  if (found === undefined) throw new Error('the stage has no Instabase');
  return found.server;
}

/** What a client of the Upgrade API is answered; 0 when it gets no answer. */
async function asks(path = '/product/upgrade/progress'): Promise<number> {
  const { url, token } = instabase();
  return await fetch(`${url}${path}`, { headers: { Token: token } }).then(
    ({ status }) => status,
    () => 0,
  );
}

describe('an upgrade of Instabase can be driven', () => {
  beforeEach(() => post('/instabase/elsewhere/create', { release: '23.10.1' }));
  afterEach(() => post('/instabase/elsewhere/abandon'));

  it('is shown with its stages and the release that is installed', async () => {
    expect(await get('/instabase')).toMatchObject({
      installed: '23.04.3',
      upgrade: { release: '23.10.1', stage: 'CONFIRM_START', started: false },
      stages: expect.arrayContaining([expect.objectContaining({ stage: 'MIGRATE_DB', status: 'UNSTARTED' })]),
    });
  });

  it('enters stages, finishes them and lets them fail', async () => {
    await post('/instabase/stages/MIGRATE_DB/enter');
    expect((await post('/instabase/stages/MIGRATE_DB/finish')).body).toMatchObject({
      upgrade: { stage: 'WRITE_NEW_CONFIGS', started: true },
    });
    const failed = await post('/instabase/stages/WRITE_NEW_CONFIGS/fail', { message: 'no space left' });
    expect(failed.body).toMatchObject({ upgrade: { status: 'FAILED', failure: { message: 'no space left' } } });
    expect(printed.at(-1)).toContain('instabase    fails in WRITE_NEW_CONFIGS');
  });

  it('finishes and fails only the stage that it is in', async () => {
    await post('/instabase/stages/MIGRATE_DB/enter');
    const refused = { status: 409, body: { error: 'the upgrade is in MIGRATE_DB' } };
    expect(await post('/instabase/stages/RUN_ACTIONS/finish')).toEqual(refused);
    expect(await post('/instabase/stages/RUN_ACTIONS/fail', { message: 'no' })).toEqual(refused);
  });

  it('logs lines in any stage, many at once if need be', async () => {
    await post('/instabase/stages/RUN_ACTIONS/log', { level: 'ERROR', message: 'reindex gave up' });
    await post('/instabase/stages/RUN_ACTIONS/log', { message: 'slow', times: 30 });
    const { stages } = (await get('/instabase')) as { stages: { stage: string; logged: number; log: string[] }[] };
    const found = stages.find(({ stage }) => stage === 'RUN_ACTIONS');
    expect(found?.logged).toBe(31);
    expect(found?.log).toHaveLength(20);
    expect(found?.log.at(-1)).toMatch(/WARNING slow$/);
  });

  it('goes through a stage as planned', async () => {
    await post('/instabase/stages/TURN_DOWN/plan', { seconds: 0.05, fails: 'pods do not end' });
    await post('/instabase/elsewhere/start');
    await expect.poll(() => instabase().run.state()?.failure?.message).toBe('pods do not end');
    await post('/instabase/elsewhere/retry');
    await expect.poll(() => instabase().run.state()?.stage).toBe('MIGRATE_DB');
    await post('/instabase/stages/TURN_DOWN/plan', { seconds: 0 });
  });

  it('is paused, turned back and restarted on the page of its own, and says what it refuses', async () => {
    await post('/instabase/elsewhere/start');
    expect((await post('/instabase/elsewhere/pause')).body).toMatchObject({ upgrade: { paused: true } });
    expect((await post('/instabase/elsewhere/rollback')).body).toMatchObject({ upgrade: { rollbackRequested: true } });
    expect((await post('/instabase/elsewhere/restart')).status).toBe(200);
    const again = await post('/instabase/elsewhere/start');
    expect(again).toMatchObject({ status: 409, body: { error: expect.stringContaining('already started') } });
  });
});

describe('what Instabase finds can be decided', () => {
  it('for a validation, a preflight check and the next creation', async () => {
    await post('/instabase/next/validation', { error: 'unknown field', config: 'a.yml' });
    expect(instabase().findings.validationErrors).toEqual([{ configName: 'a.yml', error: 'unknown field' }]);
    await post('/instabase/next/validation');
    expect(instabase().findings.validationErrors).toEqual([]);
    await post('/instabase/next/preflight', { check: 'service_accounts', error: 'no such account' });
    expect(instabase().findings.preflights.service_accounts).toEqual({ ok: false, note: 'no such account' });
    expect((await post('/instabase/next/creation', { error: 'too large' })).status).toBe(200);
    expect((await post('/instabase/next/creation')).status).toBe(400);
  });
});

describe('answers of Instabase can be made wrong and right again', () => {
  it('once, for one call, or until it is up again', async () => {
    await post('/instabase/faults/error', { call: 'progress', status: 503 });
    expect(await asks('/product/upgrade')).not.toBe(503);
    expect([await asks(), await asks()]).toEqual([503, 200]);
    await post('/instabase/faults/down');
    expect(await asks()).toBe(0);
    await post('/instabase/faults/clear');
    expect(await asks()).toBe(200);
  });

  it('by a proxy behind which the call is carried out all the same', async () => {
    await post('/instabase/elsewhere/create');
    await post('/instabase/faults/html', { call: 'start', carriedOut: true });
    const { url, token } = instabase();
    const answer = await fetch(`${url}/product/upgrade/start`, { method: 'POST', headers: { Token: token } });
    expect(answer.status).toBe(504);
    await expect.poll(() => instabase().run.state()?.started).toBe(true);
  });

  it('shows what it was sent', async () => {
    expect(await get('/traffic')).toMatchObject({
      instabase: {
        changes: [expect.objectContaining({ path: '/api/v1/control_plane/product/upgrade/start', carriedOut: true })],
      },
    });
  });
});

describe('what is wrong with a request about Instabase is said', () => {
  it.each([
    ['/instabase/stages/COMPLETED/enter', 404, 'CONFIRM_START'],
    ['/instabase/stages/MIGRATE_DB/explode', 404, 'finish'],
    ['/instabase/stages/MIGRATE_DB/log', 400, 'message'],
    ['/instabase/elsewhere/explode', 404, 'rollback'],
    ['/instabase/next/explode', 404, 'creation'],
    ['/instabase/faults/gremlins', 404, 'cut-streams'],
  ])('%s is answered %i', async (path, status, words) => {
    const answer = await post(path);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(words);
  });

  it('also when the stage has none', async () => {
    const bare = await openSession(() => undefined, {});
    const other = await startControl(bare);
    const answer = await fetch(`${other.controlUrl}/instabase`);
    await other.stop();
    await bare.stop();
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no Instabase');
  });
});
