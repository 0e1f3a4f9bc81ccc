import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openHttp } from '../../src/adapters/http.js';
import { failureOf, requireDone } from '../../src/adapters/http-answer.js';
import type { AppError } from '../../src/core/errors.js';
import { failure, token, useHttp } from './http-harness.js';
import { http } from './raw-server.js';

const harness = useHttp();
const judged = async (): Promise<AppError | undefined> => failureOf(await harness.post(), Date.now());

describe('a POST', () => {
  it('carries credentials, no body and no keep-alive, under the path of the base URL', async () => {
    await harness.serve((_, socket) => socket.write(http(200, '{}')));

    await harness.post();

    expect(harness.server.received).toHaveLength(1);
    expect(harness.server.received[0]).toMatch(/^POST \/wiki\/start HTTP\/1\.1\r\n/);
    expect(harness.server.received[0]).toContain(`authorization: Bearer ${token}`);
    expect(harness.server.received[0]).toContain('content-length: 0');
    expect(harness.server.received[0]).toContain('connection: close');
  });

  it('certainly took no effect when the connection is refused', async () => {
    await harness.serve(() => undefined);
    await harness.server.stop();

    expect(await failure(harness.post())).toMatchObject({ kind: 'unreachable', tookEffect: 'no' });
  });

  it('certainly took no effect when the host name is unknown', async () => {
    await harness.serve(() => undefined);
    harness.client = openHttp(harness.connections, {
      url: 'http://no-such-host.invalid',
      auth: { kind: 'bearer', token },
    });

    expect(await failure(harness.post(undefined, 5000))).toMatchObject({ kind: 'unreachable', tookEffect: 'no' });
  });

  it('is not written when it is too late, although a connection was made', async () => {
    await harness.serve((_, socket) => socket.write(http(200, '{}')));

    expect(await failure(harness.post(() => false))).toMatchObject({ tookEffect: 'no' });
    await harness.client.get('/after');

    expect(harness.server.received.map((head) => head.split(' ')[0])).toEqual(['GET']);
  });

  it.each([
    ['the connection is cut after it was written', (_: string, socket: Socket) => socket.destroy()],
    ['the connection is reset after it was written', (_: string, socket: Socket) => socket.resetAndDestroy()],
    ['the other side closes without an answer', (_: string, socket: Socket) => socket.end()],
    [
      'the answer breaks off',
      (_: string, socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"st'),
    ],
    ['no answer comes', () => undefined],
    ['the answer is not HTTP', (_: string, socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ])('has an unknown outcome and is not repeated when %s', async (_, answer) => {
    await harness.serve(answer);

    expect(await failure(harness.post())).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });

    await harness.client.get('/after').catch(() => undefined); // only to give a repetition the time it would need
    expect(harness.server.received.filter((head) => head.startsWith('POST'))).toHaveLength(1);
  });

  it('goes over a connection of its own, so that it cannot be lost on one that is just being closed', async () => {
    await harness.serve((head, socket) => {
      socket.write(http(200, '{}'));
      if (head.startsWith('GET')) setImmediate(() => socket.resetAndDestroy());
    });

    for (let round = 0; round < 20; round += 1) {
      await harness.client.get('/state');
      expect((await harness.post()).status).toBe(200);
    }

    expect(harness.server.received.filter((head) => head.startsWith('POST'))).toHaveLength(20);
  });

  it.each([
    [400, 'refused', 'no'],
    [401, 'unauthorized', 'no'],
    [403, 'forbidden', 'no'],
    [404, 'not-found', 'no'],
    [405, 'not-found', 'no'],
    [408, 'refused', 'unknown'],
    [409, 'conflict', 'no'],
    [415, 'refused', 'no'],
    [429, 'rate-limited', 'no'],
    [302, 'redirected', 'unknown'],
    [500, 'unreachable', 'unknown'],
    [502, 'unreachable', 'unknown'],
    [503, 'unreachable', 'unknown'],
    [504, 'unreachable', 'unknown'],
  ])('answered %i is %s and its effect: %s', async (status, kind, tookEffect) => {
    await harness.serve((_, socket) => socket.write(http(status, '{"message":"why"}')));

    expect(await judged()).toMatchObject({ kind, tookEffect });
    expect(harness.server.received).toHaveLength(1);
  });

  it.each([
    [200, '{"state":"X"}', undefined],
    [201, '', undefined],
    [204, '', undefined],
    [200, '<html><title>Log in</title></html>', 'not-json'],
    [200, '{"state":', 'not-json'],
  ])('answered %i %j is judged as %s', async (status, body, kind) => {
    await harness.serve((_, socket) => socket.write(http(status, body)));

    const answer = await harness.post();
    const error = await Promise.resolve()
      .then(() => requireDone(answer))
      .catch((reason: unknown) => reason as AppError);

    expect(failureOf(answer, 0)).toBeUndefined();
    expect(error?.kind).toBe(kind);
    expect(error?.tookEffect).toBe(kind === undefined ? undefined : 'unknown');
  });
});
