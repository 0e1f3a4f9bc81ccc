import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { troublesOf } from './troubles.js';

/** A browser's window in which one person acts, and where things stand in it. */
export interface PersonWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly person: string;
  /** What was written in #ops. */
  readonly channel: Locator;
  readonly composer: Locator;
  /** The thread's pane, with its messages and its composer. */
  readonly thread: Locator;
  /** The simulated products and what can be broken. */
  readonly panel: Locator;
  readonly traffic: Locator;
  /** The form or question that is open. */
  readonly dialog: Locator;
  /** What only this person sees, wherever it stands. */
  readonly secrets: Locator;
  /** What went wrong in it so far. */
  readonly troubles: readonly string[];
  /** Types into the channel's composer and sends it. */
  type(text: string): Promise<void>;
  /** Opens the thread under the newest card. */
  openThread(): Promise<void>;
  /** The product's part of the panel, unfolded. */
  product(title: string): Promise<Locator>;
  shoot(path: string): Promise<void>;
}

export interface WindowOptions extends BrowserContextOptions {
  /** Console lines that belong to the test. */
  readonly expected?: RegExp;
}

const WITHIN_MS = 15_000;

/** @param url of the sandbox's page @param person left out, nobody is named in the address */
export async function openWindow(
  browser: Browser,
  url: string,
  person: string | undefined,
  { expected, ...options }: WindowOptions = {},
): Promise<PersonWindow> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...usual, ...options });
  context.setDefaultTimeout(WITHIN_MS);
  const troubles = troublesOf(context, expected);
  const page = await context.newPage();
  await page.goto(person === undefined ? url : `${url}?as=${person}`);
  return { page, context, person: person ?? 'somebody', troubles, ...placesIn(page), ...deedsIn(page) };
}

/** The same everywhere; what moves for the eye alone stands still, and costs nothing. */
const usual = { locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' } as const satisfies BrowserContextOptions;

const placesIn = (page: Page) => ({
  channel: page.getByRole('region', { name: 'Messages in #ops' }),
  composer: page.getByRole('combobox', { name: 'Message #ops' }),
  thread: page.getByRole('complementary', { name: 'Thread' }),
  panel: page.getByRole('complementary', { name: 'Clusters and faults' }),
  traffic: page.getByRole('region', { name: 'Traffic' }),
  dialog: page.getByRole('dialog'),
  secrets: page.getByRole('article', { name: 'only visible to you' }),
});

const deedsIn = (page: Page) => ({
  async type(text: string): Promise<void> {
    const { composer } = placesIn(page);
    await composer.fill(text);
    // The menu may offer something that Enter would take.
    await page.getByRole('main').getByRole('button', { name: 'Send' }).click();
  },
  async openThread(): Promise<void> {
    const { channel } = placesIn(page);
    await channel
      .getByRole('button', { name: /^\d+ repl/ })
      .last()
      .click();
  },
  async product(title: string): Promise<Locator> {
    const found = placesIn(page)
      .panel.getByRole('group')
      .filter({ has: page.getByRole('heading', { name: title }) });
    const parts = found.getByRole('list');
    if (!(await parts.isVisible())) await found.getByRole('heading', { name: title }).click();
    await parts.waitFor();
    return found;
  },
  async shoot(path: string): Promise<void> {
    await page.screenshot({ path });
  },
});
