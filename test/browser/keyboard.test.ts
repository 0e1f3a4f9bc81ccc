import { describe, expect, it } from 'vitest';
import { hasFocus, tabTo } from './support/focus.js';
import { isTold, reads } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';
import { asked } from './support/scenes.js';

const rehearsal = rehearse('--fast');

describe('without a mouse', () => {
  it('an upgrade is started from the page as it opens, with the menu over the composer', async () => {
    const window = await rehearsal.open('alice');
    const { page, channel, composer, thread } = window;
    await tabTo(page, page.getByRole('link', { name: 'Skip to the messages' }));
    await page.keyboard.press('Enter');
    await tabTo(page, composer);
    await page.keyboard.type('/conf');
    await page.getByRole('option', { name: '/upgrade start confluence' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await hasFocus(composer);
    expect(await composer.inputValue()).toBe('/upgrade start confluence ');
    await page.keyboard.type('security fix');
    await page.keyboard.press('Enter');
    await isTold(window, 'Accepted: Turn upgrade mode on');

    const summary = channel.getByRole('button', { name: /^\d+ repl/ });
    await summary.waitFor();
    await page.getByRole('link', { name: 'Skip to the messages' }).focus();
    await page.keyboard.press('Enter');
    await tabTo(page, summary);
    await page.keyboard.press('Enter');
    await reads(thread, 'READY_TO_UPGRADE');
    await tabTo(page, thread.getByRole('button', { name: 'Close the thread' }));
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'hidden' });
  });

  it('a request is approved: its button, the question, and the answer', async () => {
    await asked(rehearsal.served);
    const window = await rehearsal.open('bob');
    const { page, channel, thread, dialog } = window;
    await tabTo(page, channel.getByRole('button', { name: /^\d+ repl/ }));
    await page.keyboard.press('Enter');
    await tabTo(page, thread.getByRole('button', { name: 'Approve' }));
    await page.keyboard.press('Space');
    await dialog.waitFor();
    await tabTo(page, dialog.getByRole('button', { name: 'Yes, go ahead' }));
    await page.keyboard.press('Enter');
    await isTold(window, 'Approved. It is carried out now');
    await reads(thread, 'Upgrade finished');
  });

  it('a node is upgraded and a fault is switched on and off in the panel', async () => {
    const { served } = rehearsal;
    await served.post('/people/alice/command', { text: 'start confluence' });
    const { page, panel } = await rehearsal.open('alice');
    const skip = page.getByRole('link', { name: 'Skip to the clusters' });
    await tabTo(page, skip);
    await page.keyboard.press('Enter');
    await tabTo(page, panel.getByRole('button', { name: 'Upgrade: confluence-1' }));
    await page.keyboard.press('Enter');
    await reads(panel, /confluence-1\s+9\.2\.21/);
    const fault = panel.getByRole('switch', { name: 'Slack is down' });
    await tabTo(page, fault);
    await page.keyboard.press('Space');
    await reads(panel, '1 fault on: Slack is down');
    await hasFocus(fault);
    await page.keyboard.press('Space');
    await expect.poll(() => fault.getAttribute('aria-checked')).toBe('false');
  });
});
