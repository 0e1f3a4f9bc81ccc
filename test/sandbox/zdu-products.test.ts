import { afterEach, describe, expect, it } from 'vitest';
import { startZdu, type ZduOptions, type ZduServer } from '../../src/sandbox/zdu/server.js';

let zdu: ZduServer;

const start = async (options: ZduOptions): Promise<void> => {
  zdu = await startZdu({
    finalizeMs: Number.POSITIVE_INFINITY,
    timings: { stopMs: 1, offlineMs: 1, startMs: 1 },
    ...options,
  });
};

afterEach(() => zdu.stop());

const get = async (path: string): Promise<unknown> => (await fetch(`${zdu.url}${path}`)).json();
const post = (path: string): Promise<Response> =>
  fetch(`${zdu.url}${path}`, { method: 'POST', headers: { 'X-Atlassian-Token': 'no-check' } });

describe('a simulated Jira cluster', () => {
  const cluster = '/rest/api/2/cluster';

  it('answers its calls with the statuses of the specification and without a body', async () => {
    await start({ product: 'jira' });
    const said: (readonly [number, string])[] = [];
    const call = async (verb: string): Promise<void> => {
      const answer = await post(`${cluster}/zdu/${verb}`);
      said.push([answer.status, await answer.text()]);
    };

    await call('start');
    await call('cancel');
    await call('start');
    for (const { id } of zdu.cluster.nodes()) await zdu.cluster.upgradeNode(id);
    zdu.cluster.failFinalization([{ message: 'no index' }]);
    await call('approve');
    zdu.cluster.finishFinalization();
    await call('retryUpgrade');

    expect(said).toEqual([201, 201, 201, 200, 200].map((status) => [status, '']));
    expect(zdu.cluster.state()).toBe('RUNNING_UPGRADE_TASKS');
  });

  it.each(['cancel', 'approve', 'retryUpgrade'])('refuses %s while there is nothing to do it to', async (verb) => {
    await start({ product: 'jira' });

    const answer = await post(`${cluster}/zdu/${verb}`);

    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ errorMessages: [expect.stringContaining('STABLE')] });
  });

  it('tells state and nodes apart, with builds as integers and neither mode nor original version', async () => {
    await start({ product: 'jira', nodes: 2 });
    await post(`${cluster}/zdu/start`);

    expect(await get(`${cluster}/zdu/state`)).toEqual({
      state: 'READY_TO_UPGRADE',
      build: { buildNumber: 904_030, version: '9.4.30' },
    });
    expect(await get(`${cluster}/nodes`)).toMatchObject([
      { nodeId: 'jira-0', state: 'ACTIVE', alive: true, nodeBuildNumber: 904_030, nodeVersion: '9.4.30' },
      { nodeId: 'jira-1', state: 'ACTIVE', alive: true },
    ]);
  });

  it('goes on calling a node ACTIVE that lost its heartbeat, and sends nobody there', async () => {
    await start({ product: 'jira', nodes: 2 });
    zdu.cluster.setNode('jira-0', { version: '9.4.29' });
    zdu.cluster.failNode('jira-0');

    for (let round = 0; round < 4; round += 1) {
      expect(await get(`${cluster}/zdu/state`)).toMatchObject({ state: 'STABLE', build: { version: '9.4.30' } });
    }
    expect(await get(`${cluster}/nodes`)).toMatchObject([
      { nodeId: 'jira-0', state: 'ACTIVE', alive: false },
      { nodeId: 'jira-1', state: 'ACTIVE', alive: true },
    ]);

    zdu.cluster.recoverNode('jira-0');
    expect(await get(`${cluster}/nodes`)).toMatchObject([{ nodeId: 'jira-0', alive: true }, {}]);
  });

  it('does not start a node of another major, also in upgrade mode', async () => {
    await start({ product: 'jira' });
    await post(`${cluster}/zdu/start`);

    expect(await zdu.cluster.upgradeNode('jira-0', '10.3.0')).toBe('OFFLINE');
    expect(await zdu.cluster.upgradeNode('jira-1', '9.17.5')).toBe('ACTIVE');
  });

  it('gives a replaced node another id', async () => {
    await start({ product: 'jira' });

    const { id } = zdu.cluster.replaceNode('jira-1');

    expect(id).not.toBe('jira-1');
    expect(await get(`${cluster}/nodes`)).toMatchObject([{ nodeId: 'jira-0' }, { nodeId: id }, { nodeId: 'jira-2' }]);
  });

  it('answers 401 to an account without rights', async () => {
    await start({ product: 'jira', allowed: false });

    expect((await post(`${cluster}/zdu/start`)).status).toBe(401);
  });
});

describe('a simulated Bitbucket cluster', () => {
  it('lets only bug-fix releases join', async () => {
    await start({ product: 'bitbucket' });
    await post('/rest/zdu/start');

    expect(await zdu.cluster.upgradeNode('bitbucket-0', '9.5.0')).toBe('ERROR');
    expect(await zdu.cluster.upgradeNode('bitbucket-1', '9.4.9')).toBe('ACTIVE');
  });

  it('refuses in the words of its REST reference, and has no retry', async () => {
    await start({ product: 'bitbucket' });

    const refused = await post('/rest/zdu/approve');

    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({
      errors: [{ context: null, message: expect.stringContaining('STABLE'), exceptionName: null }],
    });
    expect((await post('/rest/zdu/retryUpgrade')).status).toBe(404);
    expect((await post('/rest/zdu/retry')).status).toBe(404);
  });

  it('shows no errors of upgrade tasks', async () => {
    await start({ product: 'bitbucket', finalizeMs: 0 });
    await post('/rest/zdu/start');
    for (const { id } of zdu.cluster.nodes()) await zdu.cluster.upgradeNode(id);
    zdu.cluster.failFinalization([{ message: 'disk full' }]);
    await post('/rest/zdu/approve');

    const overview = JSON.stringify(await get('/rest/zdu/cluster'));

    expect(overview).toContain('UPGRADE_TASKS_FAILED');
    expect(overview).not.toMatch(/disk full|finalization/i);
  });
});
