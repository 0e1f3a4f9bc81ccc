import { describe, expect, it } from 'vitest';
import { describeAdapter } from './adapter.suite.js';
import { failure } from './http-harness.js';
import type { Traits } from './suite/under.js';
import { openZdu } from './zdu-harness.js';

const timings = { stopMs: 1, offlineMs: 1, startMs: 1 };

const traits: Traits = {
  nodeStates: {
    ACTIVE: 'active',
    STARTING: 'starting',
    DRAINING: 'leaving',
    TERMINATING: 'leaving',
    OFFLINE: 'off',
    ERROR: 'error',
    RUNNING_FINALIZE_UPGRADE_TASKS: 'finalizing',
    UPGRADE_TASKS_FAILED: 'error',
  },
  done: { start: 200, cancel: 200 },
  answersWithBody: true,
  readsPerLook: 1,
  tells: { load: true, originalVersion: true, taskErrors: true },
};

for (const layout of ['/rest/zdu', '/rest/zdu/cluster', '/rest/zdu/cluster/zdu'] as const) {
  describeAdapter(`Confluence (${layout}, found)`, () => openZdu({ layout, timings }), traits);
}
describeAdapter(
  'Confluence (pinned layout, under a context path)',
  () => openZdu({ layout: '/rest/zdu', contextPath: '/wiki', timings }, { layout: '/rest/zdu' }),
  traits,
);

describe('Confluence', () => {
  it.each([
    [401, 'body'],
    [401, 'header'],
    [403, 'body'],
    [403, 'header'],
  ] as const)('is recognised as a single node by %i with the phrase in the %s', async (status, where) => {
    const { adapter, stop } = await openZdu({ clustered: false, notClustered: { status, where } });

    expect((await failure(adapter.observer.observe())).kind).toBe('not-clustered');
    const act = adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });
    expect(await failure(act)).toMatchObject({ kind: 'not-clustered', tookEffect: 'no' });

    await stop();
  });

  it('refuses wrong credentials without telling them', async () => {
    const auth = { kind: 'basic', username: 'bot', password: 'wr0ng-pa55' } as const;
    const { adapter, stop } = await openZdu({}, { auth });

    const error = await failure(adapter.observer.observe());

    expect(error.kind).toBe('unauthorized');
    expect(error.message).not.toContain('wr0ng-pa55');
    await stop();
  });

  it('lets Basic authentication in', async () => {
    const login = { username: 'bot', password: 'pässwörd:with colon' };
    const { adapter, stop } = await openZdu({ auth: login }, { auth: { kind: 'basic', ...login } });

    expect((await adapter.observer.observe()).phase).toBe('idle');

    await stop();
  });

  it('sends the header against forged requests', async () => {
    const { product, adapter, stop } = await openZdu();

    await adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });

    expect(product.posts()[0]?.headers['x-atlassian-token']).toBe('no-check');
    await stop();
  });
});
