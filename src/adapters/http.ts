import type { Readable } from 'node:stream';
import { Agent, Client, type Dispatcher } from 'undici';
import { spellings } from '../core/secrets.js';
import { excerpt, scrub } from './excerpt.js';
import type { HttpAnswer } from './http-answer.js';
import { ConnectionCut, type ExchangeOptions, exchange, type RawAnswer } from './http-exchange.js';

export type HttpAuth =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'header'; readonly name: string; readonly value: string };

export interface HttpOptions {
  /** Base URL; a path in it stands before every path asked for. */
  readonly url: string;
  readonly auth: HttpAuth;
  /** Sent with every POST. */
  readonly postHeaders?: Readonly<Record<string, string>>;
  /** For reads, in milliseconds, connecting included. */
  readonly readTimeoutMs?: number;
  readonly maxBytes?: number;
}

export interface PostOptions {
  readonly timeoutMs: number;
  readonly beforeSend: () => boolean;
  /** Left out by calls that carry nothing. */
  readonly content?: PostContent;
}

export interface PostContent {
  /** For the header `Content-Type`. */
  readonly type: string;
  readonly body: string | Readable;
  /** Bytes, where they are known beforehand; sending more or fewer fails. */
  readonly length?: number;
}

/** For one read, instead of the client's own. */
export interface ReadLimits {
  /** Milliseconds, connecting included. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export interface HttpClient {
  /** @throws AppError `unreachable` or `bad-body`; any answer, whatever its status, is returned */
  get(path: string, signal?: AbortSignal, limits?: ReadLimits): Promise<HttpAnswer>;
  /** Sent once, on a connection of its own. @throws AppError with `tookEffect` */
  post(path: string, options: PostOptions): Promise<HttpAnswer>;
}

/** Five seconds, as Atlassian's own deployment tool Forge waits for state calls. */
const defaultReadTimeoutMs = 5_000;
const defaultMaxBytes = 5_000_000;
const connectTimeoutMs = 5_000;

/**
 * A body is what the target says of itself, and shown: of the texts in it only those are blanked out that can be nothing
 * but the secret. A password such as `9.2.13` would change what is read.
 */
const shortestInBodies = 12;

/**
 * Connections for reading, shared by all targets. Idle ones are closed after 8 s: longer than the usual poll interval,
 * shorter than the idle time-outs of common balancers (HAProxy's is often 10 s), so that a read seldom meets a
 * connection that the other side is just closing.
 */
export function openConnections(): Dispatcher {
  return new Agent({ keepAliveTimeout: 8_000, connections: 128, connect: { timeout: connectTimeoutMs } });
}

function authHeader(auth: HttpAuth): readonly [string, string] {
  if (auth.kind === 'header') return [auth.name.toLowerCase(), auth.value];
  if (auth.kind === 'bearer') return ['authorization', `Bearer ${auth.token}`];
  return ['authorization', `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`];
}

function secretsOf(auth: HttpAuth, headerValue: string): string[] {
  const credential = headerValue.replace(/^(?:Basic|Bearer) /, '');
  return [credential, auth.kind === 'basic' ? auth.password : ''].filter((one) => one !== '').flatMap(spellings);
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * A kept connection that the other side has closed meanwhile, as after a restart, says nothing about the target: the
 * read is done once more, on a new connection. Only ever for reads.
 */
function readOnceMore(connections: Dispatcher, request: ExchangeOptions & { method: 'GET' }): Promise<RawAnswer> {
  return exchange(connections, request).catch((error: unknown) => {
    if (error instanceof ConnectionCut) return exchange(connections, request);
    throw error;
  });
}

function headersOf(content: PostContent | undefined): Readonly<Record<string, string>> {
  if (content === undefined) return {};
  const { type, length } = content;
  return { 'content-type': type, ...(length === undefined ? {} : { 'content-length': String(length) }) };
}

/** HTTP to one target. Sends the credentials only there: redirects are answers, not directions. */
export function openHttp(connections: Dispatcher, options: HttpOptions): HttpClient {
  const { origin, pathname } = new URL(options.url);
  const prefix = pathname.replace(/\/+$/, '');
  const [authName, authValue] = authHeader(options.auth);
  const secrets = secretsOf(options.auth, authValue);
  const inBodies = secrets.filter((secret) => secret.length >= shortestInBodies);
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const headers = { accept: 'application/json', 'user-agent': 'upgrade-bot', [authName]: authValue };
  const postHeaders = { ...headers, 'content-type': 'application/json', ...options.postHeaders };

  function answerOf(method: 'GET' | 'POST', path: string, raw: RawAnswer): HttpAnswer {
    return {
      method,
      path,
      status: raw.status,
      body: scrub(raw.body, inBodies),
      header(name) {
        const value = textOf(raw.headers[name]);
        return value === undefined ? undefined : scrub(value, secrets);
      },
      excerpt: () => excerpt(raw.body, secrets),
    };
  }

  return {
    async get(path, signal, limits = {}) {
      const timeoutMs = limits.timeoutMs ?? options.readTimeoutMs ?? defaultReadTimeoutMs;
      const request = {
        method: 'GET',
        origin,
        path: `${prefix}${path}`,
        headers,
        timeoutMs,
        maxBytes: limits.maxBytes ?? maxBytes,
        signal,
      } as const;
      return answerOf('GET', path, await readOnceMore(connections, request));
    },
    async post(path, { timeoutMs, beforeSend, content }) {
      // A kept connection may be closing just now, and a call lost on it would leave its outcome unknown.
      const own = new Client(origin, { pipelining: 0, connect: { timeout: connectTimeoutMs } });
      try {
        const target = { origin, path: `${prefix}${path}`, headers: { ...postHeaders, ...headersOf(content) } };
        const call = { method: 'POST', ...target, body: content?.body, timeoutMs, maxBytes, beforeSend } as const;
        const raw = await exchange(own, call);
        return answerOf('POST', path, raw);
      } finally {
        await own.destroy();
      }
    },
  };
}
