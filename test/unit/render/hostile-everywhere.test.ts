import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionNames } from '../../../src/core/products.js';
import { viewBlocks } from '../../../src/sandbox/slack/blocks/kinds.js';
import { blockFaults } from '../../../src/sandbox/slack/blocks/validate.js';
import { askForm } from '../../../src/slack/render/ask-form.js';
import { anyProfile, homesWith, messagesWith } from '../../support/every-message.js';
import { hostileTexts } from '../../support/odd-payloads.js';
import { expectSound, expectSoundHome } from '../../support/rendered.js';

const texts: readonly (readonly [what: string, text: string])[] = [
  ['100 kB of a letter', 'x'.repeat(100_000)],
  ['100 kB of marks to escape', '<&>"\\'.repeat(20_000)],
  ['100 kB of wide characters', '😀'.repeat(25_000)],
  ['joined characters', '👩‍👩‍👧‍👦'.repeat(200)],
  ['combining marks', `e${'\u0301'.repeat(3_000)}`],
  ['line ends', '\n'.repeat(5_000)],
  ['mentions', '<!channel> <@U123> <!subteam^S123> <#C123> <https://evil.example|Slack>'],
  ['nothing', ''],
  ['only blanks', ' \t\n '],
  ['half characters', '\ud83d \udc00'],
  ['marks that turn writing around', '\u202e\u2066\u200f abc \u0000\u001b[31m'],
  ['the name of an inner property', '__proto__'],
];

/** A hundred messages of hundreds of slots are drawn for each text; milliseconds. */
const PATIENCE = 30_000;

describe('whatever stands in any slot of any message', { timeout: PATIENCE }, () => {
  it.each(texts)('Slack takes it, nobody is notified and something is said: %s', (_what, text) => {
    for (const many of [1, 300]) {
      const messages = messagesWith({ text, many });
      expect(messages.length).toBeGreaterThan(90);
      for (const rendered of messages) {
        expectSound(rendered);
        expect(rendered.text.trim()).not.toBe('');
        expect(rendered.text).not.toMatch(/<@U123>|<!subteam\^S123>|<#C123>|<https:\/\/evil/);
      }
    }
  });

  it.each(texts)('Slack takes it on the Home tab, of one target and of two hundred: %s', (_what, text) => {
    for (const many of [1, 300]) for (const home of homesWith({ text, many })) expectSoundHome(home);
  });

  it('Slack takes any other text too', () => {
    fc.assert(
      fc.property(hostileTexts, fc.constantFrom(1, 40), (text, many) => {
        for (const rendered of messagesWith({ text, many })) expectSound(rendered);
        for (const home of homesWith({ text, many })) expectSoundHome(home);
      }),
      { numRuns: 20 },
    );
  });

  it('Slack opens the form that asks for an action', () => {
    for (const action of actionNames) {
      // A target's name is from the configuration, which allows forty plain characters.
      const {
        blocks,
        title,
        private_metadata: metadata,
      } = askForm(
        {
          action,
          target: 'x'.repeat(40),
          channel: 'C'.repeat(50),
          threadTs: '1'.repeat(50),
        },
        anyProfile,
      );
      expect(blockFaults(blocks, viewBlocks('modal'), { root: '/view/blocks', max: 100 })).toEqual([]);
      expect(title.text.length).toBeLessThanOrEqual(24);
      expect(metadata?.length).toBeLessThan(3000);
    }
  });
});
