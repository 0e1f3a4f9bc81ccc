import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const isFocused = (place: Locator): Promise<boolean> => place.evaluate((element) => element === document.activeElement);

/** Waits until the focus is there. */
export async function hasFocus(place: Locator): Promise<void> {
  await expect.poll(() => isFocused(place), { timeout: 5_000, message: `the focus on ${place}` }).toBe(true);
}

const STOPS_MAX = 150;

/**
 * Presses Tab until the focus is there. @throws Error with the stops on the way when it is never reached, or when one of
 * them cannot be seen to have the focus
 */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  const stops: string[] = [];
  for (let count = 0; count < STOPS_MAX; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(stopNow);
    stops.push(stop.words);
    if (!stop.isSeen) throw new Error(`nobody sees the focus on ${stop.words}`);
    if (await isFocused(place)) return;
  }
  throw new Error(`Tab never reaches ${place}: ${stops.join(', ')}`);
}

/** In the page: what has the focus, and whether it shows. The browser's own parts have none of the page's elements. */
function stopNow(): { words: string; isSeen: boolean } {
  const element = document.activeElement;
  if (element === null || element === document.body) return { words: 'the browser', isSeen: true };
  const marks = [element, element.parentElement, element.nextElementSibling].filter((one) => one !== null);
  const isSeen = marks.some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });
  const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
  return { words: `${element.tagName.toLowerCase()} “${name.slice(0, 40)}”`, isSeen };
}
