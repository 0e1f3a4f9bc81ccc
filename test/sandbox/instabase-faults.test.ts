import { afterEach, describe, expect, it } from 'vitest';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';
import { clientOf, zip } from './instabase-fixture.js';

let server: InstabaseServer;

async function start(options: InstabaseOptions = {}): Promise<ReturnType<typeof clientOf>> {
  server = await startInstabase({ stageMs: Number.POSITIVE_INFINITY, ...options });
  server.run.create();
  return clientOf(server);
}

afterEach(() => server.stop());

const plain = (path: string, headers: Record<string, string>, method = 'GET'): Promise<Response> =>
  fetch(`${server.url}${path}`, { method, headers });

describe('the gate of a simulated Instabase', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { Token: 'wrong' }],
    ['the token as an authorization', { Authorization: 'Bearer sandbox-deployment-manager-token' }],
  ])('refuses %s with code 16 and does nothing', async (_what, headers) => {
    await start();

    const answer = await plain('/product/upgrade/start', headers, 'POST');

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 16, message: expect.any(String) });
    expect(server.run.state()?.started).toBe(false);
    expect(server.posts()).toMatchObject([{ verb: 'start', acted: false, status: 401 }]);
  });

  it('refuses a token without rights with code 7', async () => {
    const { get } = await start({ allowed: false });

    expect(await get('/product/upgrade/progress')).toMatchObject({ status: 403, body: { code: 7 } });
  });

  it('answers other paths like a missing upgrade, and a wrong method with code 12', async () => {
    const { get } = await start();

    expect(await get('/product/upgrades')).toMatchObject({ status: 404, body: { code: 5 } });
    expect(await get('/product/upgrade/start')).toMatchObject({ status: 501, body: { code: 12 } });
    expect(server.posts()).toEqual([]);
  });

  it('keeps no token in its record of requests', async () => {
    const { get } = await start();
    await get('/product/upgrade/progress');
    await plain('/product/upgrade/progress', { Authorization: `Bearer ${server.token}` });

    expect(server.requests).toHaveLength(2);
    expect(JSON.stringify(server.requests)).not.toContain(server.token);
  });
});

describe('the faults of a simulated Instabase', () => {
  it('can carry a call out and lose the answer, once', async () => {
    const { act } = await start();
    server.faults.loseReply('start');

    await expect(act('start')).rejects.toThrow();

    expect(server.run.state()?.started).toBe(true);
    expect(server.posts()).toMatchObject([{ verb: 'start', acted: true, status: 0 }]);
    expect((await act('pause')).status).toBe(200);
  });

  it('can cut the connection before the call is carried out', async () => {
    const { act } = await start();
    server.faults.dropRequest('start');

    await expect(act('start')).rejects.toThrow();

    expect(server.run.state()?.started).toBe(false);
    expect(server.posts()).toMatchObject([{ acted: false, refusal: undefined, status: 0 }]);
  });

  it('can answer with statuses, pages and broken JSON without acting', async () => {
    await start();
    const headers = { Token: server.token };
    server.faults.fail('start', { status: 503, body: { message: 'later' }, headers: { 'retry-after': '2' } });
    server.faults.html('start', { status: 502 });
    server.faults.garbage('start');
    server.faults.unauthorized();
    const answers: [number, string | null, string][] = [];
    const waits: (string | null)[] = [];
    for (let count = 0; count < 4; count += 1) {
      const answer = await plain('/product/upgrade/start', headers, 'POST');
      waits.push(answer.headers.get('retry-after'));
      answers.push([answer.status, answer.headers.get('content-type'), await answer.text()]);
    }

    expect(answers).toEqual([
      [503, 'application/json', '{"message":"later"}'],
      [502, 'text/html; charset=utf-8', expect.stringContaining('<h1>502</h1>')],
      [200, 'application/json', expect.not.stringMatching(/\}$/)],
      [401, 'application/json', expect.stringContaining('"code":16')],
    ]);
    expect(waits).toEqual(['2', null, null, null]);
    expect(server.run.state()?.started).toBe(false);
  });

  it('can let a validation go on behind a proxy that has given up', async () => {
    const { get } = await start({ validateMs: Number.POSITIVE_INFINITY });
    server.faults.html('validate', { acted: true });
    const answer = await plain('/product/upgrade/validation', { Token: server.token });
    expect(answer.status).toBe(504);
    expect(server.run.state()?.validated).toBe(false);

    server.finishValidation();

    await expect.poll(() => server.run.state()?.validated).toBe(true);
    expect((await get('/product/upgrade/progress')).body).toMatchObject({ upgradeProgress: { validated: true } });
  });

  it.each([
    ['first', true],
    ['last', false],
  ] as const)('can hold a call that acts %s', async (act, startedWhileHeld) => {
    const client = await start();
    const held = server.faults.hold('start', { act });
    const answer = client.act('start');
    await held.reached;
    expect(server.run.state()?.started).toBe(startedWhileHeld);

    held.release();

    expect((await answer).status).toBe(200);
    expect(server.run.state()?.started).toBe(true);
  });

  it('can answer late', async () => {
    const { get } = await start();
    const fault = server.faults.slow('progress', { ms: 60 });
    const begun = performance.now();

    await get('/product/upgrade/progress');

    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
    expect(fault.hits()).toBe(1);
  });

  it('can cut an upload half-way, after which nothing was created', async () => {
    const { upload, act } = await start();
    await act('abandon');
    server.faults.cutUpload(100_000);

    await expect(upload([['base_configs', zip('x'.repeat(4_000_000)), 'base.zip']])).rejects.toThrow();

    expect(server.run.state()?.upgrade).toBe(1);
    expect(server.posts().at(-1)).toMatchObject({ verb: 'create', acted: false, status: 0 });
    expect((await upload()).status).toBe(200);
  });

  it.each(['refuse', 'reset'] as const)('can be down (%s) and come back with its state', async (how) => {
    const { get, act } = await start();
    await act('start');
    await server.faults.down(how);
    await expect(get('/product/upgrade/progress')).rejects.toThrow();

    await server.faults.up();

    expect((await get('/product/upgrade/progress')).body).toMatchObject({ upgradeProgress: { started: true } });
  });
});

describe('the run of a simulated Instabase by hand', () => {
  it('can jump to a stage and write many lines', async () => {
    const { get } = await start();
    server.run.enterStage('RUN_ACTIONS');
    server.run.logMany(1200, 'WARNING');

    const { body } = await get('/product/upgrade/events/stages');

    const { events } = body as { events: { stage: { name: number; status: number; logs: unknown[] } }[] };
    expect(events[5]?.stage).toMatchObject({ name: 5, status: 2 });
    expect(events[5]?.stage.logs).toHaveLength(1200);
    expect(events.slice(0, 5).map(({ stage }) => stage.status)).toEqual([3, 3, 3, 3, 3]);
  });

  it('says when a step makes no sense', async () => {
    await start();

    expect(() => server.run.finishStage()).toThrow('no work underway');
    expect(() => server.run.create()).toThrow('has an upgrade already');
    expect(() => server.run.act('complete')).toThrow('not started');
  });
});
