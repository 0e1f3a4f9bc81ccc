import type { types } from '@slack/bolt';
import { plainLine } from './escape.js';
import type { Leaf, Line } from './leaves.js';

export type Block = types.KnownBlock;

type RichTextPart = types.RichTextBlock['elements'][number];

/** A title; Slack takes at most 150 characters. */
export function header(title: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: plainLine(title, 140), emoji: false } };
}

/** Lines below each other. The line breaks stand alone, so that cutting one line leaves the others whole. */
export function paragraph(lines: readonly Line[]): types.RichTextBlock {
  const leaves = lines.flatMap((one, index) => (index === 0 ? one : [{ type: 'text', text: '\n' } as const, ...one]));
  return { type: 'rich_text', elements: [section(leaves)] };
}

/** A bulleted list, under a title when there is one. */
export function bullets(lines: readonly Line[], title?: Line): types.RichTextBlock {
  const list: RichTextPart = { type: 'rich_text_list', style: 'bullet', elements: lines.map(section) };
  return { type: 'rich_text', elements: title === undefined ? [list] : [section(title), list] };
}

const section = (leaves: Line): types.RichTextSection => ({ type: 'rich_text_section', elements: mutable(leaves) });
const mutable = (leaves: Line): Leaf[] => [...leaves];

interface ButtonOptions {
  readonly actionId: string;
  readonly label: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: types.ConfirmationDialog;
}

export function button({ actionId, label, value, style, confirm }: ButtonOptions): types.Button {
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: label, emoji: false },
    value,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** A question before a button takes effect. Slack takes 100 characters as title, 300 as text and 30 on a button. */
export function confirmation(title: string, question: string, yes: string, no: string): types.ConfirmationDialog {
  const plain = (value: string, max: number): types.PlainTextElement => ({
    type: 'plain_text',
    text: plainLine(value, max),
    emoji: false,
  });
  // Slack counts UTF-16 units, `plainLine` code points: half of the limit is always enough.
  return { title: plain(title, 50), text: plain(question, 150), confirm: plain(yes, 30), deny: plain(no, 30) };
}
