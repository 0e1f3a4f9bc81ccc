import type { Verb } from './routes.js';

/** Which requests a fault hits, and for how long. Without `times` or `forMs` it lasts until cleared. */
export interface Limit {
  readonly verb?: Verb | readonly Verb[];
  readonly times?: number;
  readonly forMs?: number;
}

/** Ends the fault; `hits` tells how many requests it has befallen. */
export interface Clear {
  (): void;
  readonly hits: () => number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Malformed = 'truncated' | 'wrong-types' | 'unknown-state' | 'empty' | 'null' | 'no-nodes' | 'text';

/** What a fault does: before the call is carried out (`wait`, `drop`, `reply`), or with its answer (the others). */
export type Effect =
  | { readonly kind: 'wait'; readonly until: () => Promise<void> }
  | { readonly kind: 'wait-after'; readonly until: () => Promise<void> }
  | { readonly kind: 'drop' }
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'lose'; readonly how: 'cut' | 'silence' | '502' }
  | { readonly kind: 'malform'; readonly how: Malformed };

interface Fault {
  readonly effect: Effect;
  /** Undefined: every one. */
  readonly verbs: readonly Verb[] | undefined;
  readonly until: number;
  left: number;
  hits: number;
}

const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json' };

/** The page that a balancer shows while no node answers. */
export const badGatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

function ownText(body: unknown): Pick<Reply, 'headers' | 'body'> {
  if (typeof body !== 'string') return { headers: json, body: JSON.stringify(body ?? {}) };
  return { headers: body.trimStart().startsWith('<') ? html : { 'content-type': 'text/plain' }, body };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function signal(): { fire: () => void; fired: Promise<void> } {
  const resolvers: (() => void)[] = [];
  const fired = new Promise<void>((resolve) => {
    resolvers.push(resolve);
  });
  return { fired, fire: () => resolvers[0]?.() };
}

/** The list of faults in force. `take` is the server's side; the rest is for tests and scenarios. */
export function createFaults() {
  let faults: Fault[] = [];

  function add(effect: Effect, limit: Limit = {}): Clear {
    const until = limit.forMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + limit.forMs;
    const verbs = typeof limit.verb === 'string' ? [limit.verb] : limit.verb;
    const fault: Fault = { effect, verbs, until, left: limit.times ?? Number.POSITIVE_INFINITY, hits: 0 };
    faults.push(fault);
    const clear = (): void => {
      faults = faults.filter((one) => one !== fault);
    };
    return Object.assign(clear, { hits: () => fault.hits });
  }

  const reply = (status: number, body: unknown, headers: Record<string, string>, limit?: Limit): Clear => {
    const text = ownText(body);
    return add({ kind: 'reply', reply: { status, headers: { ...text.headers, ...headers }, body: text.body } }, limit);
  };

  return {
    /** The effects that hit this request, in the order in which they were ordered; each counts as one time used. */
    take(verb: Verb): readonly Effect[] {
      faults = faults.filter((fault) => fault.left > 0 && fault.until > Date.now());
      const hits = faults.filter((fault) => fault.verbs?.includes(verb) ?? true);
      for (const hit of hits) {
        hit.left -= 1;
        hit.hits += 1;
      }
      return hits.map((hit) => hit.effect);
    },
    /** Carries the call out, then loses the answer: connection cut, no answer at all, or a balancer's page. */
    loseReply: (verb: Verb | readonly Verb[], options: Limit & { how?: 'cut' | 'silence' | '502' } = {}): Clear =>
      add({ kind: 'lose', how: options.how ?? 'cut' }, { ...options, verb }),
    /** Cuts the connection before the call is carried out. */
    dropRequest: (limit?: Limit): Clear => add({ kind: 'drop' }, limit),
    /** A balancer's HTML page instead of an answer. */
    html: (options: Limit & { status?: number; page?: string } = {}): Clear =>
      reply(options.status ?? 502, options.page ?? badGatewayPage, html, options),
    status: (code: number, body?: unknown, limit?: Limit): Clear => reply(code, body, {}, limit),
    /** Locked after too many failed logins, which only a header tells. */
    captcha: (limit?: Limit): Clear =>
      reply(
        403,
        'Basic Authentication Failure - Reason : AUTHENTICATION_DENIED',
        { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=/login.jsp' },
        limit,
      ),
    redirect: (limit?: Limit, location = '/login.action?os_destination=%2Frest'): Clear =>
      reply(302, '', { location }, limit),
    unauthorized: (limit?: Limit): Clear =>
      reply(401, { message: 'Client must be authenticated to access this resource.' }, {}, limit),
    /** @param retryAfter seconds, or an HTTP date */
    rateLimit: (retryAfter: number | string, limit?: Limit): Clear =>
      reply(429, { message: 'Rate limit exceeded.' }, { 'retry-after': String(retryAfter) }, limit),
    /** Waits before the call is carried out. */
    slow: (ms: number, limit?: Limit): Clear => add({ kind: 'wait', until: () => sleep(ms) }, limit),
    malformed: (how: Malformed, limit?: Limit): Clear => add({ kind: 'malform', how }, limit),
    /**
     * Holds requests, before they are carried out or (`after`) with the answer ready, until `release` is called.
     * `reached` resolves when the first one has arrived.
     */
    hold(limit: Limit = {}, when: 'before' | 'after' = 'before'): { release: () => void; reached: Promise<void> } {
      const gate = signal();
      const arrival = signal();
      const until = (): Promise<void> => {
        arrival.fire();
        return gate.fired;
      };
      const clear = add({ kind: when === 'before' ? 'wait' : 'wait-after', until }, limit);
      const release = (): void => {
        clear();
        gate.fire();
      };
      return { release, reached: arrival.fired };
    },
    clear(): void {
      faults = [];
    },
  };
}

/** What becomes of an answer's fields; a list of nodes, which has no fields, is spoiled as a whole. */
const spoilt: Readonly<Partial<Record<Malformed, (fields: object) => unknown>>> = {
  'wrong-types': (fields) => ({ ...fields, state: 7, upgradeModeEnabled: 'yes', nodes: 'none' }),
  'unknown-state': (fields) => (Array.isArray(fields) ? fields : { ...fields, state: 'UPGRADE_IN_PROGRESS' }),
  'no-nodes': (fields) => (Array.isArray(fields) ? [] : { ...fields, nodes: undefined }),
};

/** A correct answer made wrong. */
export function malform(body: string, how: Malformed): string {
  const spoil = spoilt[how];
  if (spoil !== undefined) return JSON.stringify(spoil(JSON.parse(body === '' ? '{}' : body)));
  if (how === 'truncated') return body.slice(0, Math.max(1, Math.floor(body.length / 2)));
  if (how === 'text') return 'Please wait while the application starts';
  return how === 'null' ? 'null' : '';
}
