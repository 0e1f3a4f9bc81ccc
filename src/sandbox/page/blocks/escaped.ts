import type { BlockShown } from '../../control/shown.js';
import { isFields } from './fields.js';

/** Three backticks, or one, with what stands between them. */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;

/**
 * Slack's mrkdwn for the renderer, which takes `&lt;` and `&gt;` for the signs themselves before it reads the text: what
 * was escaped would be a mention after all, or vanish as a tag. It leaves character references by number alone until
 * the end; in code it reads none.
 */
export const forRenderer = (mrkdwn: string): string =>
  mrkdwn
    // At the beginning of a line Slack takes it for a quotation, escaped or not.
    .replaceAll(/^&gt;/gm, '>')
    .split(CODE)
    .map((part, index) =>
      index % 2 === 1
        ? part.replaceAll('&gt;', '>').replaceAll('&amp;', '&')
        : part.replaceAll('&lt;', '&#60;').replaceAll('&gt;', '&#62;'),
    )
    .join('');

const isMrkdwn = (value: unknown): value is { readonly text: string } =>
  isFields(value) && value.type === 'mrkdwn' && typeof value.text === 'string';

function withEscapes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withEscapes);
  if (isMrkdwn(value)) return { ...value, text: forRenderer(value.text) };
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withEscapes(part)]));
}

/** Blocks whose escaped texts the renderer shows as they were written. */
export const readable = (blocks: readonly BlockShown[]): readonly BlockShown[] =>
  blocks.map((block) => ({ ...block, ...(withEscapes(block) as object) }));
