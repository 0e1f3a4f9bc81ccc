import { afterEach, describe, expect, it } from 'vitest';
import type { AdapterConfig } from '../../src/adapters/registry.js';
import type { ZduOptions } from '../../src/sandbox/zdu/server.js';
import { describeAdapter } from './adapter.suite.js';
import { failure } from './http-harness.js';
import type { Traits } from './suite/under.js';
import { openZdu, type ZduUnderTest } from './zdu-harness.js';

const timings = { stopMs: 1, offlineMs: 1, startMs: 1 };
const login = { username: 'bot', password: 'pa55word' };
const product = 'jira';

const traits: Traits = {
  nodeStates: {
    ACTIVE: 'active',
    ACTIVATING: 'starting',
    PASSIVATING: 'leaving',
    PASSIVE: 'leaving',
    OFFLINE: 'off',
  },
  done: { start: 201, cancel: 201 },
  answersWithBody: false,
  readsPerLook: 2,
  tells: { load: false, originalVersion: false, taskErrors: false },
};

describeAdapter('Jira', () => openZdu({ product, timings }), traits);
describeAdapter(
  'Jira (Basic authentication, under a context path)',
  () => openZdu({ product, timings, contextPath: '/jira', auth: login }, { auth: { kind: 'basic', ...login } }),
  traits,
);

let under: ZduUnderTest;

async function open(options: ZduOptions = {}, config: Partial<AdapterConfig> = {}): Promise<ZduUnderTest> {
  under = await openZdu({ product, timings, ...options }, config);
  return under;
}

const observe = () => under.adapter.observer.observe();
const act = (action: 'start' | 'cancel' | 'approve' | 'retry') =>
  under.adapter.actor.act(action, { intended: {}, timeoutMs: 300, beforeSend: () => true });
const requested = (): string[] => under.product.requests.map(({ method, path }) => `${method} ${path}`);

describe('Jira', () => {
  afterEach(() => under.stop());

  it('is read by state and nodes, one after the other', async () => {
    await open();

    await observe();

    expect(requested()).toEqual(['GET /rest/api/2/cluster/zdu/state', 'GET /rest/api/2/cluster/nodes']);
  });

  it('gets one login that fails, not two at once', async () => {
    await open({}, { auth: { kind: 'bearer', token: 'expired' } });

    await failure(observe());

    expect(under.product.requests).toHaveLength(1);
  });

  it('explains 401 to an account that is no administrator', async () => {
    await open({ allowed: false });

    expect(await failure(observe())).toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('no administrator'),
    });
    expect(await failure(act('start'))).toMatchObject({ kind: 'unauthorized', tookEffect: 'no' });
  });

  it('is recognised as a single node', async () => {
    await open({ clustered: false });

    expect((await failure(observe())).kind).toBe('not-clustered');
  });

  it.each([200, 201, 204])('is taken at its word when it answers %i without a body', async (status) => {
    await open();
    under.product.faults.status(status, '', { verb: 'cancel' });

    await act('cancel');

    expect(under.product.posts()).toMatchObject([{ verb: 'cancel', status }]);
  });

  it('runs failed upgrade tasks again, once they have failed', async () => {
    await open();
    expect(await failure(act('retry'))).toMatchObject({ kind: 'conflict', tookEffect: 'no' });
    under.product.cluster.setUpgradeMode(true);
    for (const { id } of under.product.cluster.nodes()) await under.product.cluster.upgradeNode(id);
    under.product.cluster.failFinalization([{ message: 'no index' }]);
    await act('approve');
    under.product.cluster.finishFinalization();
    expect((await observe()).phase).toBe('failed');

    await act('retry');

    expect((await observe()).phase).toBe('finalizing');
    expect(under.product.posts().at(-1)).toMatchObject({ path: '/rest/api/2/cluster/zdu/retryUpgrade', status: 200 });
  });

  it('shows a node without a heartbeat as off, with the state it is still given', async () => {
    await open();
    under.product.cluster.failNode('jira-1');

    const [, node] = (await observe()).nodes;

    expect(node).toMatchObject({ name: 'jira-1', state: 'ACTIVE (alive: false)', condition: 'off' });
  });

  it('tells the version it started from until the first node is upgraded', async () => {
    await open();
    expect((await observe()).originalVersion).toBeUndefined();
    await act('start');
    expect((await observe()).originalVersion).toBe('9.4.30');

    await under.product.cluster.upgradeNode('jira-0');

    expect((await observe()).originalVersion).toBeUndefined();
  });

  it('does not know upgrade mode while versions differ that are not in service together', async () => {
    await open();
    await act('start');
    under.product.cluster.setNode('jira-0', { state: 'ACTIVATING', version: '9.12.15' });

    const seen = await observe();

    expect(seen.state).toBe('MIXED');
    expect(seen).not.toHaveProperty('mode');
  });

  it('gets no other calls than the four of an upgrade, so that no node is ever taken out', async () => {
    await open();
    const refused = { kind: 'conflict' };

    await act('start');
    expect(await failure(act('approve'))).toMatchObject(refused);
    expect(await failure(act('retry'))).toMatchObject(refused);
    await act('cancel');

    const base = '/rest/api/2/cluster/zdu';
    expect(requested()).toEqual(['start', 'approve', 'retryUpgrade', 'cancel'].map((call) => `POST ${base}/${call}`));
  });
});

describe('state and nodes of Jira that contradict each other', () => {
  afterEach(() => under.stop());

  /** The state of the moment before, read when a node of the new version is in service already. */
  const upgradeBetween = async (times: number): Promise<void> => {
    await open();
    await act('start');
    const body = { state: 'READY_TO_UPGRADE', build: { buildNumber: 904_030, version: '9.4.30' } };
    under.product.faults.status(200, body, { verb: 'state', times });
    under.product.cluster.setNode('jira-0', { version: '9.12.15' });
  };

  it('are read once more', async () => {
    await upgradeBetween(1);

    expect(await observe()).toMatchObject({ state: 'MIXED', phase: 'rolling', mode: true });
  });

  it('are shown as they are, and nothing is derived from them, while they last', async () => {
    await upgradeBetween(9);

    const seen = await observe();

    expect(seen.state).toBe('READY_TO_UPGRADE');
    expect(seen.nodes.map(({ version }) => version)).toEqual(['9.12.15', '9.4.30', '9.4.30']);
    expect(seen).not.toHaveProperty('mode');
    expect(seen).not.toHaveProperty('originalVersion');
  });
});
