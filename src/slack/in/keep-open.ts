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

/** A socket that ended sooner than this counts as a failure, so that a quarrel does not become a storm. */
const shortLifeMs = 5000;

/** Milliseconds before the next attempt after this many failures in a row: doubling, up to half of it by chance. */
export function waitBefore(failures: number, chance: number): number {
  if (failures === 0) return 0;
  const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  return ceiling * (0.5 + chance / 2);
}

/**
 * Keeps one socket open. When Slack announces a socket's end the next one is opened at once, while the old one still
 * closes: a routine refresh leaves no gap.
 */
export function keepOpen(open: () => Promise<Socket>, logger: Logger): KeptOpen {
  const stopping = new AbortController();
  let socket: Socket | undefined;
  let problem: string | undefined = 'not connected yet';

  /** One attempt and the life of its socket. */
  const live = async (attempt: Promise<Socket>): Promise<{ livedMs: number; retryAfterMs: number }> => {
    try {
      socket = await attempt;
    } catch (error) {
      const { kind, message, retryAfterMs = 0 } = asAppError(error);
      problem = message;
      logger.warn({ kind, detail: message }, 'socket to slack could not be opened');
      return { livedMs: 0, retryAfterMs };
    }
    problem = undefined;
    if (stopping.signal.aborted) await socket.close();
    const openedAt = performance.now();
    const how = await socket.ending;
    socket = undefined;
    problem = 'reconnecting';
    logger.info({ how }, 'socket to slack ended');
    return { livedMs: performance.now() - openedAt, retryAfterMs: 0 };
  };

  const run = async (first: Promise<Socket>): Promise<void> => {
    let attempt = first;
    let failures = 0;
    while (!stopping.signal.aborted) {
      const { livedMs, retryAfterMs } = await live(attempt);
      failures = livedMs >= shortLifeMs ? 0 : failures + 1;
      const waitMs = Math.max(retryAfterMs, waitBefore(failures, Math.random()));
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => 'woken by stop');
      if (!stopping.signal.aborted) attempt = open();
    }
  };

  const firstAttempt = open();
  const running = run(firstAttempt);
  return {
    isOpen: () => socket !== undefined,
    problem: () => problem,
    firstAttempt,
    stop: async () => {
      stopping.abort();
      await socket?.close();
      await running;
    },
  };
}
