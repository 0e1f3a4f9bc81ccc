import type { Browser } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { openWindow } from './support/person-window.js';
import { isTold, reads } from './support/reads.js';
import { launchBrowser } from './support/rehearsal.js';
import { type Served, serve } from './support/served.js';

let browser: Browser | undefined;
let served: Served | undefined;

afterAll(async () => {
  await Promise.all([browser?.close(), served?.end()]);
});

describe('a sandbox that ends', () => {
  it('is told on the page, which goes on with the next one at the same address', async () => {
    browser = await launchBrowser();
    served = await serve('--fast');
    const expected = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/;
    const alice = await openWindow(browser, served.url, 'alice', { expected });
    await alice.type('/upgrade start confluence');
    await isTold(alice, 'Accepted: Turn upgrade mode on');

    const { port } = served;
    await served.end();
    const alert = alice.page.getByRole('alert').filter({ hasText: 'The sandbox does not answer' });
    await reads(alert, 'npm run sandbox');
    await isTold(alice, 'Accepted: Turn upgrade mode on');

    served = await serve('--fast', '--port', String(port));
    await alert.waitFor({ state: 'hidden' });
    await reads(alice.channel, 'Rehearse an upgrade');
    await alice.type('/upgrade start confluence');
    await isTold(alice, 'Accepted: Turn upgrade mode on');
    expect(alice.troubles).toEqual([]);
  });
});
