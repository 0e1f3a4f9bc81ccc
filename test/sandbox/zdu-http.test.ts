import { afterEach, describe, expect, it } from 'vitest';
import { startZdu, type ZduOptions, type ZduServer } from '../../src/sandbox/zdu/server.js';

let zdu: ZduServer;

async function start(options: ZduOptions = {}): Promise<void> {
  zdu = await startZdu(options);
}

afterEach(() => zdu.stop());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${zdu.url}${path}`, { redirect: 'manual', headers });
const post = (path: string, headers: Record<string, string> = { 'X-Atlassian-Token': 'no-check' }): Promise<Response> =>
  fetch(`${zdu.url}${path}`, { method: 'POST', headers });

describe('the paths of a simulated cluster', () => {
  it.each([
    ['/rest/zdu', '/rest/zdu/cluster'],
    ['/rest/zdu/cluster', '/rest/zdu/cluster'],
    ['/rest/zdu/cluster/zdu', '/rest/zdu/cluster/zdu'],
  ] as const)('answers layout %s with its overview at %s', async (layout, overview) => {
    await start({ layout, contextPath: '/wiki' });

    expect((await get(overview)).status).toBe(200);
    expect((await get(`${layout}/state`)).status).toBe(200);
    expect((await post(`${layout}/start`)).status).toBe(200);
  });

  it('has nothing at the state paths of the other layouts', async () => {
    await start({ layout: '/rest/zdu' });

    expect((await get('/rest/zdu/cluster/state')).status).toBe(404);
    expect((await get('/rest/zdu/cluster/zdu/state')).status).toBe(404);
    expect((await post('/rest/zdu/cluster/start')).status).toBe(404);
  });

  it('answers 405 to a GET on a mutating path and changes nothing', async () => {
    await start();

    expect((await get('/rest/zdu/start')).status).toBe(405);
    expect(zdu.cluster.state()).toBe('STABLE');
  });
});

describe('the gates of a simulated cluster', () => {
  it('refuses a POST without the header against forged requests', async () => {
    await start();

    const answer = await post('/rest/zdu/start', {});

    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('XSRF check failed');
    expect(zdu.cluster.state()).toBe('STABLE');
  });

  it('refuses wrong credentials, and lets a token and a password in', async () => {
    await start({ auth: { token: 'right' } });
    expect((await get('/rest/zdu/state', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get('/rest/zdu/state', { authorization: 'Bearer right' })).status).toBe(200);
    await zdu.stop();

    await start({ auth: { username: 'bot', password: 's3cret' } });
    const basic = `Basic ${Buffer.from('bot:s3cret').toString('base64')}`;
    expect((await get('/rest/zdu/state', { authorization: basic })).status).toBe(200);
    expect(JSON.stringify(zdu.requests)).not.toContain(basic);
  });

  it('says in the body or in the header that it is not clustered', async () => {
    await start({ clustered: false });
    expect(await (await get('/rest/zdu/cluster')).text()).toContain('clustered installation');
    await zdu.stop();

    await start({ clustered: false, notClustered: { status: 401, where: 'header' } });
    const answer = await get('/rest/zdu/cluster');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('clustered installation');
  });
});

describe('the balancer of a simulated cluster', () => {
  const localName = async (): Promise<unknown> => {
    const body = (await (await get('/rest/zdu/cluster')).json()) as { nodes: { local: boolean; name: string }[] };
    return body.nodes.filter((node) => node.local).map((node) => node.name);
  };

  it('lets another node answer each time', async () => {
    await start({ nodes: 2 });

    expect([await localName(), await localName()]).toEqual([['confluence-0'], ['confluence-1']]);
  });

  it('shows its own page while no node is up', async () => {
    await start({ nodes: 1 });
    zdu.cluster.setNode('confluence-0', { state: 'STARTING' });

    const answer = await get('/rest/zdu/state');

    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('<html>');
  });

  it('can have one node that lags behind', async () => {
    await start({ nodes: 2 });
    const clear = zdu.faults.stale('confluence-1');
    await post('/rest/zdu/start');
    const state = async (): Promise<unknown> =>
      ((await (await get('/rest/zdu/state')).json()) as { state: string }).state;

    expect(new Set([await state(), await state()])).toEqual(new Set(['READY_TO_UPGRADE', 'STABLE']));
    clear();
    expect(new Set([await state(), await state()])).toEqual(new Set(['READY_TO_UPGRADE']));
  });
});

describe('the faults of a simulated cluster', () => {
  it('can carry a call out and lose the answer', async () => {
    await start();
    zdu.faults.loseReply('start', { times: 1 });

    await expect(post('/rest/zdu/start')).rejects.toThrow();

    expect(zdu.cluster.state()).toBe('READY_TO_UPGRADE');
    expect(zdu.posts()).toMatchObject([{ verb: 'start', acted: true, status: 0 }]);
  });

  it('can cut the connection before a call is carried out', async () => {
    await start();
    zdu.faults.dropRequest({ verb: 'start', times: 1 });

    await expect(post('/rest/zdu/start')).rejects.toThrow();

    expect(zdu.cluster.state()).toBe('STABLE');
    expect(zdu.posts()).toMatchObject([{ verb: 'start', acted: false }]);
  });

  it('can answer with pages, refusals, redirects and rate limits', async () => {
    await start();
    zdu.faults.html({ times: 1 });
    zdu.faults.redirect({ times: 2 });
    const page = await get('/rest/zdu/state');
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect((await get('/rest/zdu/state')).headers.get('location')).toContain('/login');

    zdu.faults.rateLimit(7, { times: 1 });
    expect((await get('/rest/zdu/state')).headers.get('retry-after')).toBe('7');
    zdu.faults.status(500, { message: 'boom' }, { times: 1 });
    expect((await get('/rest/zdu/state')).status).toBe(500);
    expect((await get('/rest/zdu/state')).status).toBe(200);
  });

  it('can hold a request until it is released', async () => {
    await start();
    const held = zdu.faults.hold({ verb: 'start' });
    const answer = post('/rest/zdu/start');
    await held.reached;
    expect(zdu.cluster.state()).toBe('STABLE');

    held.release();

    expect((await answer).status).toBe(200);
    expect(zdu.cluster.state()).toBe('READY_TO_UPGRADE');
  });

  it.each(['refuse', 'reset'] as const)('can be down (%s) and come back on the same port', async (how) => {
    await start();
    await zdu.faults.down(how);
    await expect(get('/rest/zdu/state')).rejects.toThrow();

    await zdu.faults.up();

    expect((await get('/rest/zdu/state')).status).toBe(200);
  });

  it('can send bodies that are cut, of wrong types or of an unknown state', async () => {
    await start();
    const body = async (): Promise<string> => (await get('/rest/zdu/cluster')).text();
    zdu.faults.malformed('truncated', { times: 1 });
    const cut = await body();
    expect(() => JSON.parse(cut)).toThrow();
    zdu.faults.malformed('wrong-types', { times: 1 });
    expect(JSON.parse(await body())).toMatchObject({ state: 7 });
    zdu.faults.malformed('unknown-state', { times: 1 });
    expect(JSON.parse(await body())).toMatchObject({ state: 'UPGRADE_IN_PROGRESS' });
    zdu.faults.malformed('empty', { times: 1 });
    expect(await body()).toBe('');
  });
});
