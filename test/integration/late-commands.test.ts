import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askFor, makeService, press, type Service, target } from '../support/service.js';
import { type SmallCluster, smallCluster } from '../support/small-cluster.js';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js';

let cluster: SmallCluster;
let proxy: TcpProxy;
/** Near the store. */
let near: Service;
/** Its commands can be held up on their way, as by a store that is frozen. */
let far: Service;
let holdAfterReading = false;

beforeEach(async () => {
  holdAfterReading = false;
  cluster = smallCluster();
  near = makeService(cluster);
  await near.look();
  proxy = await startProxy(near.store.url);
  far = makeService(cluster, {
    prefix: near.store.prefix,
    redis: { url: proxy.url, patience: 'fast' },
    timeline: (timeline) => ({
      ...timeline,
      record: async (name) => {
        const record = await timeline.record(name);
        if (holdAfterReading) proxy.hold();
        return record;
      },
    }),
  });
  await expect.poll(() => far.services.show({ kind: 'status', target }, 'U0ALICE')).toMatchObject({ kind: 'status' });
});

afterEach(async () => {
  near.store.close();
  far.store.close();
  await proxy.stop();
});

const types = async () => (await near.events()).map(({ type }) => type);

/** Lets everything through, and waits until the store has had it all. */
async function catchUp(): Promise<void> {
  proxy.release();
  holdAfterReading = false;
  await expect.poll(() => far.services.show({ kind: 'history', target }, 'U0ALICE')).toMatchObject({ kind: 'history' });
}

describe('what a person was told was not done, because the store did not answer,', () => {
  it('is not done later: a request', async () => {
    holdAfterReading = true;
    const answer = await far.services.ask({ target, action: 'approve', by: 'U0ALICE' });
    await catchUp();
    expect(answer).toEqual({ kind: 'refused', refusal: { why: 'store-down' } });
    expect(await types()).toEqual(['opened', 'state']);
  });

  it.each(['approve', 'reject'] as const)('is not done later: a press of %s', async (decision) => {
    const request = await askFor(near, 'approve');
    holdAfterReading = true;
    const answer = await press(far, request, 'U0BOB', decision);
    await catchUp();
    expect(answer).toEqual({ kind: 'refused', refusal: { why: 'store-down' } });
    expect(await types()).toEqual(['opened', 'state', 'asked']);
  });
});
