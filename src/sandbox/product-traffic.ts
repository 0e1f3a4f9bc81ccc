import type { Begun, Ended, Recorder } from './traffic.js';

/** What any simulated product keeps of a request. */
interface Received {
  readonly method: string;
  /** With query. */
  readonly path: string;
  /** Secrets hidden. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request of the bot to a product, for the record. @param name of the target */
export function begunOf(name: string, { method, path, headers }: Received): Begun {
  return { direction: 'bot-to-product', peer: name, kind: `${method} ${path}`, request: { headers } };
}

/** Proxies answer with pages where the product would answer with JSON. */
const isPage = ({ headers }: Sent): boolean => headers['content-type']?.startsWith('text/html') ?? false;

function problemOf(answer: Sent): string | undefined {
  if (isPage(answer)) return `answered by a proxy's page, HTTP ${answer.status}`;
  if (answer.status >= 300 && answer.status < 400) return `sent elsewhere with HTTP ${answer.status}`;
  return answer.status >= 400 ? `refused with HTTP ${answer.status}` : undefined;
}

/** How a product's answer ended the request; `cut` and `silence` are those that the bot never got. */
export function toldOf(answer: Sent | 'cut' | 'silence'): Ended {
  if (answer === 'cut') return { problem: 'the connection was cut before the answer' };
  if (answer === 'silence') return { problem: 'never answered', ms: null };
  return { status: answer.status, problem: problemOf(answer), response: answer.body };
}

/** A connection that a product was too broken to take. */
export function recordReset(recorder: Recorder, name: string): void {
  const open = recorder.begin({ direction: 'bot-to-product', peer: name, kind: 'connection', request: null });
  open.end({ ms: null, problem: 'not reachable: the connection was reset' });
}
