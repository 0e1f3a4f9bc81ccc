import { describe, expect, it } from 'vitest';
import { describeAdapter } from './adapter.suite.js';
import { failure } from './http-harness.js';
import type { Traits } from './suite/under.js';
import { openZdu } from './zdu-harness.js';

const timings = { stopMs: 1, offlineMs: 1, startMs: 1 };
const login = { username: 'bot', password: 'pa55word' };
const basic = { kind: 'basic', ...login } as const;

const traits: Traits = {
  nodeStates: {
    ACTIVE: 'active',
    STARTING: 'starting',
    DRAINING: 'leaving',
    TERMINATING: 'leaving',
    OFFLINE: 'off',
    ERROR: 'error',
  },
  done: { start: 200, cancel: 200 },
  answersWithBody: true,
  readsPerLook: 1,
  tells: { load: true, originalVersion: true, taskErrors: false },
};

const product = 'bitbucket';
for (const layout of ['/rest/zdu', '/rest/zdu/cluster'] as const) {
  describeAdapter(
    `Bitbucket (${layout}, found)`,
    () => openZdu({ product, layout, timings, auth: login }, { auth: basic }),
    traits,
  );
  describeAdapter(
    `Bitbucket (${layout}, pinned, under a context path)`,
    () => openZdu({ product, layout, contextPath: '/git', timings, auth: login }, { auth: basic, layout }),
    traits,
  );
}

describe('Bitbucket', () => {
  it.each([401, 403])('explains %i to whoever uses a token: admin endpoints take none', async (status) => {
    const { product: cluster, adapter, stop } = await openZdu({ product });
    cluster.faults.status(status, { errors: [{ context: null, message: 'Not permitted.', exceptionName: null }] });

    const error = await failure(adapter.observer.observe());

    expect(error.kind).toBe(status === 401 ? 'unauthorized' : 'forbidden');
    expect(error.message).toBe(
      `GET /rest/zdu/state was answered ${status}: Not permitted. HTTP access tokens are refused on admin endpoints ` +
        '(BSERV-10482): use Basic authentication or OAuth 2',
    );
    const act = adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });
    expect(await failure(act)).toMatchObject({ tookEffect: 'no', message: expect.stringContaining('BSERV-10482') });
    await stop();
  });

  it('does not speak of tokens when a password is refused', async () => {
    const auth = { ...basic, password: 'wr0ng-pa55' };
    const { adapter, stop } = await openZdu({ product, auth: login }, { auth });

    const error = await failure(adapter.observer.observe());

    expect(error.kind).toBe('unauthorized');
    expect(error.message).not.toMatch(/token|wr0ng/);
    await stop();
  });

  it('does not blame the token for a call that was refused as forged', async () => {
    const { product: cluster, adapter, stop } = await openZdu({ product });
    cluster.faults.status(403, 'XSRF check failed', { verb: 'start' });

    const error = await failure(adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true }));

    expect(error.message).toMatch(/^POST \/rest\/zdu\/start was answered 403: XSRF check failed\. /);
    expect(error.message).not.toContain('token');
    await stop();
  });

  it('has no way to run failed upgrade tasks again', async () => {
    const { adapter, stop } = await openZdu({ product });

    expect(adapter.profile.actions.retry).toBeUndefined();

    await stop();
  });
});
