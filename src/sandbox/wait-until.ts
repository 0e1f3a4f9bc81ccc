import { setTimeout as delay } from 'node:timers/promises';

interface Waiting {
  /** What is waited for, for the error. */
  readonly what: string;
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
}

const EVERY_MS = 20;

/**
 * The first defined result of `check`.
 * @throws Error naming what was waited for, when the time is over; the signal's reason when it is aborted.
 */
export async function waitUntil<T>(check: () => T | undefined, { what, withinMs, signal }: Waiting): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = check();
    if (found !== undefined) return found;
    if (performance.now() >= deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await delay(EVERY_MS, undefined, { signal });
  }
}
