import { createRules, type Rules } from '../slack/fault-rules.js';
import type { Fault, Reach } from '../slack/faults.js';
import type { Verb } from './routes.js';

/** Of which call: one verb, or all of them. */
export type Hit = Verb | '*';

/** What is sent in place of an answer. */
export interface Substitute {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Effect =
  | { readonly kind: 'drop' }
  | { readonly kind: 'cut-upload'; readonly afterBytes: number }
  | { readonly kind: 'lose' }
  /** Sent at once; with `acted` the call is carried out all the same, in its own time. */
  | { readonly kind: 'reply'; readonly reply: Substitute; readonly acted: boolean }
  | { readonly kind: 'wait'; readonly until: () => Promise<void>; readonly act: 'first' | 'last' };

const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };

/** What a proxy shows when the Deployment Manager does not answer in time. */
const gatewayPage = (status: number): string =>
  `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr>nginx</body></html>`;

const garbage = '{"upgradeProgress":{"started":tr';

interface Signal {
  readonly fire: () => void;
  readonly fired: Promise<void>;
}

function signal(): Signal {
  const resolvers: (() => void)[] = [];
  const fired = new Promise<void>((resolve) => {
    resolvers.push(resolve);
  });
  return { fired, fire: () => resolvers[0]?.() };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function substitute(status: number, body: unknown, headers: FailOptions['headers'] = {}): Substitute {
  if (typeof body !== 'string') return { status, headers: { ...json, ...headers }, body: JSON.stringify(body ?? {}) };
  return { status, headers: { ...(body.trimStart().startsWith('<') ? html : json), ...headers }, body };
}

/** Faults that befall calls; each meets the next call of its verb unless a longer reach is given. */
export function createFaults(rules: Rules<Effect> = createRules<Effect>(Date.now)) {
  const reply = (hit: Hit, given: Substitute, acted: boolean, reach?: Reach): Fault =>
    rules.add(hit, { kind: 'reply', reply: given, acted }, reach);

  return {
    /** The server's side: what befalls this call. */
    next: (verb: Verb): Effect | undefined => rules.next(verb),
    /** Carries the call out, then cuts the connection in place of an answer. */
    loseReply: (hit: Hit, reach?: Reach): Fault => rules.add(hit, { kind: 'lose' }, reach),
    /** Cuts the connection before the call is carried out. */
    dropRequest: (hit: Hit, reach?: Reach): Fault => rules.add(hit, { kind: 'drop' }, reach),
    /** Cuts the connection in the middle of the next creation's upload. */
    cutUpload: (afterBytes: number, reach?: Reach): Fault =>
      rules.add('create', { kind: 'cut-upload', afterBytes }, reach),
    /** A status with a body of one's own; a string that begins with `<` is sent as HTML, any other as JSON. */
    fail: (hit: Hit, { status = 500, body, headers, acted = false, ...reach }: FailOptions = {}): Fault =>
      reply(hit, substitute(status, body, headers), acted, reach),
    /** A proxy's page. With `acted` the call goes on behind the proxy, as a long validation does. */
    html: (hit: Hit, { status = 504, acted = false, ...reach }: Omit<FailOptions, 'body' | 'headers'> = {}): Fault =>
      reply(hit, substitute(status, gatewayPage(status)), acted, reach),
    /** Broken JSON, as success. */
    garbage: (hit: Hit, { acted = false, ...reach }: Pick<FailOptions, 'acted'> & Reach = {}): Fault =>
      reply(hit, substitute(200, garbage), acted, reach),
    unauthorized: (hit: Hit = '*', reach?: Reach): Fault =>
      reply(hit, substitute(401, { code: 16, message: 'invalid token', details: [] }), false, reach),
    /** @param options `ms` milliseconds; `act: 'first'` (default): carried out at once and answered late */
    slow: (hit: Hit, { ms, act = 'first', ...reach }: Reach & { ms: number; act?: 'first' | 'last' }): Fault =>
      rules.add(hit, { kind: 'wait', until: () => sleep(ms), act }, reach),
    /**
     * Holds calls, before (`act: 'last'`) or after (default) carrying them out, until `release`. `reached` resolves
     * when the first one has come to that point. Without a reach it holds all until then.
     */
    hold(hit: Hit, { act = 'first', ...reach }: Reach & { act?: 'first' | 'last' } = {}): HoldFault {
      const gate = signal();
      const arrival = signal();
      const until = (): Promise<void> => {
        arrival.fire();
        return gate.fired;
      };
      const fault = rules.add(hit, { kind: 'wait', until, act }, { times: Number.POSITIVE_INFINITY, ...reach });
      const release = (): void => {
        fault.clear();
        gate.fire();
      };
      return { ...fault, release, reached: arrival.fired };
    },
    clear: (): void => rules.clear(),
  };
}

export type FailOptions = Reach & {
  status?: number;
  body?: unknown;
  /** Like `retry-after` or `location`. */
  headers?: Readonly<Record<string, string>>;
  acted?: boolean;
};

export type HoldFault = Fault & { readonly release: () => void; readonly reached: Promise<void> };
