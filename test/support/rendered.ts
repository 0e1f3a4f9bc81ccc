import { expect } from 'vitest';
import { viewBlocks } from '../../src/sandbox/slack/blocks/kinds.js';
import { blockFaults } from '../../src/sandbox/slack/blocks/validate.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import type { HomeView } from '../../src/slack/render/home-tab.js';
import type { Rendered } from '../../src/slack/render/message.js';

/** The message's blocks as a person reads them. */
export const readable = (rendered: Rendered): string => plainText(rendered);

/** What every message must keep to, whatever stands in it. */
export function expectSound(rendered: Rendered): void {
  expect(blockFaults(rendered.blocks)).toEqual([]);
  expectSafe(JSON.stringify(rendered.blocks), 12_000);
  expectSafe(rendered.text);
  expect(rendered.text.length).toBeGreaterThan(0);
  expect(rendered.text.length).toBeLessThanOrEqual(3000);
  // Of Slack's tokens only those that the bot writes itself, and whole.
  expect(
    rendered.text.replace(/<!date\^\d+\^[^<>^]+\^[^<>]*>|<!subteam\^S\w+>|<[@#]\w+>|<https:[^<>]+>/g, ''),
  ).not.toMatch(/[<>]/);
  expect(rendered.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
}

/** What every view of the Home tab must keep to, whatever stands in it. */
export function expectSoundHome({ blocks }: HomeView): void {
  expect(blockFaults(blocks, viewBlocks('home'), { root: '/view/blocks', max: 100 })).toEqual([]);
  const json = JSON.stringify(blocks);
  expectSafe(json, 200_000);
  expect(json).not.toMatch(/"type":"(?:button|actions|input)"/);
}

/** Text that notifies nobody, that Slack does not parse, and that shows as it is. */
function expectSafe(json: string, maxBytes = 12_000): void {
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(maxBytes);
  expect(json).not.toContain('"broadcast"');
  expect(json).not.toContain('"mrkdwn"');
  expect(json).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u202e/u);
}
