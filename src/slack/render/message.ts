import { type Block, paragraph } from './blocks.js';
import { fitBlocks } from './fit.js';
import { type Line, plainTextOf } from './leaves.js';

/** A message ready to be sent: `text` is what notifications and screen readers get, escaped, at most 3,000 characters. */
export interface Rendered {
  readonly text: string;
  readonly blocks: Block[];
}

/** A message of these blocks, cut to Slack's size, with these lines as its plain text. */
export function message(textLines: readonly Line[], blocks: readonly Block[]): Rendered {
  return { text: plainTextOf(textLines), blocks: fitBlocks(blocks) };
}

/** A message whose plain text is what its blocks say. */
export function linesMessage(lines: readonly Line[]): Rendered {
  return message(lines, [paragraph(lines)]);
}
