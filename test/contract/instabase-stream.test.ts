import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { openConnections } from '../../src/adapters/http.js';
import { openEventStream } from '../../src/adapters/instabase/events-stream.js';
import { closeAfterEach, dialects, openUnderTest } from './instabase-harness.js';

closeAfterEach();

/** Listens to an adapter's stream until the end of the test. */
function listening(adapter: { nudges?: { listen(nudge: () => void): { close(): void } } }) {
  const heard = { nudges: 0 };
  const stream = adapter.nudges?.listen(() => {
    heard.nudges += 1;
  });
  closers.push(() => stream?.close());
  return heard;
}

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe.each(dialects)('the event stream of Instabase, written %s', (_, dialect) => {
  it('says that it is worth looking when something happens', async () => {
    const { server, adapter } = await openUnderTest({ dialect });
    server.run.create();
    const heard = listening(adapter);
    await expect.poll(() => server.openStreams()).toBe(1);
    await expect.poll(() => heard.nudges).toBeGreaterThan(0);
    const before = heard.nudges;

    server.run.act('start');

    await expect.poll(() => heard.nudges).toBeGreaterThan(before);
  });
});

describe('the event stream of Instabase', () => {
  it('is opened with the token, and not at all after it is closed', async () => {
    const { server, adapter } = await openUnderTest();
    server.run.create();
    const stream = adapter.nudges?.listen(() => undefined);
    await expect.poll(() => server.openStreams()).toBe(1);
    expect(server.requests.at(-1)).toMatchObject({ verb: 'stream' });

    stream?.close();

    await expect.poll(() => server.openStreams()).toBe(0);
  });

  it('comes back after it was cut', { timeout: 10_000 }, async () => {
    const { server, adapter } = await openUnderTest();
    server.run.create();
    const heard = listening(adapter);
    await expect.poll(() => heard.nudges).toBe(1);

    server.faults.cutStreams();

    await expect.poll(() => server.openStreams(), { timeout: 5_000 }).toBe(1);
    await expect.poll(() => heard.nudges, { timeout: 5_000 }).toBe(2);
  });

  it('is tried again after a refusal, and stays no concern of a look', { timeout: 10_000 }, async () => {
    const { server, adapter, observe } = await openUnderTest();
    server.run.create();
    server.faults.refuseStreams(503);
    const heard = listening(adapter);

    expect((await observe()).phase).toBe('prepared');

    await expect.poll(() => heard.nudges, { timeout: 5_000 }).toBe(1);
  });
});

describe('a stream that says odd things', () => {
  const news = JSON.stringify({ events: [{ stage: { name: 1 } }] });

  async function serve(connected: (socket: WebSocket) => void, times: { renewAfterMs?: number } = {}) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    const connections = openConnections();
    const counted = { connections: 0, server };
    server.on('connection', (socket) => {
      counted.connections += 1;
      connected(socket);
    });
    closers.push(
      () => connections.destroy(),
      () => server.close(),
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/events`;
    const header = { name: 'token', value: 'x' };
    const waits = { firstWaitMs: 10, longestWaitMs: 100 };
    const nudges = openEventStream({ url, header, connections, ...waits, ...times });
    return { counted, heard: listening({ nudges }) };
  }

  it.each([
    ['several messages in a frame', `${news}\n${news}\n`],
    ['one good message among broken ones', `{"events":[{"sta\n${news}`],
    ['a frame too large to be looked into', 'x'.repeat(1_000_001)],
  ])('nudges once for %s', async (_, frame) => {
    const { heard } = await serve((socket) => socket.send(frame));

    await expect.poll(() => heard.nudges).toBe(1);
  });

  it.each(['', 'nonsense', '{}', '{"events":[]}', '{"events":5}', '[1]', '{"error":{"code":5}}', 'null'])(
    'takes %j for nothing',
    async (frame) => {
      const { counted, heard } = await serve((socket) => {
        socket.send(frame);
        socket.send(Buffer.from([1, 2]));
        socket.close();
      });

      // It is opened again only when everything before the end has been read.
      await expect.poll(() => counted.connections).toBeGreaterThan(1);
      expect(heard.nudges).toBe(0);
    },
  );

  it('is opened anew when it says nothing for long', async () => {
    const { counted } = await serve(() => undefined, { renewAfterMs: 30 });

    await expect.poll(() => counted.connections, { timeout: 5_000 }).toBeGreaterThan(2);
  });

  it('is opened again ever more slowly while it is closed at once', async () => {
    const opened: number[] = [];
    await serve((socket) => {
      opened.push(Date.now());
      socket.close();
    });

    await expect.poll(() => opened.length, { timeout: 5_000 }).toBeGreaterThan(6);

    const gap = (index: number): number => (opened[index + 1] ?? 0) - (opened[index] ?? 0);
    expect(gap(5)).toBeGreaterThan(gap(0));
  });
});
