import { afterEach, describe, expect, it } from 'vitest';
import { startZdu, type ZduOptions, type ZduServer } from '../../src/sandbox/zdu/server.js';

let zdu: ZduServer;

async function start(options: ZduOptions = {}): Promise<void> {
  zdu = await startZdu({ finalizeMs: Number.POSITIVE_INFINITY, ...options });
}

afterEach(() => zdu.stop());

const get = (path: string): Promise<Response> => fetch(`${zdu.url}/rest/zdu${path}`, { redirect: 'manual' });
const overview = async (): Promise<Record<string, unknown>> =>
  (await (await get('/cluster')).json()) as Record<string, unknown>;
const post = (path: string): Promise<Response> =>
  fetch(`${zdu.url}/rest/zdu${path}`, { method: 'POST', headers: { 'X-Atlassian-Token': 'no-check' } });

async function upgradeAll(): Promise<void> {
  for (const node of zdu.cluster.nodes()) await zdu.cluster.upgradeNode(node.id);
}

describe('a simulated Confluence cluster', () => {
  it('goes from STABLE through an upgrade and back to STABLE', async () => {
    await start();
    const states = [zdu.cluster.state()];
    const note = (): unknown => states.push(zdu.cluster.state());

    await post('/start');
    note();
    await zdu.cluster.upgradeNode('confluence-0');
    note();
    await zdu.cluster.upgradeNode('confluence-1');
    await zdu.cluster.upgradeNode('confluence-2');
    note();
    await post('/approve');
    note();
    zdu.cluster.finishFinalization();
    note();

    expect(states).toEqual([
      'STABLE',
      'READY_TO_UPGRADE',
      'MIXED',
      'READY_TO_RUN_UPGRADE_TASKS',
      'RUNNING_UPGRADE_TASKS',
      'STABLE',
    ]);
    expect(new Set(zdu.cluster.nodes().map((node) => node.version))).toEqual(new Set(['9.2.21']));
  });

  it('answers a mutating call with the cluster and remembers the version it started from', async () => {
    await start();

    const answer = await post('/start');

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      state: 'READY_TO_UPGRADE',
      upgradeModeEnabled: true,
      originalVersion: '9.2.13',
      hasFinalizationTasks: false,
    });
  });

  it('tells no original version while upgrade mode is off', async () => {
    await start();

    expect(await overview()).toMatchObject({ upgradeModeEnabled: false, originalVersion: null, state: 'STABLE' });
  });

  it('walks a node through TERMINATING, OFFLINE and STARTING', async () => {
    await start({ timings: { stopMs: 60, offlineMs: 60, startMs: 60 } });
    await post('/start');
    const seen: string[] = [];
    const look = (): string => {
      const { state, version } = zdu.cluster.nodes()[0] ?? { state: '', version: '' };
      if (seen.at(-1) !== `${state} ${version}`) seen.push(`${state} ${version}`);
      return state;
    };

    look();
    const done = zdu.cluster.upgradeNode('confluence-0');
    const timer = setInterval(look, 5);
    await done;
    clearInterval(timer);
    look();

    expect(seen).toEqual(['ACTIVE 9.2.13', 'TERMINATING 9.2.13', 'OFFLINE 9.2.13', 'STARTING 9.2.21', 'ACTIVE 9.2.21']);
  });

  it('refuses to start while a node is in ERROR although upgrade mode is off', async () => {
    await start();
    zdu.cluster.failNode('confluence-1');

    expect(await overview()).toMatchObject({ state: 'MIXED', upgradeModeEnabled: false });
    expect((await post('/start')).status).toBe(409);

    zdu.cluster.recoverNode('confluence-1');
    expect((await post('/start')).status).toBe(200);
  });

  it('refuses to start twice, to cancel after a node was upgraded and to approve before all are', async () => {
    await start();
    await post('/start');
    expect((await post('/start')).status).toBe(409);

    await zdu.cluster.upgradeNode('confluence-0');

    expect((await post('/cancel')).status).toBe(409);
    expect((await post('/approve')).status).toBe(409);
    expect(zdu.cluster.state()).toBe('MIXED');
  });

  it('cancels before any node was upgraded', async () => {
    await start();
    await post('/start');

    expect((await post('/cancel')).status).toBe(200);
    expect(await overview()).toMatchObject({ state: 'STABLE', upgradeModeEnabled: false });
  });

  it('drops a node that is OFFLINE when upgrade mode ends', async () => {
    await start();
    await post('/start');
    await upgradeAll();
    zdu.cluster.setNode('confluence-2', { state: 'OFFLINE' });

    await post('/approve');

    expect(zdu.cluster.nodes().map((node) => node.name)).toEqual(['confluence-0', 'confluence-1']);
  });

  it('shows failed upgrade tasks with their errors on the node that reports them', async () => {
    await start({ finalizeMs: 0 });
    await post('/start');
    await upgradeAll();
    zdu.cluster.failFinalization([{ message: 'constraint violation', clusterWide: true, details: ['ALTER TABLE'] }]);

    await post('/approve');

    const body = await overview();
    expect(body).toMatchObject({ state: 'UPGRADE_TASKS_FAILED', upgradeModeEnabled: false });
    expect((body.nodes as object[])[0]).toMatchObject({
      state: 'UPGRADE_TASKS_FAILED',
      finalization: {
        errors: [{ clusterUpgradeTask: true, exceptionMessage: 'constraint violation', errors: ['ALTER TABLE'] }],
      },
    });
    zdu.cluster.retryFinalization();
    expect(zdu.cluster.state()).toBe('STABLE');
  });

  it('does not let a node of another version in while upgrade mode is off', async () => {
    await start();

    expect(await zdu.cluster.upgradeNode('confluence-0')).toBe('ERROR');
  });

  it('gives a replaced node another id under the same name', async () => {
    await start();
    const before = zdu.cluster.nodes()[1];

    const fresh = zdu.cluster.replaceNode('confluence-1');

    expect(fresh.name).toBe(before?.name);
    expect(fresh.id).not.toBe(before?.id);
    expect((await get(`/nodes/${before?.id}`)).status).toBe(404);
    expect((await get(`/nodes/${fresh.id}`)).status).toBe(200);
  });

  it('ends a walk that a hand interrupts', async () => {
    await start({ timings: { offlineMs: 300 } });
    await post('/start');

    const walk = zdu.cluster.upgradeNode('confluence-0');
    await expect.poll(() => zdu.cluster.nodes()[0]?.state).toBe('OFFLINE');
    zdu.cluster.setNode('confluence-0', { state: 'ERROR' });

    expect(await walk).toBeUndefined();
    expect(zdu.cluster.nodes()[0]?.state).toBe('ERROR');
  });
});
