import type { IncomingMessage } from 'node:http';
import type { Verb } from './routes.js';

export interface LoggedRequest {
  readonly method: string;
  /** Path with query, as received. */
  readonly path: string;
  readonly verb: Verb;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Header names in lower case; the value of `authorization` is hidden. */
  readonly headers: Readonly<Record<string, string>>;
  /** The status sent; 0 when the connection was cut or has had no answer yet. */
  status: number;
  /** The call changed the cluster, whether or not the caller learned of it. */
  acted: boolean;
}

/** Reads are many in a long run: only the newest are kept. Mutating requests are all kept. */
const readsKept = 5000;

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(entries.map(([name, value]) => [name, name === 'authorization' ? '(hidden)' : value]));
}

export function createRequestLog() {
  const requests: LoggedRequest[] = [];
  const posts: LoggedRequest[] = [];
  return {
    requests,
    posts,
    add(request: IncomingMessage, verb: Verb): LoggedRequest {
      const method = request.method ?? 'GET';
      const path = request.url ?? '/';
      const entry = { method, path, verb, at: Date.now(), headers: headersOf(request), status: 0, acted: false };
      requests.push(entry);
      if (requests.length > readsKept) requests.shift();
      if (method !== 'GET') posts.push(entry);
      return entry;
    },
  };
}
