import type { ServerResponse } from 'node:http';
import type { Changes } from '../changes.js';

/** Changes come in bursts, and each makes the page look at everything again. */
const EVERY_MS = 50;

/** So that a connection over which nothing is told is not taken for dead. */
const SIGN_OF_LIFE_MS = 15_000;

/** Until the page connects again after the connection was lost. */
const RETRY_MS = 500;

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/**
 * Tells of changes for as long as the caller listens: `data: {"version": 7}`, at once and then at most every 50 ms.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamChanges(changes: Changes, response: ServerResponse): void {
  let pending: NodeJS.Timeout | undefined;

  const tell = (): void => {
    pending = undefined;
    response.write(`data: ${JSON.stringify({ version: changes.version() })}\n\n`);
  };
  response.writeHead(200, headers);
  response.write(`retry: ${RETRY_MS}\n\n`);
  tell();
  const stop = changes.onChanged(() => {
    pending ??= setTimeout(tell, EVERY_MS);
  });
  const signs = setInterval(() => response.write(': still here\n\n'), SIGN_OF_LIFE_MS);
  response.once('close', () => {
    stop();
    clearInterval(signs);
    clearTimeout(pending);
  });
}
