import type { types } from '@slack/bolt';
import { escapeText, plainLine } from './escape.js';

/** The smallest parts of a message: text that Slack does not parse, mentions, dates, emoji, links. */
export type Leaf =
  | types.RichTextText
  | types.RichTextUserMention
  | types.RichTextUsergroupMention
  | types.RichTextChannelMention
  | types.RichTextDate
  | types.RichTextEmoji
  | types.RichTextLink;

/** One line of a message. The same leaves make the blocks and the plain `text` of a message. */
export type Line = readonly Leaf[];

/** What may stand in a `line` template. A string may be untrusted: it becomes one line of at most 300 code points. */
export type Part = string | number | Leaf | Line | undefined;

/** A line from a template: what stands between the parts is ours, strings among the parts may be untrusted. */
export function line(texts: TemplateStringsArray, ...parts: Part[]): Leaf[] {
  const leaves: Leaf[] = [];
  for (const [index, own] of texts.entries()) {
    if (own !== '') leaves.push({ type: 'text', text: own });
    leaves.push(...leavesOf(parts[index]));
  }
  return joined(leaves);
}

function leavesOf(part: Part): Line {
  if (part === undefined) return [];
  if (typeof part === 'number') return [{ type: 'text', text: String(part) }];
  if (typeof part === 'string') return textLeaf(part);
  return 'type' in part ? [part] : part;
}

/** Slack refuses empty text. */
const textLeaf = (text: string, max?: number): Leaf[] => {
  const clean = plainLine(text, max);
  return clean === '' ? [] : [{ type: 'text', text: clean }];
};

/** Neighbouring plain texts as one leaf: each leaf costs some 25 bytes of a message's 12,000. */
function joined(leaves: readonly Leaf[]): Leaf[] {
  const result: Leaf[] = [];
  for (const leaf of leaves) {
    const last = result.at(-1);
    const bothPlain =
      last?.type === 'text' && leaf.type === 'text' && last.style === undefined && leaf.style === undefined;
    if (bothPlain) result[result.length - 1] = { type: 'text', text: last.text + leaf.text };
    else result.push(leaf);
  }
  return result;
}

/** Lines one after the other, with a separator between them; empty ones are left out. */
export function joinLines(lines: readonly Line[], separator: string): Leaf[] {
  const full = lines.filter((one) => one.length > 0);
  return joined(
    full.flatMap((one, index) => (index === 0 ? one : [{ type: 'text', text: separator } as const, ...one])),
  );
}

/** Text of ours, kept with its spaces. */
export const own = (value: string): Leaf[] => (value === '' ? [] : [{ type: 'text', text: value }]);

/** Untrusted text with a limit of its own. */
export const text = (value: string, max: number): Leaf[] => textLeaf(value, max);

export const bold = (value: string, max = 80): Leaf[] => styled(value, max, { bold: true });

/** Text as typed or as the product names it: state names, commands. */
export const code = (value: string, max = 120): Leaf[] => styled(value, max, { code: true });

function styled(value: string, max: number, style: NonNullable<types.RichTextText['style']>): Leaf[] {
  return textLeaf(value, max).map((leaf) => ({ ...leaf, style }) as types.RichTextText);
}

/** An emoji to catch the eye. It never carries meaning alone: the plain text leaves it out. */
export const emoji = (name: string): Leaf => ({ type: 'emoji', name });

/** A person by Slack user id. Anything that is no user id is shown as plain text. */
export function person(id: string): Leaf[] {
  return /^[UW][A-Z0-9]{1,28}$/.test(id) ? [{ type: 'user', user_id: id }] : textLeaf(id, 30);
}

/** A person or a user group by Slack id. */
export function mention(id: string): Leaf[] {
  return /^S[A-Z0-9]{1,28}$/.test(id) ? [{ type: 'usergroup', usergroup_id: id }] : person(id);
}

/** A channel by Slack id; it shows as a link to the channel and notifies nobody. */
export function channel(id: string): Leaf[] {
  return /^[CGD][A-Z0-9]{1,28}$/.test(id) ? [{ type: 'channel', channel_id: id }] : textLeaf(id, 30);
}

/** A link to an address that Slack gave us; anything but a web address is shown as text. */
export function link(url: string, label: string): Leaf[] {
  return /^https?:\/\/[^\s<>|]+$/.test(url) ? [{ type: 'link', url, text: label }] : textLeaf(label);
}

/** The line as a message's `text`: escaped, with Slack's own tokens for mentions, dates and links. At most `max` characters. */
export function plainText(leaves: Line, max: number): string {
  let result = '';
  for (const leaf of leaves) {
    if (leaf.type !== 'text') {
      const token = tokenOf(leaf);
      // A token is either whole or left out.
      if (result.length + token.length < max) result += token;
      continue;
    }
    for (const point of leaf.text) {
      const escaped = escapeText(point);
      if (result.length + escaped.length >= max) return `${result}…`;
      result += escaped;
    }
  }
  return result.replace(/ {2,}/g, ' ').trim();
}

function tokenOf(leaf: Exclude<Leaf, types.RichTextText>): string {
  switch (leaf.type) {
    case 'user':
      return `<@${leaf.user_id}>`;
    case 'usergroup':
      return `<!subteam^${leaf.usergroup_id}>`;
    case 'channel':
      return `<#${leaf.channel_id}>`;
    case 'date':
      return `<!date^${leaf.timestamp}^${leaf.format}^${leaf.fallback ?? ''}>`;
    case 'link':
      return `<${leaf.url}|${escapeText(leaf.text ?? '')}>`;
    case 'emoji':
      return '';
    default:
      return leaf satisfies never;
  }
}

/** Slack refuses edits with more than 4,000 characters of `text`. */
const TEXT_MAX = 3000;

/** Lines as a message's `text`. When they are too long together the longest are cut, so that no line is lost. */
export function plainTextOf(lines: readonly Line[]): string {
  const whole = lines.map((one) => plainText(one, TEXT_MAX));
  const limit = fairLimit(whole.map((one) => one.length + 1));
  const cut = whole.map((one, index) => (one.length < limit ? one : plainText(lines[index] ?? [], limit - 1)));
  return wholeLines(cut);
}

/** Lines that do not fit although each is short are left out whole: half a token or half an `&amp;` would show. */
function wholeLines(lines: readonly string[]): string {
  const ending = '\n…';
  let result = '';
  for (const [index, one] of lines.entries()) {
    const next = index === 0 ? one : `${result}\n${one}`;
    const room = index === lines.length - 1 ? TEXT_MAX : TEXT_MAX - ending.length;
    if (next.length > room) return `${result}${ending}`;
    result = next;
  }
  return result;
}

/** The length up to which every line may go so that together they fit. */
function fairLimit(lengths: readonly number[]): number {
  let left = TEXT_MAX;
  let open = lengths.length;
  for (const length of [...lengths].sort((a, b) => a - b)) {
    if (length > left / open) return Math.max(Math.floor(left / open), 20);
    left -= length;
    open -= 1;
  }
  return TEXT_MAX + 1;
}
