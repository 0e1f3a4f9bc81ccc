import { describe, expect, it } from 'vitest';
import { hasFocus } from './support/focus.js';
import type { PersonWindow } from './support/person-window.js';
import { isTold, reads } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';
import { upgraded } from './support/scenes.js';

const rehearsal = rehearse('--fast');

/** Takes the app's shortcut on the newest card, and opens the form of what it offers. */
async function openFormFromCard({ page, channel, secrets, dialog }: PersonWindow, offer: string): Promise<void> {
  const card = channel.getByRole('article', { name: 'Message of upgrade-bot' }).first();
  await card.hover();
  await card.getByRole('button', { name: 'More actions' }).click();
  await card.getByRole('menuitem', { name: 'Upgrade actions' }).click();
  await page.getByRole('button', { name: 'Open the thread' }).click();
  await secrets.getByRole('button', { name: offer }).click();
  await dialog.waitFor();
}

describe('a form', () => {
  it('is opened from a card with the shortcut, left with Esc, and sent with a reason; the answer to its request is confirmed', async () => {
    await upgraded(rehearsal.served);
    const [alice, bob] = await Promise.all([rehearsal.open('alice'), rehearsal.open('bob')]);

    await openFormFromCard(alice, 'Finalize…');
    await alice.page.keyboard.press('Escape');
    await alice.dialog.waitFor({ state: 'hidden' });
    await hasFocus(alice.secrets.getByRole('button', { name: 'Finalize…' }));

    await alice.page.keyboard.press('Enter');
    await alice.dialog.getByLabel('Reason, shown to everybody').fill('checked <b>twice</b> & well');
    await alice.dialog.getByRole('button', { name: 'Ask' }).click();
    await alice.dialog.waitFor({ state: 'hidden' });
    await isTold(alice, 'Asked for: Finalize the upgrade');

    await bob.openThread();
    await reads(bob.thread, /please decide[\s\S]*“checked <b>twice<\/b> & well”/);
    const approve = bob.thread.getByRole('button', { name: 'Approve' });
    await approve.click();
    await bob.dialog.getByRole('button', { name: 'Not now' }).click();
    await bob.dialog.waitFor({ state: 'hidden' });
    await hasFocus(approve);
    await bob.page.keyboard.press('Enter');
    await bob.page.keyboard.press('Escape');
    await bob.dialog.waitFor({ state: 'hidden' });
    await hasFocus(approve);
    await approve.click();
    await bob.dialog.getByRole('button', { name: 'Yes, go ahead' }).click();
    await reads(bob.thread, 'Upgrade finished');
  });

  it('tells what is wrong under its fields, keeps what was put in, and takes the files', async () => {
    const alice = await rehearsal.open('alice');
    await alice.type('/upgrade create ib');
    await alice.secrets.getByRole('button', { name: 'Upload files…' }).click();
    const { dialog } = alice;
    const ask = dialog.getByRole('button', { name: 'Ask' });
    const keep = dialog.getByLabel('Deprecated configs to keep, one per line');
    await keep.fill('no such name!');
    await dialog.getByLabel('Reason, shown to everybody').fill('quarterly');
    await ask.click();
    await reads(dialog, /base_configs\)\s[\s\S]*(?:Please complete|needed|required)/i);

    const files = dialog.locator('input[type="file"]');
    const wanted = ['base_configs.zip', 'default_patches.zip', 'images.zip'];
    for (let at = 0; (await files.count()) > 0; at += 1) {
      const before = await files.count();
      await files.first().setInputFiles({
        name: wanted[at] ?? 'file.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from('PK\u0003\u0004'),
      });
      await expect.poll(() => files.count(), { timeout: 5_000 }).toBe(before - 1);
    }
    // What a browser tells when no file is chosen after all.
    await dialog.evaluate((form) =>
      form.querySelector('textarea')?.dispatchEvent(new Event('cancel', { bubbles: true })),
    );
    await ask.click();
    const wrong = 'One of these is no name of a config. Write one name on a line.';
    await reads(dialog, wrong);
    expect(await keep.evaluate((field) => field.getAttribute('aria-invalid'))).toBe('true');
    const described = await keep.evaluate((field) =>
      (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent),
    );
    expect(described).toContain(wrong);
    expect(await dialog.getByLabel('Reason, shown to everybody').inputValue()).toBe('quarterly');
  });
});

describe('the Home tab', () => {
  it('says what goes on and what a person may do, and leads back to the channel', async () => {
    await upgraded(rehearsal.served);
    const { page, channel } = await rehearsal.open('alice');
    await page.getByRole('link', { name: 'upgrade-bot Home' }).click();
    const home = page.getByRole('region', { name: 'Home of upgrade-bot' });
    await reads(home, /4 targets: 1 being upgraded, 3 idle/);
    await reads(home, /You may ask for actions on all of them/);
    await reads(home, /confluence \(Confluence\)\s+State: READY_TO_RUN_UPGRADE_TASKS/);
    await page.getByRole('link', { name: '# ops' }).click();
    await reads(channel, 'Confluence upgrade #1');
  });
});
