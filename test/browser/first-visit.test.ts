import { describe, expect, it } from 'vitest';
import { reads } from './support/reads.js';
import { rehearse } from './support/rehearsal.js';

const rehearsal = rehearse();
const MINUTE_MS = 60_000;

describe('somebody who has never seen the sandbox', () => {
  it(
    'opens its address, presses the big button, and has seen an upgrade to its end within a minute',
    async () => {
      const window = await rehearsal.open();
      const begun = performance.now();
      await window.channel.getByRole('button', { name: 'Play a whole upgrade' }).click();
      await window.openThread();
      await reads(window.panel, /Playing: step \d+ of \d+/);
      await reads(window.channel, /Result: Upgrade finished/, MINUTE_MS);
      await reads(window.thread, /approved by @bob[\s\S]*Upgrade finished: all 3 nodes run/);
      await reads(window.panel, 'Played to its end.');
      expect(performance.now() - begun).toBeLessThan(MINUTE_MS);
    },
    2 * MINUTE_MS,
  );
});
