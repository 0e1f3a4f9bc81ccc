import type { Check, CheckGroup, Problem } from '../../core/checkup.js';
import { isProblem } from '../../core/checkup.js';
import { type Block, bullets, paragraph } from './blocks.js';
import { bold, channel, emoji, joinLines, type Line, line, mention, text } from './leaves.js';
import { message, type Rendered } from './message.js';
import { counted } from './nodes.js';

/** With more groups in trouble each gets a single line: a message has room for some 50 blocks and 12,000 bytes. */
const MANY_GROUPS = 12;

/** Groups whose fine checks are named one by one; with more, only counted. */
const FEW_GROUPS = 5;

const marks = {
  failed: { emoji: 'x', word: 'failed', rank: 0 },
  warning: { emoji: 'warning', word: 'warning', rank: 1 },
  unknown: { emoji: 'grey_question', word: 'not known', rank: 2 },
} as const satisfies Record<Problem['result'], { emoji: string; word: string; rank: number }>;

/** What was examined: problems first, each with what to do; then what is fine, in few words. */
export function doctorAnswer(groups: readonly CheckGroup[]): Rendered {
  const title = titleOf(groups.flatMap(({ checks }) => checks));
  const troubled = groups.filter(({ checks }) => checks.some(isProblem));
  const fine = groups.flatMap((group) => fineLine(group, groups.length <= FEW_GROUPS));
  const sections = troubled.length > MANY_GROUPS ? [briefSection(troubled)] : troubled.map(fullSection);
  const blocks: Block[] = [
    paragraph([title]),
    ...sections.map((one) => bullets(one.lines, one.title)),
    ...(fine.length === 0 ? [] : [bullets(fine, bold('Fine'))]),
  ];
  return message([title, ...sections.flatMap((one) => [one.title, ...one.lines]), ...fine], blocks);
}

function titleOf(checks: readonly Check[]): Line {
  const count = (result: Problem['result']): number => checks.filter((check) => check.result === result).length;
  const parts = [
    count('failed') === 0 ? [] : line`${bold(`${count('failed')} of ${counted(checks.length, 'check')} failed`)}`,
    count('warning') === 0 ? [] : line`${bold(counted(count('warning'), 'warning'))}`,
    count('unknown') === 0 ? [] : line`${count('unknown')} could not be checked`,
  ].filter((part) => part.length > 0);
  return parts.length === 0 ? line`${bold(`All ${counted(checks.length, 'check')} are fine`)}` : joinLines(parts, ', ');
}

interface Section {
  readonly title: Line;
  readonly lines: readonly Line[];
}

const problemsOf = ({ checks }: CheckGroup): Problem[] =>
  checks.filter(isProblem).sort((a, b) => marks[a.result].rank - marks[b.result].rank);

function fullSection(group: CheckGroup): Section {
  return { title: bold(group.title), lines: problemsOf(group).map(problemLine) };
}

function problemLine({ name, about, result, detail, remedy }: Problem): Line {
  const mark = marks[result];
  const whom = about === undefined ? [] : line` ${named(about)}`;
  const found = text(detail.replace(/[.\s]+$/, ''), 300);
  return line`${emoji(mark.emoji)} ${bold(name)}${whom} (${mark.word}): ${found}. ${text(remedy, 200)}`;
}

/** A channel, person or group by Slack id; the answer is private, so a mention notifies nobody. */
const named = (id: string): Line => (/^[CGD]/.test(id) ? channel(id) : mention(id));

/** One line per group, with the first of its problems. */
function briefSection(groups: readonly CheckGroup[]): Section {
  const lines = groups.map((group) => {
    const problems = problemsOf(group);
    const [first] = problems;
    const more = problems.length > 1 ? line` (and ${counted(problems.length - 1, 'more problem')})` : [];
    return line`${bold(group.title)}: ${first === undefined ? [] : text(`${first.name}: ${first.detail}`, 150)}${more}`;
  });
  return { title: line`${bold('In trouble')}; doctor with the name of a target says what to do`, lines };
}

function fineLine({ title, checks }: CheckGroup, withNames: boolean): Line[] {
  const fine = checks.filter((check) => !isProblem(check));
  if (fine.length === 0) return [];
  const names = withNames ? line` (${text([...new Set(fine.map(({ name }) => name))].join(', '), 200)})` : [];
  const what = fine.length < checks.length ? 'more check' : 'check';
  return [line`${bold(title)}: ${counted(fine.length, what)}${names}`];
}
