import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { PersonWindow } from './support/person-window.js';
import { reads, textIn } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';
import { asked, begun } from './support/scenes.js';

const rehearsal = rehearse('--fast');

/** What the thread says under its card, line by line. */
const replies = async ({ thread }: PersonWindow): Promise<string[]> =>
  (await thread.getByRole('article').allInnerTexts()).slice(1);

const upgradedOnPanel = (): Promise<boolean> =>
  eventually('all nodes to be upgraded', async () => {
    const { targets } = await rehearsal.served.snapshot();
    return targets.some(({ name, state }) => name === 'confluence' && state === 'READY_TO_RUN_UPGRADE_TASKS');
  });

describe('a fault that is switched on and off', () => {
  it('Slack says 429: the thread stands still, and then tells everything in order, each line once', async () => {
    const label = 'Slack says 429 to every call';
    await begun(rehearsal.served);
    const alice = await rehearsal.open('alice');
    await alice.openThread();
    await reads(alice.thread, 'READY_TO_UPGRADE');
    const before = await replies(alice);

    const fault = alice.panel.getByRole('switch', { name: label });
    await fault.click();
    await reads(alice.panel, `1 fault on: ${label}`);
    const confluence = await alice.product('Confluence Data Center');
    await confluence.getByRole('button', { name: 'Upgrade all nodes' }).click();
    await upgradedOnPanel();
    await reads(confluence, /3 nodes: 3 ACTIVE/);
    expect(await replies(alice)).toEqual(before);

    await fault.click();
    await reads(alice.thread, /confluence-0: .*now on[\s\S]*confluence-1: .*now on[\s\S]*confluence-2: .*now on/);
    await reads(alice.thread, 'READY_TO_RUN_UPGRADE_TASKS: all running nodes are upgraded');
    await reads(alice.channel, 'Nodes upgraded: 3 of 3');
    const after = await replies(alice);
    expect(after.slice(0, before.length)).toEqual(before);
    const told = after.join('\n');
    for (const node of [0, 1, 2]) expect(told.split(new RegExp(`confluence-${node}: .*now on`)).length).toBe(2);
    expect(told.split('READY_TO_RUN_UPGRADE_TASKS: ').length).toBe(2);
    expect(await textIn(alice.panel)).not.toContain('fault on');
  });
});

describe('a bot that is killed', () => {
  it('does not respond to commands and presses, and does both when it is started again', async () => {
    await asked(rehearsal.served);
    const bob = await rehearsal.open('bob');
    await bob.openThread();
    await bob.panel.getByRole('button', { name: 'Kill the bot' }).click();
    await reads(bob.panel, /The bot\s+does not run/i);

    await bob.thread.getByRole('button', { name: 'Approve' }).click();
    await bob.dialog.getByRole('button', { name: 'Yes, go ahead' }).click();
    await reads(bob.thread, 'The app did not respond. Try again.');
    await bob.type('/upgrade status confluence');
    await reads(bob.channel, '/upgrade failed with the error "dispatch_failed"');

    await bob.panel.getByRole('button', { name: 'Start the bot' }).click();
    await reads(bob.panel, /The bot\s+runs/i);
    await bob.thread.getByRole('button', { name: 'Approve' }).click();
    await bob.dialog.getByRole('button', { name: 'Yes, go ahead' }).click();
    await reads(bob.thread, /approved by @bob[\s\S]*Upgrade finished: all 3 nodes run/);
  });
});

describe('a window that nobody looks at', () => {
  it('holds no connection, as a browser has six for all of them, and has all that was missed when it is looked at', async () => {
    const { page, channel } = await rehearsal.open('alice');
    const turn = (state: 'hidden' | 'visible'): Promise<void> =>
      page.evaluate((wanted) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => wanted });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    const ofChanges = (it: { url(): string }): boolean => it.url().endsWith('/control/changes');
    await turn('hidden');
    const listening = page.waitForResponse(ofChanges);
    await turn('visible');
    await listening;
    const released = page.waitForEvent('requestfailed', ofChanges);
    await turn('hidden');
    await released;
    await rehearsal.served.post('/people/bob/say', { text: 'said while nobody looked' });
    await turn('visible');
    await reads(channel, 'said while nobody looked');
    await rehearsal.served.post('/people/bob/say', { text: 'said afterwards' });
    await reads(channel, 'said afterwards');
  });
});
