import type { IncomingMessage } from 'node:http';
import type { Verb } from './routes.js';
import type { FormField, UploadedFile } from './upload.js';

export interface LoggedRequest {
  readonly method: string;
  /** Path with query, as received. */
  readonly path: string;
  readonly verb: Verb;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Header names in lower case; the values of `token` and `authorization` are hidden. */
  readonly headers: Readonly<Record<string, string>>;
  /** Form fields as the simulation read them; of a JSON body none. */
  fields: readonly FormField[];
  /** Of a creation. */
  files: readonly UploadedFile[];
  /** The status sent; 0 when the connection was cut or has had no answer yet. */
  status: number;
  /** The call was carried out and not refused, whether or not the caller learned of it. */
  acted: boolean;
  /** Why it was refused, whether or not the caller learned of it. */
  refusal: string | undefined;
}

/** Reads are many in a long run: only the newest are kept. Mutating requests are all kept. */
const readsKept = 5000;
const secretHeaders = ['authorization', 'token'];

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, secretHeaders.includes(name) ? '(hidden)' : String(value)]),
  );
}

export function createRequestLog() {
  const requests: LoggedRequest[] = [];
  const posts: LoggedRequest[] = [];
  return {
    requests,
    posts,
    add(request: IncomingMessage, verb: Verb, mutating: boolean): LoggedRequest {
      const entry: LoggedRequest = {
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        verb,
        at: Date.now(),
        headers: headersOf(request),
        fields: [],
        files: [],
        status: 0,
        acted: false,
        refusal: undefined,
      };
      requests.push(entry);
      if (requests.length > readsKept) requests.shift();
      if (mutating) posts.push(entry);
      return entry;
    },
  };
}
