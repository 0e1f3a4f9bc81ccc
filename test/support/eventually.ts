import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
const WITHIN_MS = 20_000;

/** A value that is there; `false`, `undefined` and `null` mean "not yet". */
type There<T> = Exclude<T, false | undefined | null>;

/**
 * Waits until `look` finds something, looking every 20 ms.
 * @throws Error that names what was waited for after `withinMs` (20 s when left out), with what `look` threw last.
 */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs: number = WITHIN_MS,
): Promise<There<T>> {
  const until = performance.now() + withinMs;
  for (;;) {
    const { value, error } = await attempt(look);
    if (value !== undefined && value !== null && value !== false) return value as There<T>;
    if (performance.now() >= until) throw new Error(`waited ${withinMs} ms in vain for ${what}`, { cause: error });
    await delay(LOOK_EVERY_MS);
  }
}

async function attempt<T>(look: () => T | Promise<T>): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await look() };
  } catch (error) {
    // Not yet; told when the time is over.
    return { error };
  }
}
