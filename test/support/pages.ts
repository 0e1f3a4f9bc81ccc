import { readFileSync } from 'node:fs';

/** A page of the documentation. */
export const readPage = (page: string): string => readFileSync(page, 'utf8');

/** What follows a heading, or another mark, in a text. */
export function partAfter(text: string, mark: string): string {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`no part begins with "${mark}"`);
  return text.slice(at + mark.length);
}

/** The rows of the first table in a text, without its head; cells are trimmed, `code` keeps its marks. */
export function rowsOf(text: string): string[][] {
  const lines = text.slice(text.indexOf('\n|') + 1).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks at the beginning of a cell. */
export const code = (cell: string | undefined): string => /^`([^`]*)`/.exec(cell ?? '')?.[1] ?? '';
