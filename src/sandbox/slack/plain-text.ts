import { isRecord } from './blocks/checks.js';

/** The readable name of a user, group or channel id, without its sign. */
export type NameOf = (id: string) => string;

type Fields = Record<string, unknown>;

const items = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const str = (value: unknown): string => (typeof value === 'string' ? value : '');
const indent = (text: string, by: string): string => text.replace(/^/gm, by);

const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Mrkdwn as a reader sees it: mentions by name, links by their label, dates by their fallback. */
const fromMrkdwn = (text: string, nameOf: NameOf): string =>
  unescapeText(
    text.replace(/<([^<>]+)>/g, (_whole, inner: string) => {
      const [target = '', label] = inner.split('|');
      if (target.startsWith('@')) return `@${nameOf(target.slice(1))}`;
      if (target.startsWith('#')) return `#${nameOf(target.slice(1))}`;
      if (target.startsWith('!subteam^')) return `@${nameOf(target.slice(9))}`;
      if (target.startsWith('!date')) return label ?? '';
      if (target.startsWith('!')) return `@${target.slice(1)}`;
      return label ?? target;
    }),
  );

const fromText = (value: unknown, nameOf: NameOf): string => {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return '';
  return value.type === 'mrkdwn' ? fromMrkdwn(str(value.text), nameOf) : str(value.text);
};

const dateOf = (leaf: Fields): string =>
  str(leaf.fallback) || new Date(Number(leaf.timestamp) * 1000).toISOString().slice(0, 16).replace('T', ' ');

const leaves: Record<string, (leaf: Fields, nameOf: NameOf) => string> = {
  text: (leaf) => str(leaf.text),
  link: (leaf) => str(leaf.text) || str(leaf.url),
  user: (leaf, nameOf) => `@${nameOf(str(leaf.user_id))}`,
  usergroup: (leaf, nameOf) => `@${nameOf(str(leaf.usergroup_id))}`,
  channel: (leaf, nameOf) => `#${nameOf(str(leaf.channel_id))}`,
  broadcast: (leaf) => `@${str(leaf.range)}`,
  emoji: (leaf) => `:${str(leaf.name)}:`,
  date: dateOf,
};

const fromLeaves = (value: unknown, nameOf: NameOf): string =>
  items(value)
    .map((leaf) => leaves[str(leaf.type)]?.(leaf, nameOf) ?? '')
    .join('');

const fromPart = (part: Fields, nameOf: NameOf): string => {
  if (part.type === 'rich_text_list') {
    const mark = (index: number) => (part.style === 'ordered' ? `${index + 1}. ` : '• ');
    const lines = items(part.elements).map((item, index) => `${mark(index)}${fromLeaves(item.elements, nameOf)}`);
    return indent(lines.join('\n'), '  '.repeat(Number(part.indent ?? 0)));
  }
  const text = fromLeaves(part.elements, nameOf);
  if (part.type === 'rich_text_quote') return indent(text, '> ');
  return part.type === 'rich_text_preformatted' ? indent(text, '    ') : text;
};

const fromRichText = (block: unknown, nameOf: NameOf): string =>
  isRecord(block)
    ? items(block.elements)
        .map((part) => fromPart(part, nameOf))
        .join('\n')
    : '';

const MARKS: Record<string, string> = { pending: '[ ]', in_progress: '[>]', complete: '[x]', error: '[!]' };

const fromTask = (task: Fields, nameOf: NameOf): string => {
  const more = [fromRichText(task.details, nameOf), fromRichText(task.output, nameOf)].filter(Boolean);
  const head = `${MARKS[str(task.status)] ?? '[?]'} ${str(task.title)}`;
  return [head, ...more.map((text) => indent(text, '      '))].join('\n');
};

const fromElement = (element: Fields, nameOf: NameOf): string => {
  if (element.type === 'image') return str(element.alt_text);
  if (element.type === 'button') return `[ ${fromText(element.text, nameOf)} ]`;
  if (element.type === 'mrkdwn' || element.type === 'plain_text') return fromText(element, nameOf);
  return `[ ${fromText(element.placeholder, nameOf) || str(element.type)} ]`;
};

const fromCell = (cell: Fields, nameOf: NameOf): string =>
  cell.type === 'rich_text' ? fromRichText(cell, nameOf) : String(cell.text ?? cell.value ?? '');

const fromRows = (block: Fields, nameOf: NameOf): string => {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  return rows
    .map((row) =>
      items(row)
        .map((cell) => fromCell(cell, nameOf))
        .join(' | '),
    )
    .join('\n');
};

const fromSection = (block: Fields, nameOf: NameOf): string => {
  const accessory = isRecord(block.accessory) ? fromElement(block.accessory, nameOf) : '';
  const fields = items(block.fields).map((field) => fromText(field, nameOf).replaceAll('\n', ' '));
  return [fromText(block.text, nameOf), ...fields, accessory].filter(Boolean).join('\n');
};

const kinds: Record<string, (block: Fields, nameOf: NameOf) => string> = {
  header: (block, nameOf) => `== ${fromText(block.text, nameOf)} ==`,
  section: fromSection,
  rich_text: fromRichText,
  divider: () => '----',
  context: (block, nameOf) =>
    items(block.elements)
      .map((it) => fromElement(it, nameOf))
      .join('  '),
  actions: (block, nameOf) =>
    items(block.elements)
      .map((it) => fromElement(it, nameOf))
      .join(' '),
  plan: (block, nameOf) =>
    [str(block.title), ...items(block.tasks).map((it) => indent(fromTask(it, nameOf), '  '))].join('\n'),
  task_card: fromTask,
  markdown: (block) => str(block.text),
  image: (block) => str(block.alt_text),
  table: fromRows,
  data_table: (block, nameOf) => [str(block.caption), fromRows(block, nameOf)].join('\n'),
  container: (block, nameOf) =>
    [fromText(block.title, nameOf), ...items(block.child_blocks).map((it) => fromBlock(it, nameOf))]
      .filter(Boolean)
      .join('\n'),
};

const fromBlock = (block: Fields, nameOf: NameOf): string => kinds[str(block.type)]?.(block, nameOf) ?? '';

/** A message as readable lines for a terminal: its blocks, or its text when it has none. */
export const plainText = (message: { text: string; blocks?: unknown }, nameOf: NameOf = (id) => id): string => {
  const shown = items(message.blocks).map((block) => fromBlock(block, nameOf));
  return shown.some(Boolean) ? shown.filter(Boolean).join('\n') : fromMrkdwn(message.text, nameOf);
};
