import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const sweepMs = 50;

/** Starting and stopping an HTTP server without waiting longer than wanted. */
export interface BoundedServer {
  /** @throws the system's error when the address cannot be used. */
  listen(host: string, port: number): Promise<void>;
  /** Lets requests under way finish, at most until the deadline; then cuts them. */
  stop(deadlineMs: number): Promise<void>;
}

export function boundedServer(server: Server): BoundedServer {
  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, () => {
          server.off('error', reject);
          resolve();
        });
      }),
    stop: async (deadlineMs) => {
      const closed = new Promise<void>((resolve) => {
        // The only error is that it does not listen, which is what is wanted.
        server.close(() => resolve());
      });
      // A connection that Slack keeps for its next request would hold the server open.
      const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
      const timer = new AbortController();
      await Promise.race([closed, delay(deadlineMs, undefined, { signal: timer.signal })]);
      timer.abort();
      clearInterval(sweep);
      server.closeAllConnections();
    },
  };
}
