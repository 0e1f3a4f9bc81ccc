import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { PersonWindow } from './person-window.js';

const WITHIN_MS = 15_000;

/** What can be read in a place now. */
export const textIn = (place: Locator): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read, and lines are lines
  place.innerText();

/** Waits until a place reads like that; what it read last is told when it does not come about. */
export async function reads(place: Locator, what: string | RegExp, withinMs: number = WITHIN_MS): Promise<void> {
  await expect.poll(() => textIn(place), { timeout: withinMs, interval: 100 }).toMatch(what);
}

/** Waits until the person reads that, alone. */
export async function isTold({ secrets }: PersonWindow, what: string, withinMs: number = WITHIN_MS): Promise<void> {
  const told = async (): Promise<string> => (await secrets.allInnerTexts()).join('\n');
  await expect.poll(told, { timeout: withinMs, interval: 100 }).toMatch(what);
}
