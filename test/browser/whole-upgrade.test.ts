import { describe, expect, it } from 'vitest';
import { isTold, reads, textIn } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';

const rehearsal = rehearse('--fast');

describe('two people in two windows', () => {
  it('bring an upgrade to its end: typed, upgraded in the panel, asked for by one and approved by the other', async () => {
    const [alice, bob] = await Promise.all([rehearsal.open('alice'), rehearsal.open('bob')]);

    await alice.composer.pressSequentially('/upgrade start con');
    await alice.page.getByRole('option', { name: '/upgrade start confluence' }).click();
    await alice.composer.pressSequentially('security fix');
    await alice.composer.press('Enter');
    await isTold(alice, 'Accepted: Turn upgrade mode on');
    await reads(bob.channel, /confluence: Confluence upgrade #1/);
    expect(await textIn(bob.channel)).not.toContain('Accepted:');

    await Promise.all([alice.openThread(), bob.openThread()]);
    await reads(bob.thread, 'READY_TO_UPGRADE');
    const confluence = await alice.product('Confluence Data Center');
    for (const node of ['confluence-0', 'confluence-1', 'confluence-2']) {
      await confluence.getByRole('button', { name: `Upgrade: ${node}`, exact: true }).click();
      const row = confluence.getByRole('listitem').filter({ hasText: node });
      await reads(row, /9\.2\.21[\s\S]*ACTIVE/);
    }
    await reads(bob.thread, /confluence-0: .*now on[\s\S]*confluence-1: .*now on[\s\S]*confluence-2: .*now on/);
    await reads(bob.thread, 'READY_TO_RUN_UPGRADE_TASKS: all running nodes are upgraded');
    await reads(alice.channel, 'Nodes upgraded: 3 of 3');

    await alice.type('/upgrade approve confluence all nodes look well');
    await reads(alice.thread, /please decide/);
    await alice.thread.getByRole('button', { name: 'Approve' }).click();
    await alice.dialog.getByRole('button', { name: 'Yes, go ahead' }).click();
    await isTold(alice, 'You asked for this yourself');

    await bob.thread.getByRole('button', { name: 'Approve' }).click();
    await reads(bob.dialog, 'Way back: none');
    await bob.dialog.getByRole('button', { name: 'Yes, go ahead' }).click();
    await isTold(bob, 'Approved. It is carried out now');
    await reads(alice.thread, /Upgrade finished: all 3 nodes run/);
    await reads(bob.channel, /Result: Upgrade finished[\s\S]*Progress: 4 of 4 steps done/);

    expect(await textIn(alice.page.locator('body'))).not.toContain('It is carried out now');
    expect(await textIn(bob.page.locator('body'))).not.toContain('You asked for this yourself');
    expect(await bob.thread.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });
});
