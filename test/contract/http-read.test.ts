import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { failureOf, jsonOf, retryAfterMs } from '../../src/adapters/http-answer.js';
import type { AppError } from '../../src/core/errors.js';
import { failure, token, useHttp } from './http-harness.js';
import { http, startRaw } from './raw-server.js';

const harness = useHttp();
const judged = async (): Promise<AppError | undefined> => failureOf(await harness.post(), Date.now());

describe('a read', () => {
  it('reuses its connection', async () => {
    const sockets = new Set<Socket>();
    await harness.serve((_, socket) => {
      sockets.add(socket);
      socket.write(http(200, '{}'));
    });

    for (let round = 0; round < 5; round += 1) {
      await harness.client.get('/state');
      await new Promise(setImmediate); // the connection is free again one turn after the answer
    }

    expect(sockets.size).toBe(1);
  });

  it('is done once more when the connection was cut before an answer, and no third time', async () => {
    let cuts = 1;
    await harness.serve((_, socket) => {
      cuts -= 1;
      if (cuts >= 0) socket.destroy();
      else socket.write(http(200, '{}'));
    });

    expect((await harness.client.get('/state')).status).toBe(200);
    expect(harness.server.received).toHaveLength(2);

    cuts = 9;
    expect((await failure(harness.client.get('/state'))).kind).toBe('unreachable');
    expect(harness.server.received).toHaveLength(4);
  });

  it('follows no redirect, so that credentials go nowhere else', async () => {
    const other = await startRaw((_, socket) => socket.write(http(200, '{}')));
    await harness.serve((_, socket) =>
      socket.write(http(302, '', { location: `${other.url}/login?os_destination=x` })),
    );

    const error = failureOf(await harness.client.get('/state'), 0);

    expect(error).toMatchObject({ kind: 'redirected', message: expect.stringContaining('/login') });
    expect(error?.message).not.toContain('os_destination');
    expect(other.received).toEqual([]);
    await other.stop();
  });

  it.each([
    ['https://me:pa?s;s#w@rd@elsewhere/login', 'https://elsewhere/login'],
    ['/login.jsp;jsessionid=0123?os_destination=x', '/login.jsp'],
    ['//me@elsewhere/', '//elsewhere/'],
  ])('tells of a redirect to %s no more than %s', async (location, told) => {
    await harness.serve((_, socket) => socket.write(http(302, '', { location })));
    expect(failureOf(await harness.client.get('/state'), 0)?.message).toMatch(new RegExp(`\\(302\\) to ${told}$`));
  });

  it('ends at its deadline although bytes keep coming', async () => {
    await harness.serve((_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const begun = Date.now();

    expect(await failure(harness.client.get('/state'))).toMatchObject({ kind: 'unreachable', tookEffect: undefined });
    expect(Date.now() - begun).toBeLessThan(1500);
  });

  it('gives up on an answer that is too long', async () => {
    await harness.serve((_, socket) => socket.write(http(200, 'x'.repeat(5000))));

    expect((await failure(harness.client.get('/state'))).kind).toBe('bad-body');
  });

  it('ends when the caller gives up', async () => {
    await harness.serve(() => undefined);
    const caller = new AbortController();
    const read = failure(harness.client.get('/state', caller.signal));
    await expect.poll(() => harness.server.received.length).toBe(1);

    caller.abort();

    expect((await read).kind).toBe('unreachable');
    expect((await failure(harness.client.get('/state', caller.signal))).kind).toBe('unreachable');
  });

  it.each([
    ['an empty body', ''],
    ['a web page', '<!DOCTYPE html><html><head><title>Log in</title></head></html>'],
    ['something that is not whole JSON', '{"state":"STA'],
  ])('takes %s for no JSON', async (words, body) => {
    await harness.serve((_, socket) => socket.write(http(200, body)));
    const answer = await harness.client.get('/state');

    expect(() => jsonOf(answer)).toThrow(words);
  });
});

describe('the text of an error', () => {
  const secrets = [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token)];

  it.each([
    ['text', (echo: string) => `Bad request: ${echo}`],
    ['JSON', (echo: string) => JSON.stringify({ message: `You sent ${echo}` })],
    ['a list of errors', (echo: string) => JSON.stringify({ errors: [{ message: echo }] })],
    ['a web page', (echo: string) => `<html><body><pre>${echo}</pre></body></html>`],
    ['an address', (echo: string) => `https://x.example?token=${encodeURIComponent(echo)}`],
  ])('holds no secret although the server echoes the request as %s', async (_, body) => {
    await harness.serve((head, socket) => {
      const echo = /authorization: (.*)\r\n/.exec(head)?.[1] ?? 'nothing';
      socket.write(http(400, body(echo), { location: echo }));
    });

    const message = (await judged())?.message ?? '';

    expect(message).toContain('***');
    for (const secret of secrets) expect(message).not.toContain(secret);
  });

  it('holds neither the password nor the encoded credentials of Basic authentication', async () => {
    await harness.serve((head, socket) => socket.write(http(403, `${/Basic (\S+)/.exec(head)?.[1]} pa55word`)), {
      kind: 'basic',
      username: 'bot',
      password: 'pa55word',
    });

    expect((await judged())?.message).toBe('POST /start was answered 403: *** ***');
  });

  it('is short, one line and without markup', async () => {
    const page = `<html><head><title>502 Bad Gateway</title></head><body>${'<p>long</p>'.repeat(100)}</body></html>`;
    await harness.serve((_, socket) => socket.write(http(502, page)));
    expect((await judged())?.message).toBe('POST /start was answered 502: 502 Bad Gateway');
    await harness.server.stop();

    await harness.serve((_, socket) => socket.write(http(400, `first\r\nsecond\u0007 ${'x'.repeat(1000)}`)));
    const message = (await judged())?.message ?? '';
    expect(message).toMatch(/^POST \/start was answered 400: first second x+…$/);
    expect(message.length).toBeLessThan(260);
  });

  it('passes the sentence of a refusal on', async () => {
    await harness.serve((_, socket) => socket.write(http(403, 'XSRF check failed', { 'content-type': 'text/plain' })));

    expect((await judged())?.message).toBe('POST /start was answered 403: XSRF check failed');
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');

  it.each([
    ['7', 7000],
    ['0', 0],
    ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['99999999', 3_600_000],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s is a wait of %s ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });

  it('is carried by the error', async () => {
    await harness.serve((_, socket) => socket.write(http(429, '{}', { 'retry-after': '3' })));

    expect(failureOf(await harness.client.get('/state'), Date.now())).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 3000,
    });
  });
});
