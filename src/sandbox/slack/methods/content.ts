import { type Args, json, text } from '../args.js';
import { isRecord } from '../blocks/checks.js';
import { type Block, checkMessageBlocks } from '../blocks/validate.js';
import { refuse } from '../refusal.js';
import type { Metadata } from '../state.js';

/** Bytes; the original has a limit too but does not document it. */
const MAX_METADATA = 8000;

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Plain values, objects of them, or arrays of either: one level, no deeper. */
const isPayloadValue = (value: unknown): boolean => {
  const flat = (it: unknown) => isPlain(it) || (isRecord(it) && Object.values(it).every(isPlain));
  return flat(value) || (Array.isArray(value) && value.every(flat));
};

/** The `blocks` argument, checked; undefined when it was not sent. */
export const blocksOf = (args: Args): Block[] | undefined => {
  const blocks = json(args, 'blocks', 'invalid_blocks_format');
  return blocks === undefined ? undefined : checkMessageBlocks(blocks);
};

/** The `metadata` argument: undefined when not sent, null for `{}` (which clears what is stored). */
export const metadataOf = (args: Args): Metadata | null | undefined => {
  const metadata = json(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isRecord(metadata)) throw refuse('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return null;
  const { event_type, event_payload } = metadata;
  if (typeof event_type !== 'string' || event_type === '' || !isRecord(event_payload)) {
    throw refuse('invalid_metadata_schema');
  }
  if (!Object.values(event_payload).every(isPayloadValue)) throw refuse('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA) throw refuse('metadata_too_large');
  return { event_type, event_payload };
};

/** Refuses markdown_text beside text or blocks, then gives the text as sent. */
export const textOf = (args: Args): string => {
  const both = text(args, 'text') !== '' || args.blocks !== undefined;
  if (text(args, 'markdown_text') !== '' && both) throw refuse('markdown_text_conflict');
  return text(args, 'text') || text(args, 'markdown_text');
};
