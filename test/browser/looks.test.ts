import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { tooFaint } from './support/contrast.js';
import type { PersonWindow } from './support/person-window.js';
import { isTold, reads } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';
import { asked } from './support/scenes.js';

const rehearsal = rehearse('--fast');

/** How much wider than the window the page is, in pixels. */
const excess = (page: Page): Promise<number> =>
  page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - innerWidth);

const openQuestion = async ({ thread, dialog }: PersonWindow): Promise<void> => {
  await thread.getByRole('button', { name: 'Approve' }).click();
  await dialog.waitFor();
};

describe('a window of 390 pixels', () => {
  it('reaches channel, thread, panel, people and traffic, and never scrolls sideways', async () => {
    await asked(rehearsal.served);
    const window = await rehearsal.open('bob', { viewport: { width: 390, height: 844 }, hasTouch: true });
    const { page, channel, thread, panel, traffic, dialog, composer } = window;
    const pane = (name: string) => page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name });

    await reads(channel, 'Nodes upgraded: 3 of 3');
    expect(await excess(page)).toBe(0);
    await composer.fill('/upgrade ');
    await page.getByRole('option').first().waitFor();
    expect(await excess(page)).toBe(0);
    await composer.fill('');

    await window.openThread();
    await openQuestion(window);
    expect(await excess(page)).toBe(0);
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await reads(thread, 'please decide');
    expect(await excess(page)).toBe(0);
    await thread.getByRole('button', { name: 'Back to the channel' }).click();
    await thread.waitFor({ state: 'hidden' });
    await channel.waitFor();

    await pane('Clusters').click();
    await window.product('Confluence Data Center');
    await reads(panel, 'Kill the bot');
    expect(await excess(page)).toBe(0);
    await pane('Workspace').click();
    await page.getByRole('link', { name: 'Open a second window as' }).waitFor();
    expect(await excess(page)).toBe(0);

    await traffic.getByRole('button', { name: /^Traffic/ }).click();
    const command = traffic.getByRole('button', { name: /slash_commands/ }).first();
    await command.click();
    await reads(traffic.getByRole('region', { name: 'Request', exact: true }), 'command');
    expect(await excess(page)).toBe(0);
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it('every text stands out from what is behind it', async () => {
    const window = await rehearsal.open('bob', { colorScheme });
    const { page, panel, traffic } = window;
    await reads(window.channel, 'Rehearse an upgrade');
    expect(await tooFaint(page)).toEqual([]);
    await asked(rehearsal.served);
    await reads(window.channel, 'Nodes upgraded: 3 of 3');
    await window.type('/upgrade status confluence');
    await isTold(window, 'Allowed now');
    await window.openThread();
    await window.product('Confluence Data Center');
    await panel.getByRole('switch', { name: 'Slack says 429 to every call' }).click();
    await reads(panel, '1 fault on');
    expect(await tooFaint(page)).toEqual([]);

    await openQuestion(window);
    expect(await tooFaint(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await traffic.getByRole('button', { name: /^Traffic/ }).click();
    await traffic
      .getByRole('button', { name: /slash_commands/ })
      .first()
      .click();
    await reads(traffic.getByRole('region', { name: 'Request', exact: true }), 'command');
    expect(await tooFaint(page)).toEqual([]);
  });
});
