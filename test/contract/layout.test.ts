import { afterEach, describe, expect, it } from 'vitest';
import type { AdapterConfig } from '../../src/adapters/registry.js';
import { startZdu, type ZduOptions, type ZduServer } from '../../src/sandbox/zdu/server.js';
import { failure } from './http-harness.js';
import { openZdu, type ZduUnderTest } from './zdu-harness.js';

const stops: (() => Promise<void>)[] = [];

async function open(options: ZduOptions = {}, config: Partial<AdapterConfig> = {}): Promise<ZduUnderTest> {
  const under = await openZdu(options, config);
  stops.push(under.stop);
  return under;
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The product comes back on the same port with another layout, as after an upgrade of the product. */
async function comeBack(product: ZduServer, options: ZduOptions): Promise<ZduServer> {
  await product.stop();
  const back = await startZdu({ auth: { token: 't0ken' }, port: Number(new URL(product.url).port), ...options });
  stops.push(back.stop);
  return back;
}

const paths = (product: ZduServer, from = 0): string[] =>
  product.requests.slice(from).map((request) => `${request.method} ${request.path}`);

describe('finding the layout', () => {
  it('looks at state paths in a fixed order, by reading only, and remembers', async () => {
    const { product, adapter } = await open({ layout: '/rest/zdu/cluster/zdu' });

    await adapter.observer.observe();
    await adapter.observer.observe();

    expect(paths(product)).toEqual([
      'GET /rest/zdu/state',
      'GET /rest/zdu/cluster/state',
      'GET /rest/zdu/cluster/zdu/state',
      'GET /rest/zdu/cluster/zdu',
      'GET /rest/zdu/cluster/zdu',
    ]);
  });

  it('is told by the state path, since the overview is the same in two layouts', async () => {
    const { product, adapter } = await open({ layout: '/rest/zdu/cluster' });

    await adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });

    expect(product.posts().map((post) => post.path)).toEqual(['/rest/zdu/cluster/start']);
  });

  it('does not look when the layout is pinned', async () => {
    const { product, adapter } = await open({}, { layout: '/rest/zdu' });

    await adapter.observer.observe();

    expect(paths(product)).toEqual(['GET /rest/zdu/cluster']);
  });

  it('does not go elsewhere when the pinned layout is wrong', async () => {
    const { product, adapter } = await open({ layout: '/rest/zdu' }, { layout: '/rest/zdu/cluster/zdu' });

    expect((await failure(adapter.observer.observe())).kind).toBe('not-found');
    expect(paths(product).some((path) => path.includes('/rest/zdu/state'))).toBe(false);
  });

  it.each([404, 405, 500])('goes on to the next layout after %i', async (status) => {
    const { product, adapter } = await open({ layout: '/rest/zdu/cluster' });
    product.faults.status(status, '<html>Oops</html>', { times: 1 });

    expect((await adapter.observer.observe()).phase).toBe('idle');
  });

  it.each([
    ['401', 'unauthorized', (product: ZduServer) => product.faults.unauthorized()],
    ['a redirect', 'redirected', (product: ZduServer) => product.faults.redirect()],
    ['a web page', 'not-json', (product: ZduServer) => product.faults.html({ status: 200 })],
    ['502', 'unreachable', (product: ZduServer) => product.faults.html()],
  ])('stops at %s, which says nothing about paths', async (_, kind, begin) => {
    const { product, adapter } = await open();
    begin(product);

    expect((await failure(adapter.observer.observe())).kind).toBe(kind);
    expect(product.requests).toHaveLength(1);
  });

  it('says that there is no such API when no layout is there', async () => {
    const { product, adapter } = await open();
    product.faults.status(404, '');

    const error = await failure(adapter.observer.observe());

    expect(error).toMatchObject({ kind: 'not-found', message: expect.stringContaining('context path') });
  });

  it('does not say so while the product answers 500 everywhere', async () => {
    const { product, adapter } = await open();
    product.faults.status(500, { message: 'boom' });

    expect(await failure(adapter.observer.observe())).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('boom'),
    });
  });

  it('looks again when the overview is gone', async () => {
    const { product, adapter } = await open({ layout: '/rest/zdu/cluster/zdu' });
    await adapter.observer.observe();
    const back = await comeBack(product, { layout: '/rest/zdu' });

    expect((await adapter.observer.observe()).phase).toBe('idle');
    expect(paths(back)).toEqual(['GET /rest/zdu/cluster/zdu', 'GET /rest/zdu/state', 'GET /rest/zdu/cluster']);
  });

  it('keeps what it knew when every path is missing for a moment', async () => {
    const { product, adapter } = await open();
    await adapter.observer.observe();
    const clear = product.faults.status(404, '');
    expect((await failure(adapter.observer.observe())).kind).toBe('not-found');
    clear();
    const before = product.requests.length;

    expect((await adapter.observer.observe()).phase).toBe('idle');
    expect(paths(product, before)).toEqual(['GET /rest/zdu/cluster']);
  });

  it('looks again after the versions changed, before the next call', async () => {
    const { product, adapter } = await open({ layout: '/rest/zdu' });
    await adapter.observer.observe();
    const back = await comeBack(product, { layout: '/rest/zdu/cluster', version: '9.2.21' });
    await adapter.observer.observe();

    await adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });

    expect(back.posts().map((post) => [post.path, post.status])).toEqual([['/rest/zdu/cluster/start', 200]]);
  });

  it('does not try a refused call on another path', async () => {
    const { product, adapter } = await open({ layout: '/rest/zdu' });
    await adapter.observer.observe();
    const back = await comeBack(product, { layout: '/rest/zdu/cluster' });

    const act = adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });

    expect(await failure(act)).toMatchObject({ kind: 'not-found', tookEffect: 'no' });
    expect(back.posts().map((post) => post.path)).toEqual(['/rest/zdu/start']);
    await adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });
    expect(back.posts().map((post) => post.path)).toEqual(['/rest/zdu/start', '/rest/zdu/cluster/start']);
  });

  it('knows that nothing was sent when looking for the layout fails', async () => {
    const { product, adapter } = await open();
    product.faults.html();

    const act = adapter.actor.act('start', { intended: {}, timeoutMs: 300, beforeSend: () => true });

    expect(await failure(act)).toMatchObject({ kind: 'unreachable', tookEffect: 'no' });
    expect(product.posts()).toEqual([]);
  });
});
