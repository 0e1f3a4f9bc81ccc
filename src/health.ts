import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

/** One thing the bot needs, and whether it has it. */
export interface Check {
  readonly ok: boolean;
  readonly detail: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Check>>;
  /** Hash of the configuration: equal in all processes of one installation. */
  readonly configuration: string;
}

interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Registry;
}

export interface Health {
  close(): Promise<void>;
  /** The port in use; differs from the one asked for when that was 0. */
  readonly port: number;
}

/**
 * Serves `/healthz` (the process lives), `/readyz` and `/metrics` (Prometheus) on a listener of their own.
 * @throws the system's error when the address cannot be listened on.
 */
export async function serveHealth({ host, port, readiness, metrics }: HealthOptions): Promise<Health> {
  const server = createServer((request, response) => {
    answer(request, response, readiness, metrics).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : 'failed');
    });
  });
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  readiness: () => Promise<Readiness>,
  metrics: Registry,
): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  if (path === '/healthz') return send(response, 200, { alive: true });
  if (path === '/readyz') {
    const state = await readiness();
    return send(response, state.ready ? 200 : 503, state);
  }
  if (path === '/metrics') {
    const text = await metrics.metrics();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    return;
  }
  return send(response, 404, { error: 'there are /healthz, /readyz and /metrics' });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(`${JSON.stringify(body)}\n`);
}
