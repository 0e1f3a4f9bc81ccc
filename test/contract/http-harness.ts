import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { afterEach, beforeEach, expect } from 'vitest';
import { type HttpAuth, type HttpClient, openConnections, openHttp } from '../../src/adapters/http.js';
import type { HttpAnswer } from '../../src/adapters/http-answer.js';
import { AppError } from '../../src/core/errors.js';
import { type RawServer, startRaw } from './raw-server.js';

/** With characters that JSON and URLs spell differently. */
export const token = 'tok/en+123"x';

type Answer = (head: string, socket: Socket) => void;

/** One HTTP client and the raw server it talks to, per test. */
export interface Harness {
  server: RawServer;
  client: HttpClient;
  connections: Dispatcher;
  serve(answer: Answer, auth?: HttpAuth): Promise<void>;
  post(beforeSend?: () => boolean, timeoutMs?: number): Promise<HttpAnswer>;
}

/** Call once at the top of a test file. */
export function useHttp(): Harness {
  const harness = {
    async serve(answer: Answer, auth: HttpAuth = { kind: 'bearer', token }) {
      harness.server = await startRaw(answer);
      const url = `${harness.server.url}/wiki/`;
      harness.client = openHttp(harness.connections, { url, auth, readTimeoutMs: 500, maxBytes: 2000 });
    },
    post: (beforeSend = () => true, timeoutMs = 500) => harness.client.post('/start', { timeoutMs, beforeSend }),
  } as Harness;
  beforeEach(() => {
    harness.connections = openConnections();
  });
  afterEach(async () => {
    await harness.connections.destroy();
    await harness.server.stop();
  });
  return harness;
}

/** The AppError that a step fails with. */
export async function failure(step: Promise<unknown>): Promise<AppError> {
  const error = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}
