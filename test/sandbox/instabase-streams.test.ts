import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';

interface Stage {
  readonly name: number;
  readonly status: number;
  readonly logs: readonly { readonly msg: string }[];
}

let server: InstabaseServer;
const sockets: WebSocket[] = [];

async function start(options: InstabaseOptions = {}): Promise<void> {
  server = await startInstabase({ stageMs: Number.POSITIVE_INFINITY, ...options });
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.stop();
});

/** Follows the stream; `frames` holds what came, `ended` how it ended. */
function follow(headers: Record<string, string> = { Token: server.token }) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/product/upgrade/events`, { headers });
  sockets.push(socket);
  const frames: string[] = [];
  const ended: (number | string)[] = [];
  let pongs = 0;
  socket.on('message', (data) => frames.push(String(data)));
  socket.on('pong', () => {
    pongs += 1;
  });
  socket.on('close', (code) => ended.push(code));
  socket.on('error', (error) => ended.push(error.message));
  const stages = (frame: string): readonly Stage[] =>
    (JSON.parse(frame) as { events: { stage: Stage }[] }).events.map(({ stage }) => stage);
  return {
    socket,
    frames,
    ended,
    pongs: (): number => pongs,
    stages: (): readonly (readonly Stage[])[] => frames.map(stages),
    opened: (): Promise<void> => expect.poll(() => socket.readyState).toBe(WebSocket.OPEN),
  };
}

const arrived = (frames: readonly unknown[], count: number): Promise<void> =>
  expect.poll(() => frames.length, { interval: 5 }).toBe(count);

describe('the event stream of a simulated Instabase', () => {
  it('tells everything on connecting and again on every change', async () => {
    await start();
    server.run.create();
    const stream = follow();
    await arrived(stream.frames, 1);

    server.run.act('start');
    await arrived(stream.frames, 2);
    server.run.log('INFO', 'Scaling down Deployments');
    await arrived(stream.frames, 3);

    const [first = [], second = [], third = []] = stream.stages();
    expect(first.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(second.slice(0, 3).map(({ name, status }) => [name, status])).toEqual([
      [0, 3],
      [1, 2],
      [2, 1],
    ]);
    expect(third).toHaveLength(8);
    expect(third[1]?.logs).toMatchObject([{ msg: 'Scaling down Deployments' }]);
  });

  it('may tell only what is new after that', async () => {
    await start({ stream: 'deltas' });
    server.run.create();
    server.run.act('start');
    server.run.log('INFO', 'one');
    const stream = follow();
    await arrived(stream.frames, 1);

    server.run.log('INFO', 'two');
    await arrived(stream.frames, 2);
    server.run.finishStage();
    await arrived(stream.frames, 3);

    const [first = [], second, third] = stream.stages();
    expect(first).toHaveLength(8);
    expect(second).toMatchObject([{ name: 1, status: 2, logs: [{ msg: 'two' }] }]);
    expect(third).toMatchObject([
      { name: 1, status: 3, logs: [] },
      { name: 2, status: 2, logs: [] },
    ]);
  });

  it('may wrap each message and put several into one frame', async () => {
    await start({ dialect: { wrapped: true } });
    server.run.create();
    const stream = follow();
    await arrived(stream.frames, 1);
    server.run.act('start');
    await arrived(stream.frames, 2);

    const lines = (stream.frames[1] ?? '').trimEnd().split('\n');

    expect(lines).toHaveLength(2);
    const results = lines.map((line) => JSON.parse(line) as { result: { events: { stage: Stage }[] } });
    expect(results.map(({ result }) => result.events[1]?.stage.status)).toEqual([1, 2]);
  });

  it('may put what is new of each stage into a message of its own', async () => {
    await start({ stream: 'deltas', dialect: { wrapped: true, events: 'flat' } });
    server.run.create();
    const stream = follow();
    await arrived(stream.frames, 1);
    server.run.act('start');
    await arrived(stream.frames, 2);

    const lines = (stream.frames[1] ?? '').trimEnd().split('\n');

    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { result: { events: [{ name: 0, status: 3, logs: [] }] } },
      { result: { events: [{ name: 1, status: 2, logs: [] }] } },
    ]);
  });

  it('ends with an error in such a wrapping while there is no upgrade', async () => {
    await start({ dialect: { wrapped: true } });
    const stream = follow();

    await arrived(stream.ended, 1);

    expect(stream.ended).toEqual([1000]);
    expect(JSON.parse(stream.frames[0] ?? '')).toEqual({ error: { code: 5 } });
  });

  it('waits in silence otherwise, and tells of the first upgrade', async () => {
    await start();
    const stream = follow();
    await stream.opened();
    expect(stream.frames).toEqual([]);

    server.run.create();

    await arrived(stream.frames, 1);
  });
});

describe('the handshake of the event stream', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { Token: 'wrong' }],
    ['only an authorization', { Authorization: 'Bearer sandbox-deployment-manager-token' }],
  ])('is refused with %s', async (_what, headers) => {
    await start();
    const stream = follow(headers);

    await arrived(stream.ended, 2);

    expect(stream.ended[0]).toContain('401');
    expect(server.openStreams()).toBe(0);
  });

  it('may be refused for a while', async () => {
    await start();
    server.faults.refuseStreams(503);
    const refused = follow();
    await arrived(refused.ended, 2);
    expect(refused.ended[0]).toContain('503');

    await follow().opened();

    expect(server.requests.map(({ verb, status }) => [verb, status])).toEqual([
      ['stream', 503],
      ['stream', 101],
    ]);
  });

  it('is needed: a plain GET is told to upgrade', async () => {
    await start();

    const answer = await fetch(`${server.url}/product/upgrade/events`, { headers: { Token: server.token } });

    expect(answer.status).toBe(426);
  });
});

describe('faults of the event stream', () => {
  it('can cut it without a word', async () => {
    await start();
    const stream = follow();
    await stream.opened();

    server.faults.cutStreams();

    await arrived(stream.ended, 1);
    expect(stream.ended).toEqual([1006]);
    await expect.poll(server.openStreams).toBe(0);
  });

  it('can silence it: neither messages nor pongs, until it speaks again', async () => {
    await start();
    const stream = follow();
    await stream.opened();
    const speak = server.faults.silenceStreams();
    stream.socket.ping();
    server.run.create();
    // A plain call made after them shows that both have had their time.
    await fetch(`${server.url}/product/upgrade`, { headers: { Token: server.token } });
    expect([stream.frames.length, stream.pongs()]).toEqual([0, 0]);

    speak();
    stream.socket.ping();

    await arrived(stream.frames, 1);
    await expect.poll(stream.pongs).toBe(1);
  });

  it('ends with the server being down, and can be opened again', async () => {
    await start();
    const stream = follow();
    await stream.opened();
    await server.faults.down();
    await arrived(stream.ended, 1);

    await server.faults.up();

    await follow().opened();
  });
});
