import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/adapters/registry.js';
import { AppError } from '../../src/core/errors.js';
import type { NodeObservation, Observation } from '../../src/core/observation.js';
import type { Adapter } from '../../src/core/ports.js';
import { type ActionName, productNames } from '../../src/core/products.js';
import { answers, slots, values, wholeBodies } from './nasty-bodies.js';
import { bodies, statuses } from './odd-bodies.js';
import { http, type RawServer, startRaw } from './raw-server.js';
import { openFor } from './zdu-harness.js';

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Products in stages have bodies, and tests, of their own. */
const clusters = productNames.filter((name) => registry[name].profile.stages === undefined);

describe.each(clusters)('whatever %s answers', (product) => {
  let replies: { state: Reply; overview: Reply };
  let server: RawServer;
  let adapter: Adapter;
  let close: () => Promise<void>;

  beforeAll(async () => {
    server = await startRaw((head, socket) => {
      const { status, body, headers } = /\/cluster\/nodes |\/cluster |\/cluster\/zdu\/?\s/.test(head)
        ? replies.overview
        : replies.state;
      socket.write(http(status, body, headers ?? {}));
    });
    ({ adapter, close } = openFor(server.url, product === 'confluence' ? { layout: '/rest/zdu' } : {}, product));
  });
  afterAll(async () => {
    await close();
    await server.stop();
  });

  const ok = (value: unknown): Reply => ({ status: 200, body: JSON.stringify(value) ?? '' });

  async function look(): Promise<Observation | AppError> {
    try {
      return await adapter.observer.observe();
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }

  /** What a body says, if it can be read at all. */
  const said = (body: string): string[] => {
    const found: string[] = [];
    try {
      JSON.parse(body, (_key, value: unknown) => {
        if (typeof value === 'string' || typeof value === 'number') found.push(String(value));
        return value;
      });
    } catch {
      // No JSON says nothing.
    }
    return found;
  };

  const statesOf = (node: NodeObservation): string => node.state.replace(/ \(alive: false\)$/, '');

  /** An error that says what is wrong, or nothing that does not stand in the answers. Says which. */
  function expectNothingInvented(seen: Observation | AppError): 'error' | 'seen' {
    if (seen instanceof AppError) {
      expect(seen.kind).not.toBe('internal');
      expect(seen.message.length).toBeLessThan(500);
      return 'error';
    }
    const words = new Set([...said(replies.state.body), ...said(replies.overview.body)]);
    expect(words).toContain(seen.state);
    for (const node of seen.nodes) {
      expect(words).toContain(statesOf(node));
      expect(words).toContain(node.id);
      if (node.version !== undefined) expect([...words].some((word) => word.startsWith(node.version ?? ''))).toBe(true);
    }
    if (!['STABLE', 'MIXED', 'READY_TO_UPGRADE'].includes(seen.state)) expect(seen.phase).toBe('unknown');
    return 'seen';
  }

  it('is an error or stands in the answer, with any value in any slot', async () => {
    const came = { error: 0, seen: 0 };
    for (const slot of slots) {
      for (const value of values) {
        const { state, overview } = answers(product, { [slot]: value });
        replies = { state: ok(state), overview: ok(overview) };
        came[expectNothingInvented(await look())] += 1;
      }
    }
    expect(came.seen).toBeGreaterThan(30);
    expect(came.error).toBeGreaterThan(30);
  });

  it('is an error or stands in the answer, with any body as a whole', async () => {
    for (const body of wholeBodies) {
      const { state, overview } = answers(product, {});
      const odd = { status: 200, body };
      for (const made of [{}, { state: ok(state) }, { overview: ok(overview) }]) {
        replies = { state: odd, overview: odd, ...made };
        expectNothingInvented(await look());
      }
    }
  });

  it('is read in full with thousands of nodes, and refused when two have one id', async () => {
    const { state, overview } = answers(product, {}, 3_000);
    replies = { state: ok(state), overview: ok(overview) };
    expect(await look()).toMatchObject({ state: 'STABLE', nodes: { length: 3_000 } });

    const twice = answers(product, { id: 7 }, 2);
    replies = { state: ok(twice.state), overview: ok(twice.overview) };
    expect(await look()).toMatchObject({ kind: 'bad-body' });
  });

  it.each(['text/html', 'text/plain', 'application/xml', '', 'application/json; charset=utf-16'])(
    'is an error or stands in the answer when it comes as "%s"',
    async (type) => {
      const { state, overview } = answers(product, {});
      const headers = { 'content-type': type };
      replies = { state: { ...ok(state), headers }, overview: { ...ok(overview), headers } };
      expectNothingInvented(await look());
    },
  );

  it('is an error whatever the body says when its status is not 2xx', async () => {
    const { state, overview } = answers(product, {});
    for (const status of [300, 302, 304, 400, 401, 403, 404, 405, 409, 410, 418, 429, 451, 500, 502, 503, 504, 599]) {
      const without = (value: unknown): Reply => ({ ...ok(status === 304 ? undefined : value), status });
      replies = { state: without(state), overview: without(overview) };
      expect(expectNothingInvented(await look())).toBe('error');
    }
  });

  const outcomeOf = (action: ActionName): Promise<unknown> =>
    adapter.actor.act(action, { intended: {}, timeoutMs: 1_000, beforeSend: () => true }).then(
      () => 'done',
      (error: unknown) => (error instanceof AppError ? error.tookEffect : error),
    );

  it('makes no action done but by a 2xx with JSON or nothing, and an effect is only ruled out by a refusal', async () => {
    const actions = Object.keys(adapter.profile.actions) as ActionName[];
    const odd = fc.record({ status: statuses, body: fc.oneof(bodies, fc.constantFrom(...wholeBodies)) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...actions), odd, async (action, { status, body }) => {
        const { state, overview } = answers(product, {});
        const reply = { status, body: status === 204 || status === 304 ? '' : body };
        // The layout is known by now: what is asked next is the call.
        replies = { state: ok(state), overview: ok(overview) };
        await look();
        replies = { state: reply, overview: reply };
        expect(await outcomeOf(action)).toBe(rightOutcome(reply));
      }),
      { numRuns: 200 },
    );
  });
});

/** A 2xx with something else than JSON comes from whatever stands before the product. */
function rightOutcome({ status, body }: Reply): 'done' | 'no' | 'unknown' {
  if (status < 300) return body.trim() === '' || isJsonText(body) ? 'done' : 'unknown';
  return status >= 400 && status < 500 && status !== 408 ? 'no' : 'unknown';
}

function isJsonText(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    // The parser's word is the answer.
    return false;
  }
}
