import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { TargetShown } from '../../src/sandbox/control/shown.js';
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
  const response = await fetch(`${control.url}control${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const get = async (path: string): Promise<unknown> => (await fetch(`${control.url}control${path}`)).json();

function instabase() {
  const { instabase: found } = session.stage;
  if (found === undefined) throw new Error('the stage has no Instabase');
  return found.server;
}

interface Shown extends TargetShown {
  readonly log: Readonly<Record<string, readonly string[]>>;
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
  beforeEach(() => post('/targets/ib/do/create', { release: '23.10.1' }));
  afterEach(() => post('/targets/ib/do/abandon'));

  it('is shown with its stages and the release that is installed', async () => {
    expect(await get('/targets/ib')).toMatchObject({
      installed: '23.04.3',
      upgrade: { release: '23.10.1', stage: 'CONFIRM_START', started: false },
      stages: expect.arrayContaining([expect.objectContaining({ name: 'MIGRATE_DB', status: 'UNSTARTED' })]),
    });
  });

  it('enters stages, finishes them and lets them fail', async () => {
    await post('/targets/ib/stages/MIGRATE_DB/enter');
    expect((await post('/targets/ib/stages/MIGRATE_DB/finish')).body).toMatchObject({
      upgrade: { stage: 'WRITE_NEW_CONFIGS', started: true },
    });
    const failed = await post('/targets/ib/stages/WRITE_NEW_CONFIGS/fail', { message: 'no space left' });
    expect(failed.body).toMatchObject({ upgrade: { status: 'FAILED', failure: { message: 'no space left' } } });
    expect(printed.at(-1)).toContain('instabase    fails in WRITE_NEW_CONFIGS');
  });

  it('finishes only the stage that it is in', async () => {
    await post('/targets/ib/stages/MIGRATE_DB/enter');
    const refused = { status: 409, body: { error: 'the upgrade is in MIGRATE_DB' } };
    expect(await post('/targets/ib/stages/RUN_ACTIONS/finish')).toEqual(refused);
  });

  it('fails in a stage that is still to come when its turn comes', async () => {
    await post('/targets/ib/do/start');
    await post('/targets/ib/stages/MIGRATE_DB/fail', { message: 'no lock' });
    await post('/targets/ib/stages/TURN_DOWN/finish');
    expect(instabase().run.state()).toMatchObject({ stage: 'MIGRATE_DB', failure: null });
    await post('/targets/ib/stages/MIGRATE_DB/finish');
    expect(instabase().run.state()).toMatchObject({ stage: 'MIGRATE_DB', failure: { message: 'no lock' } });
    const again = { status: 409, body: { error: 'is FAILED already' } };
    expect(await post('/targets/ib/stages/MIGRATE_DB/fail')).toEqual(again);
  });

  it('logs lines in any stage, many at once if need be', async () => {
    await post('/targets/ib/stages/RUN_ACTIONS/log', { level: 'ERROR', message: 'reindex gave up' });
    await post('/targets/ib/stages/RUN_ACTIONS/log', { message: 'slow', times: 30 });
    const { stages, log } = (await get('/targets/ib')) as Shown;
    expect(stages.find(({ name }) => name === 'RUN_ACTIONS')?.warnings).toBe(31);
    expect(log.RUN_ACTIONS).toHaveLength(20);
    expect(log.RUN_ACTIONS?.at(-1)).toMatch(/WARNING slow$/);
  });

  it('goes through a stage as planned', async () => {
    await post('/targets/ib/stages/TURN_DOWN/plan', { seconds: 0.05, fails: 'pods do not end' });
    await post('/targets/ib/do/start');
    await expect.poll(() => instabase().run.state()?.failure?.message).toBe('pods do not end');
    await post('/targets/ib/do/retry');
    await expect.poll(() => instabase().run.state()?.stage).toBe('MIGRATE_DB');
    await post('/targets/ib/stages/TURN_DOWN/plan', { seconds: 0 });
  });

  it('is paused, turned back and restarted on the page of its own, and says what it refuses', async () => {
    await post('/targets/ib/do/start');
    expect((await post('/targets/ib/do/pause')).body).toMatchObject({ upgrade: { paused: true } });
    expect((await post('/targets/ib/do/rollback')).body).toMatchObject({ upgrade: { rollbackRequested: true } });
    expect((await post('/targets/ib/do/restart')).status).toBe(200);
    const again = await post('/targets/ib/do/start');
    expect(again).toEqual({ status: 409, body: { error: 'is started already' } });
    const anyway = await post('/targets/ib/do/start', { anyway: true });
    expect(anyway).toMatchObject({ status: 409, body: { error: expect.stringContaining('already started') } });
  });
});

describe('what Instabase finds can be decided', () => {
  it('for a validation, a preflight check and the next creation', async () => {
    await post('/targets/ib/do/find-in-validation', { error: 'unknown field', config: 'a.yml' });
    expect(instabase().findings.validationErrors).toEqual([{ configName: 'a.yml', error: 'unknown field' }]);
    await post('/targets/ib/do/find-in-validation');
    expect(instabase().findings.validationErrors).toEqual([]);
    await post('/targets/ib/do/find-in-preflight', { check: 'service_accounts', error: 'no such account' });
    expect(instabase().findings.preflights.service_accounts).toEqual({ ok: false, note: 'no such account' });
    expect((await post('/targets/ib/do/fail-creation', { error: 'too large' })).status).toBe(200);
    expect((await post('/targets/ib/do/fail-creation')).status).toBe(400);
  });
});

describe('answers of Instabase can be made wrong and right again', () => {
  it('once, for one call, or until it is up again', async () => {
    await post('/targets/ib/faults/error', { call: 'progress', status: 503 });
    expect(await asks('/product/upgrade')).not.toBe(503);
    expect([await asks(), await asks()]).toEqual([503, 200]);
    await post('/targets/ib/faults/down');
    expect(await asks()).toBe(0);
    await post('/targets/ib/faults/clear');
    expect(await asks()).toBe(200);
  });

  it('by a proxy behind which the call is carried out all the same', async () => {
    await post('/targets/ib/do/create');
    await post('/targets/ib/faults/html', { call: 'start', carriedOut: true });
    const { url, token } = instabase();
    const answer = await fetch(`${url}/product/upgrade/start`, { method: 'POST', headers: { Token: token } });
    expect(answer.status).toBe(504);
    await expect.poll(() => instabase().run.state()?.started).toBe(true);
  });
});

describe('what is wrong with a request about Instabase is said', () => {
  it.each([
    ['/targets/ib/stages/COMPLETED/enter', 404, 'CONFIRM_START'],
    ['/targets/ib/stages/MIGRATE_DB/explode', 404, 'finish'],
    ['/targets/ib/stages/CONFIRM_START/finish', 409, 'waits for people'],
    ['/targets/ib/nodes/0/fail', 404, 'stages'],
    ['/targets/ib/do/explode', 404, 'rollback'],
    ['/targets/ib/do/fail-creation', 400, 'error'],
    ['/targets/ib/faults/gremlins', 404, 'cut-streams'],
  ])('%s is answered %i', async (path, status, words) => {
    const answer = await post(path);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(words);
  });

  it('also when the stage has none', async () => {
    const bare = await openSession(() => undefined, {});
    const other = await startControl(bare);
    const answer = await fetch(`${other.url}control/targets/ib`);
    await other.stop();
    await bare.stop();
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('the targets are confluence');
  });
});
