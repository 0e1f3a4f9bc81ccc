import { setTimeout as delay } from 'node:timers/promises';
import { asAppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import type { Socket } from './socket.js';

/** A socket that is opened again for as long as it is wanted. */
export interface KeptOpen {
  isOpen(): boolean;
  /** Why it is not open, when it is not. */
  problem(): string | undefined;
  /** Settles with the first attempt, and rejects as it does. Attempts go on until `stop`, whatever it was. */
  readonly firstAttempt: Promise<unknown>;
  /** Closes what is open; settles when it is gone. */
  stop(): Promise<void>;
}

const firstWaitMs = 200;
const longestWaitMs = 10_000;

/** A socket that served shorter than this counts as a failure, so that a quarrel does not become a storm. */
const shortLifeMs = 5000;

/** Slack closes a socket about ten seconds after a `warning`; until then it delivers to it, and to its successor. */
const lingerMs = 12_000;
const lingers = new Set(['warning', 'refresh_requested']);

/** Milliseconds before the next attempt after this many failures in a row: doubling, up to half of it by chance. */
export function waitBefore(failures: number, chance: number): number {
  if (failures === 0) return 0;
  const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  return ceiling * (0.5 + chance / 2);
}

/**
 * Keeps one socket open. When Slack announces a socket's end the next one is opened at once, and the old one serves
 * until Slack closes it: a routine refresh leaves no gap.
 */
export function keepOpen(open: () => Promise<Socket>, logger: Logger): KeptOpen {
  const stopping = new AbortController();
  const { signal } = stopping;
  const retiring = new Set<Promise<void>>();
  let current: Socket | undefined;
  let problem: string | undefined = 'not connected yet';

  const adopt = (socket: Socket): void => {
    current = socket;
    problem = undefined;
    const forget = (): void => {
      if (current !== socket) return;
      current = undefined;
      problem = 'reconnecting';
    };
    socket.gone.then(forget, forget);
  };

  const retire = async (socket: Socket, reason: string): Promise<void> => {
    const waitMs = lingers.has(reason) ? lingerMs : 0;
    await Promise.race([socket.gone, delay(waitMs, undefined, { signal }).catch(() => 'woken by stop')]);
    await socket.close();
  };

  /** One attempt and the service of its socket. */
  const serve = async (attempt: Promise<Socket>): Promise<{ servedMs: number; retryAfterMs: number }> => {
    let socket: Socket;
    try {
      socket = await attempt;
    } catch (error) {
      const { kind, message, retryAfterMs = 0 } = asAppError(error);
      problem = message;
      logger.warn({ kind, detail: message }, 'socket to slack could not be opened');
      return { servedMs: 0, retryAfterMs };
    }
    adopt(socket);
    const openedAt = performance.now();
    if (signal.aborted) await socket.close();
    const reason = await Promise.race([socket.announced, socket.gone.then(() => 'gone')]);
    logger.info({ reason }, 'socket to slack ends');
    const retired = retire(socket, reason).finally(() => retiring.delete(retired));
    retiring.add(retired);
    return { servedMs: performance.now() - openedAt, retryAfterMs: 0 };
  };

  const run = async (first: Promise<Socket>): Promise<void> => {
    let attempt = first;
    let failures = 0;
    while (!signal.aborted) {
      const { servedMs, retryAfterMs } = await serve(attempt);
      failures = servedMs >= shortLifeMs ? 0 : failures + 1;
      const waitMs = Math.max(retryAfterMs, waitBefore(failures, Math.random()));
      await delay(waitMs, undefined, { signal }).catch(() => 'woken by stop');
      if (!signal.aborted) attempt = open();
    }
  };

  const firstAttempt = open();
  const running = run(firstAttempt);
  return {
    isOpen: () => current !== undefined,
    problem: () => problem,
    firstAttempt,
    stop: async () => {
      stopping.abort();
      await current?.close();
      await running;
      await Promise.all(retiring);
    },
  };
}
