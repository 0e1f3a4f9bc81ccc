import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const WITHIN_MS = 15_000;

/** What can be read in a place now. */
export const textIn = (place: Locator): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read, and lines are lines
  place.innerText();

/** Waits until a place reads like that; what it read last is told when it does not come about. */
export async function reads(place: Locator, what: string | RegExp, withinMs: number = WITHIN_MS): Promise<void> {
  await expect.poll(() => textIn(place), { timeout: withinMs, interval: 50 }).toMatch(what);
}
