import { refuse } from '../refusal.js';
import { byType, type Check, isRecord, list, type Report } from './checks.js';
import { messageBlocks } from './kinds.js';

export type Block = Record<string, unknown> & { type: string };

/** Bytes of JSON above which the original refuses a message's blocks. Undocumented; seen at about 13.2 kB. */
const MAX_BYTES = 13_000;
const MAX_BLOCKS = 50;
const MAX_MARKDOWN = 12_000;

const uniqueIds = (items: unknown[], name: 'block_id' | 'action_id', root: string, report: Report): void => {
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    const id = isRecord(item) ? item[name] : undefined;
    if (id !== undefined && seen.has(id)) report(`${root}/${index}/${name}`, `\`${name}\` already exists: ${id}`);
    seen.add(id);
  }
};

const uniqueBlockIds = (blocks: unknown[], root: string, report: Report): void =>
  uniqueIds(blocks, 'block_id', root, report);

/** Action ids need to differ only within their block. */
const uniqueActionIds = (blocks: unknown[], root: string, report: Report): void => {
  for (const [index, block] of blocks.entries()) {
    const elements = isRecord(block) && Array.isArray(block.elements) ? block.elements : [];
    uniqueIds(elements, 'action_id', `${root}/${index}/elements`, report);
  }
};

const oneTable = (blocks: unknown[], root: string, report: Report): void => {
  const tables = blocks.filter((block) => isRecord(block) && /^(data_)?table$/.test(String(block.type)));
  if (tables.length > 1) report(root, 'only one table block allowed');
};

const markdownInAll = (blocks: unknown[], root: string, report: Report): void => {
  const texts = blocks.map((block) => (isRecord(block) && block.type === 'markdown' ? String(block.text) : ''));
  if (texts.join('').length > MAX_MARKDOWN) report(root, `markdown must be less than ${MAX_MARKDOWN + 1} characters`);
};

/** Every fault of these blocks as Slack words it, e.g. `[ERROR] unsupported type: x [json-pointer:/blocks/0/type]`. */
export const blockFaults = (
  blocks: unknown,
  kinds: Record<string, Check> = messageBlocks,
  { root = '/blocks', max = MAX_BLOCKS }: { root?: string; max?: number } = {},
): string[] => {
  const faults: string[] = [];
  const report: Report = (pointer, fault) => {
    faults.push(`[ERROR] ${fault} [json-pointer:${pointer}]`);
  };
  list(
    byType(() => kinds),
    max,
    0,
  )(blocks, root, report);
  if (Array.isArray(blocks)) {
    for (const rule of [uniqueBlockIds, uniqueActionIds, oneTable, markdownInAll]) rule(blocks, root, report);
  }
  return faults;
};

/**
 * The blocks of a message, checked as chat.postMessage and chat.update check them.
 * Refused with `invalid_blocks_format` (not an array), `msg_blocks_too_long` or `invalid_blocks`, the last with
 * one line per fault in `response_metadata.messages`.
 */
export const checkMessageBlocks = (blocks: unknown): Block[] => {
  if (!Array.isArray(blocks)) throw refuse('invalid_blocks_format');
  const faults = blockFaults(blocks);
  if (faults.length > 0) {
    throw refuse('invalid_blocks', { errors: faults, response_metadata: { messages: faults } });
  }
  if (Buffer.byteLength(JSON.stringify(blocks)) > MAX_BYTES) throw refuse('msg_blocks_too_long');
  return blocks.filter((block): block is Block => isRecord(block) && typeof block.type === 'string');
};
