import { afterEach, describe, expect, it, vi } from 'vitest';
import { examined } from '../support/examined.js';

afterEach(() => vi.useRealTimers());

describe('examining a target', () => {
  it('finds nothing wrong with a cluster that answers, and says where its calls are', async () => {
    const { look } = await examined({ cluster: { layout: '/rest/zdu/cluster' } });

    const target = (await look())[2];

    expect(target).toMatchObject({ kind: 'target', title: 'wiki' });
    expect(target?.checks.every(({ result }) => result === 'ok')).toBe(true);
    expect(target?.checks.map(({ name }) => name)).toEqual([
      'connection',
      'credentials',
      'upgrade API',
      'cluster',
      'state',
      'version',
      'clock',
      'operators',
      'approvers',
    ]);
    expect(target?.checks[2]?.detail).toBe('found at /rest/zdu/cluster');
  });

  it('reads only', async () => {
    const { cluster, look } = await examined();

    await look();

    expect(cluster.requests.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual([]);
    expect(cluster.requests.length).toBeGreaterThan(0);
  });

  it('names a wrong token, having tried it once', async () => {
    const { cluster, problems } = await examined({ adapter: { auth: { kind: 'bearer', token: 'wr0ng' } } });

    expect(await problems('target')).toMatchObject([
      { name: 'credentials', result: 'failed', remedy: expect.stringContaining('Check the user or token') },
    ]);
    expect(cluster.requests).toHaveLength(1);
  });

  it.each([
    ['XSRF check failed', /header X-Atlassian-Token/],
    [{ message: 'Basic Authentication has been disabled on this instance.' }, /Basic.*switched off/],
    ['<html><body>Blocked</body></html>', /authentication apps/],
    [{ message: 'You shall not pass.' }, /System Administrator/],
  ])('tells what 403 with %j means, once', async (body, remedy) => {
    const { cluster, problems } = await examined();
    cluster.faults.status(403, body);

    const [problem, ...others] = await problems('target');

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ name: 'access', result: 'failed', remedy: expect.stringMatching(remedy) });
    expect(problem?.detail).not.toMatch(remedy);
  });

  it('names a product that is no cluster', async () => {
    const { problems } = await examined({ cluster: { clustered: false } });

    expect(await problems('target')).toMatchObject([{ name: 'cluster', result: 'failed' }]);
  });

  it('names an address without an upgrade API', async () => {
    const { cluster, problems } = await examined();
    cluster.faults.status(404, { message: 'nothing here' });

    expect(await problems('target')).toMatchObject([
      { name: 'upgrade API', result: 'failed', remedy: expect.stringContaining('context path') },
    ]);
  });

  it('looks for the layout anew although the watch has found one', async () => {
    const { cluster, look } = await examined();
    await look();
    const before = cluster.requests.filter(({ verb }) => verb === 'state').length;

    await look();

    expect(cluster.requests.filter(({ verb }) => verb === 'state').length).toBeGreaterThan(before);
  });

  it.each(['refuse', 'hang'] as const)('names a target that is down (%s)', async (how) => {
    const { cluster, problems } = await examined();
    await cluster.faults.down(how);

    expect(await problems('target')).toMatchObject([
      { name: 'connection', result: 'failed', remedy: expect.stringContaining('network') },
    ]);
  });

  it('names a state that it does not know', async () => {
    const { cluster, problems } = await examined();
    cluster.faults.malformed('unknown-state');

    expect(await problems('target')).toMatchObject([
      { name: 'state', result: 'failed', detail: 'UPGRADE_IN_PROGRESS is no state that the bot knows' },
    ]);
  });

  it('does not know a target that asks to wait', async () => {
    const { cluster, problems } = await examined();
    cluster.faults.rateLimit(5);

    expect(await problems('target')).toMatchObject([{ name: 'upgrade API', result: 'unknown' }]);
  });
});

describe('clocks', () => {
  it('are compared with those of Slack, Redis and the target', async () => {
    const { problems } = await examined();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });

    for (const kind of ['slack', 'store', 'target'] as const) {
      expect(await problems(kind)).toContainEqual(
        expect.objectContaining({ name: 'clock', result: 'warning', detail: expect.stringMatching(/ahead of/) }),
      );
    }
  });
});
