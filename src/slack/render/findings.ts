import type { Shown } from '../../core/answers.js';
import { bullets, paragraph } from './blocks.js';
import { bold, code, emoji, type Line, line, plainText, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { duration } from './times.js';

type Found = Extract<Shown, { kind: 'findings' }>;

/** Lines of an answer that are shown; the file, or the product itself, has the rest. */
const LINES_SHOWN = 25;

/** A question that took longer than this (ms) says so. */
const LONG_MS = 10_000;

/**
 * What a target answered to a question beyond its state, for the person who asked alone.
 * @param fileProblem why the file that belongs to it could not be sent
 */
export function findingsAnswer({ target, name, findings, tookMs }: Found, fileProblem?: string): Rendered {
  const { summary, lines, ok, file } = findings;
  const took = tookMs < LONG_MS ? [] : line` It took ${duration(tookMs)}.`;
  const title = line`${markOf(ok)}${bold(target)} ${code(name)}: ${text(summary, 500)}${took}`;
  const shown = lines.slice(0, LINES_SHOWN).map((one) => line`${text(one, 300)}`);
  const rest = lines.length - shown.length;
  const items = [...shown, ...(rest > 0 ? [line`and ${rest} more`] : [])].filter((one) => one.length > 0);
  const where = file === undefined ? [] : [fileLine(file.name, fileProblem)];
  return message(
    [title, ...items, ...where],
    [
      paragraph([title]),
      ...(items.length === 0 ? [] : [bullets(items)]),
      ...(where.length === 0 ? [] : [paragraph(where)]),
    ],
  );
}

function fileLine(name: string, problem: string | undefined): Line {
  if (problem === undefined) return line`The whole of it comes to you as a file, ${code(name)}, and to nobody else.`;
  return line`${emoji('warning')} The whole of it could not be sent to you as a file: ${text(problem, 200)}`;
}

/** What stands above the file, escaped. */
export function fileComment({ target, name }: Pick<Found, 'target' | 'name'>): string {
  return plainText(line`${bold(target)} ${code(name)}, as you asked for it. Nobody else gets it.`, 300);
}

const markOf = (ok: boolean | undefined): Line => {
  if (ok === undefined) return [];
  return line`${emoji(ok ? 'white_check_mark' : 'warning')} `;
};
