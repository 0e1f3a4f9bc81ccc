import { describe, expect, it } from 'vitest';
import { instabase } from '../../src/adapters/instabase/profile.js';
import type { InstabaseServer } from '../../src/sandbox/instabase/server.js';
import { failure } from './http-harness.js';
import { closeAfterEach, openFor, openUnderTest } from './instabase-harness.js';

closeAfterEach();

describe('an Instabase target', () => {
  it('gets the token in its own header and nowhere else', async () => {
    const { server, observe } = await openUnderTest();
    await observe();

    const [request] = server.requests;
    expect(request?.headers).toHaveProperty('token');
    expect(request?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['a wrong token', {}, { auth: { kind: 'bearer', token: 'wrong' } as const }, 'unauthorized'],
    ['a token without rights', { allowed: false }, {}, 'forbidden'],
  ])('tells %s by the code in the body', async (_, options, config, kind) => {
    const { observe, act } = await openUnderTest(options, config);

    expect((await failure(observe())).kind).toBe(kind);
    expect(await failure(act('start'))).toMatchObject({ kind, tookEffect: 'no' });
  });

  it('reads a release once per run, and at every look while it is not started', async () => {
    const { server, observe } = await openUnderTest();
    const reads = (): number => server.requests.filter(({ verb }) => verb === 'show').length;
    server.run.create({ releaseVersion: '23.10.0' });
    await observe();
    server.run.act('abandon');
    server.run.create({ releaseVersion: '23.10.1' });
    expect((await observe()).run?.release).toBe('23.10.1');
    server.run.act('start');
    await observe();
    const before = reads();

    await observe();
    await observe();

    expect(reads()).toBe(before);
  });

  it.each([
    ['goes on to the next stage', (server: InstabaseServer) => server.run.finishStage(), 'WRITE_NEW_CONFIGS'],
    ['fails', (server: InstabaseServer) => server.run.failStage('disk is full'), 'MIGRATE_DB'],
  ] as const)('is read again when it %s between the two calls of a look', async (_, move, state) => {
    const { server, observe } = await openUnderTest();
    server.run.create();
    server.run.enterStage('MIGRATE_DB');
    const held = server.faults.hold('events', { act: 'last', times: 1 });
    const looking = observe();
    await held.reached;
    move(server);
    held.release();

    const seen = await looking;

    expect(seen.state).toBe(state);
    expect(seen.run?.failure !== undefined).toBe(seen.run?.stages.some(({ condition }) => condition === 'error'));
    expect(seen.run?.stages.filter(({ condition }) => condition === 'underway').map(({ name }) => name)).toEqual(
      seen.run?.failure === undefined ? [state] : [],
    );
  });

  it('is read twice at most when its progress and its stages never agree', async () => {
    const { server, observe } = await openUnderTest();
    server.run.create();
    server.run.enterStage('MIGRATE_DB');
    const events = [{ stage: { name: 4, status: 2, logs: [] } }];
    server.faults.fail('events', { status: 200, body: { events }, times: Number.POSITIVE_INFINITY });

    const seen = await observe();

    expect(seen.state).toBe('MIGRATE_DB');
    expect(server.requests.filter(({ verb }) => verb === 'events')).toHaveLength(2);
  });

  it('is watched on without its release when that cannot be read', async () => {
    const { server, observe } = await openUnderTest();
    server.run.create();
    server.faults.html('show');

    const seen = await observe();

    expect(seen.phase).toBe('prepared');
    expect(seen.run).not.toHaveProperty('release');
  });

  it.each([
    ['start', 'prepared'],
    ['complete', 'finalizable'],
  ] as const)('leaves it open whether a %s took effect whose answer is lost', async (action, phase) => {
    const { server, observe, act } = await openUnderTest();
    server.run.create();
    if (phase === 'finalizable') server.run.enterStage('CONFIRM_COMPLETION');
    server.faults.loseReply(action);

    expect(await failure(act(action))).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });
    const judge = instabase.actions[action]?.judge;
    expect(judge?.({}, await observe())).toBe('done');
    expect(server.posts().filter(({ verb }) => verb === action)).toHaveLength(1);
  });

  it('sends nothing when it is too late', async () => {
    const { server, act } = await openUnderTest();
    server.run.create();

    expect(await failure(act('start', { beforeSend: () => false }))).toMatchObject({ tookEffect: 'no' });
    expect(server.posts()).toEqual([]);
  });

  it('gives a validation up when its caller does', async () => {
    const { server, act } = await openUnderTest({ validateMs: Number.POSITIVE_INFINITY });
    server.run.create();
    const giveUp = new AbortController();
    const validation = failure(act('validate', { signal: giveUp.signal, timeoutMs: 60_000 }));
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);

    giveUp.abort();

    expect(await validation).toMatchObject({ kind: 'unreachable' });
  });

  it('is examined by reading only', async () => {
    const { server, adapter } = await openUnderTest();

    const found = await adapter.examiner.examine();

    expect(found).toMatchObject({ outcome: { ok: true, seen: { state: 'NOT_FOUND' } }, where: '/product/upgrade' });
    expect(found).toMatchObject({ clock: { stepMs: 1000 }, inStages: true });
    expect(server.posts()).toEqual([]);
  });

  it('cannot be opened without a token', () => {
    const auth = { kind: 'basic', username: 'bot', password: 'x' } as const;

    expect(() => openFor('http://127.0.0.1:1', { auth })).toThrow('token');
  });
});
