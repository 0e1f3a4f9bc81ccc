import { expect } from 'vitest';
import { blockFaults } from '../../src/sandbox/slack/blocks/validate.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import type { Rendered } from '../../src/slack/render/message.js';

/** The message's blocks as a person reads them. */
export const readable = (rendered: Rendered): string => plainText(rendered);

/** What every message must keep to, whatever stands in it. */
export function expectSound(rendered: Rendered): void {
  const json = JSON.stringify(rendered.blocks);
  expect(blockFaults(rendered.blocks)).toEqual([]);
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(12_000);
  expect(json).not.toContain('"broadcast"');
  expect(json).not.toContain('"mrkdwn"');
  expect(`${json}${rendered.text}`).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u202e/u);
  expect(rendered.text.length).toBeGreaterThan(0);
  expect(rendered.text.length).toBeLessThanOrEqual(3000);
  // Of Slack's tokens only those that the bot writes itself, and whole.
  expect(
    rendered.text.replace(/<!date\^\d+\^[^<>^]+\^[^<>]*>|<!subteam\^S\w+>|<[@#]\w+>|<https:[^<>]+>/g, ''),
  ).not.toMatch(/[<>]/);
  expect(rendered.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
}
