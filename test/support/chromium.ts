import { existsSync } from 'node:fs';

/** Where Debian, Ubuntu and others put it. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
] as const;

/** The browser for tests of the page: CHROMIUM, or one of the usual places. */
export const chromiumPath = (): string | undefined => process.env.CHROMIUM ?? places.find((place) => existsSync(place));

/** For machines without one: what is left out, and the way out. */
export const NO_CHROMIUM =
  'There is no Chromium here: the tests of the sandbox page in a browser are left out.\n' +
  'Install one (Debian: apt-get install chromium), or name it: CHROMIUM=/path/to/chromium npm test\n';
