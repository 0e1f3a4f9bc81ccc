import type { types } from '@slack/bolt';
import type { Block } from './blocks.js';

/**
 * Bytes of JSON that a message's blocks may have. Slack refuses somewhat more than 13,000 with `msg_blocks_too_long`;
 * the limit is not documented (https://github.com/slackapi/bolt-js/issues/2509).
 */
export const BLOCKS_MAX_BYTES = 12_000;

/** Slack takes 3,000 UTF-16 units in one text of rich text; a code point has up to two. */
const TEXT_MAX_POINTS = 1_400;

const bytesOf = (blocks: readonly Block[]): number => Buffer.byteLength(JSON.stringify(blocks));

/**
 * The blocks, cut until they fit into one message, or into `maxBytes` of JSON: first long texts, then long lists, then whole blocks from the end.
 * Every cut shows (`…`, `and 7 more`). Headers and buttons are never dropped.
 */
export function fitBlocks(blocks: readonly Block[], maxBytes = BLOCKS_MAX_BYTES): Block[] {
  const fits = (some: readonly Block[]): boolean => bytesOf(some) <= maxBytes;
  let cut = blocks.map((block) => mapRichText(block, (part) => cutTexts(part, TEXT_MAX_POINTS)));
  for (const max of [1000, 400, 200, 100, 60]) {
    if (fits(cut)) return cut;
    cut = cut.map((block) => mapRichText(block, (part) => cutTexts(part, max)));
  }
  for (const max of [20, 10, 5, 2]) {
    if (fits(cut)) return cut;
    cut = cut.map((block) => mapRichText(block, (part) => cutList(part, max)));
  }
  return dropBlocks(cut, fits);
}

type RichTextPart = types.RichTextBlock['elements'][number];

function mapRichText(block: Block, change: (part: RichTextPart) => RichTextPart): Block {
  return block.type === 'rich_text' ? { ...block, elements: block.elements.map(change) } : block;
}

function cutTexts(part: RichTextPart, max: number): RichTextPart {
  if (part.type === 'rich_text_list') {
    return { ...part, elements: part.elements.map((item) => ({ ...item, elements: cutLeaves(item.elements, max) })) };
  }
  if (part.type === 'rich_text_preformatted') return part;
  return { ...part, elements: cutLeaves(part.elements, max) };
}

function cutLeaves(leaves: readonly types.RichTextElement[], max: number): types.RichTextElement[] {
  return leaves.map((leaf) => (leaf.type === 'text' ? { ...leaf, text: cutText(leaf.text, max) } : leaf));
}

function cutText(text: string, max: number): string {
  const points = [...text];
  if (points.length <= max) return text;
  return `${points.slice(0, max - 1).join('')}…`;
}

function cutList(part: RichTextPart, max: number): RichTextPart {
  if (part.type !== 'rich_text_list' || part.elements.length <= max) return part;
  const more: types.RichTextSection = {
    type: 'rich_text_section',
    elements: [{ type: 'text', text: `and ${part.elements.length - max} more` }],
  };
  return { ...part, elements: [...part.elements.slice(0, max), more] };
}

const droppable = (block: Block): boolean => block.type !== 'header' && block.type !== 'actions';

function dropBlocks(blocks: readonly Block[], fits: (some: readonly Block[]) => boolean): Block[] {
  const note: Block = {
    type: 'context',
    elements: [{ type: 'plain_text', text: 'Shortened: there is more than fits in here.' }],
  };
  const kept = [...blocks];
  let dropped = false;
  while (!fits([...kept, note])) {
    const last = kept.findLastIndex(droppable);
    if (last === -1) break;
    kept.splice(last, 1);
    dropped = true;
  }
  return dropped ? [...kept, note] : kept;
}
