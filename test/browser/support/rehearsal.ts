import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { chromiumPath, NO_CHROMIUM } from '../../support/chromium.js';
import { openWindow, type PersonWindow, type WindowOptions } from './person-window.js';
import { type Served, serve } from './served.js';

/** A sandbox and a browser for all tests of a file; each test finds the sandbox as it begins. */
export interface Rehearsal {
  readonly served: Served;
  /** Opens the page as this person. It is closed after the test, which fails when anything went wrong in it. */
  open(person?: string, options?: WindowOptions): Promise<PersonWindow>;
}

/** Without the graphics and the services of a browser that somebody uses; no name is ever looked up. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** @throws Error that says how to install a browser when there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return await chromium.launch({ executablePath, args: flags });
}

/** @param given flags of the sandbox */
export function rehearse(...given: string[]): Rehearsal {
  let served: Served | undefined;
  let browser: Browser | undefined;
  let used = false;
  const windows: PersonWindow[] = [];

  beforeAll(async () => {
    // One after the other: when the second one does not start, the first one is known and is ended.
    browser = await launchBrowser();
    served = await serve(...given);
  });

  beforeEach(async () => {
    if (used) await served?.post('/reset');
    used = false;
  });

  afterEach(async ({ task }) => {
    const troubles = windows.flatMap((window) => window.troubles);
    const hasFailed = troubles.length > 0 || task.result?.state === 'fail';
    const pictures = hasFailed ? await pictureAll(windows) : [];
    await Promise.all(windows.splice(0).map(({ context }) => context.close()));
    if (hasFailed) throw new Error([...troubles, ...pictures.map((path) => `it looked like this: ${path}`)].join('\n'));
  });

  afterAll(async () => {
    await Promise.all([served?.end(), browser?.close()]);
  });

  return {
    get served() {
      used = true;
      return there(served);
    },
    async open(person, options) {
      used = true;
      const window = await openWindow(there(browser), there(served).url, person, options);
      windows.push(window);
      return window;
    },
  };
}

async function pictureAll(windows: readonly PersonWindow[]): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'upgrade-bot-browser-'));
  const paths = windows.map(({ person }, index) => join(dir, `${index}-${person}.png`));
  await Promise.all(windows.map((window, index) => window.shoot(paths[index] ?? dir)));
  return paths;
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is there within tests only');
  return value;
}
