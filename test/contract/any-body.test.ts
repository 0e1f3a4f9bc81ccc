import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { Observation } from '../../src/core/observation.js';
import type { Adapter } from '../../src/core/ports.js';
import { bodies, statuses } from './odd-bodies.js';
import { http, type RawServer, startRaw } from './raw-server.js';
import { openFor } from './zdu-harness.js';

let reply = { status: 200, body: '' };
let server: RawServer;
let adapter: Adapter;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startRaw((_, socket) => socket.write(http(reply.status, reply.body)));
  ({ adapter, close } = openFor(server.url, { layout: '/rest/zdu' }));
});

afterAll(async () => {
  await close();
  await server.stop();
});

const replies = fc
  .record({ status: statuses, body: bodies })
  .map(({ status, body }) => ({ status, body: status === 204 || status === 304 ? '' : body }));

async function look(): Promise<Observation | AppError> {
  try {
    return await adapter.observer.observe();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** `done`, or what the error says of the call's effect. */
const act = (): Promise<unknown> =>
  adapter.actor.act('start', { intended: {}, timeoutMs: 1000, beforeSend: () => true }).then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.tookEffect : error),
  );

function jsonOrEmpty(body: string): boolean {
  try {
    return body.trim() === '' || JSON.parse(body) !== undefined;
  } catch {
    return false; // the parser's word is the answer
  }
}

const phases = new Map([
  ['STABLE', 'idle'],
  ['MIXED', 'rolling'],
]);

function expectExactlyWhatWasSaid(seen: Observation): void {
  const said = JSON.parse(reply.body) as { state: string; nodes: { state: string }[] };
  expect(reply.status).toBeLessThan(300);
  expect(seen.state).toBe(said.state);
  expect(seen.phase).toBe(phases.get(seen.state) ?? 'unknown');
  expect(seen.nodes.map((node) => node.state)).toEqual(said.nodes.map((node) => node.state));
}

describe('whatever a target answers', () => {
  it('is an error of a known kind, or exactly the state that it says', async () => {
    let observed = 0;
    await fc.assert(
      fc.asyncProperty(replies, async (made) => {
        reply = made;
        const seen = await look();
        if (seen instanceof AppError) {
          expect(seen.kind).not.toBe('internal');
          expect(seen.message.length).toBeLessThan(500);
        } else {
          observed += 1;
          expectExactlyWhatWasSaid(seen);
        }
      }),
      { numRuns: 800 },
    );
    // With fewer the bodies would be too far from real ones to show anything.
    expect(observed).toBeGreaterThan(40);
  });

  it('makes an action done only when it is a 2xx with JSON or without a body', async () => {
    await fc.assert(
      fc.asyncProperty(replies, async (made) => {
        reply = made;
        const done = made.status < 300 && jsonOrEmpty(made.body);
        expect((await act()) === 'done').toBe(done);
      }),
      { numRuns: 300 },
    );
  });

  it('says of an action that failed whether it may have taken effect', async () => {
    await fc.assert(
      fc.asyncProperty(replies, async (made) => {
        reply = made;
        const refused = made.status >= 400 && made.status < 500 && made.status !== 408;
        const outcome = await act();
        expect(outcome).toSatisfy((word) => word === 'done' || word === (refused ? 'no' : 'unknown'));
      }),
      { numRuns: 300 },
    );
  });
});
