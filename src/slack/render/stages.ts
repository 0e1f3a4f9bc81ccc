import type { types } from '@slack/bolt';
import type { RunRecord } from '../../core/events.js';
import type { Profile, StageCondition } from '../../core/products.js';
import type { ToldLog } from '../../core/run-view.js';
import { type Block, bullets, paragraph } from './blocks.js';
import { plainLine } from './escape.js';
import { bold, code, emoji, joinLines, type Line, line, text } from './leaves.js';
import { counted } from './nodes.js';
import { moment } from './times.js';
import { wordsForStatus } from './words.js';

/** A stage as the card and the answers show it. Name and status are untrusted. */
interface StageRow {
  readonly name: string;
  readonly status: string;
  readonly condition: StageCondition;
  readonly words: string;
  /** It is at work to undo what it did. */
  readonly isUndoing: boolean;
  /** When it got its status (epoch ms). */
  readonly since?: number;
  readonly told?: ToldLog;
}

/** What the rows are made of: a run as it was seen now, or as it is known. */
interface Staged {
  readonly stages: readonly (RunRecord['stages'][number] & { readonly since?: number })[];
  readonly told?: readonly ToldLog[];
  readonly rollbackRequested?: boolean;
}

/** More stages than any product has are no news any more. */
const MAX_ROWS = 30;

/** The stages in the product's order, those that it does not name last; without those that only say how a run ended. */
function stageRows({ stages, told = [], rollbackRequested: back }: Staged, profile: Profile): StageRow[] {
  const known = profile.stages ?? [];
  const rank = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length);
  const isEnd = (name: string): boolean =>
    Object.hasOwn(profile.states, name) && profile.states[name]?.ends !== undefined;
  return stages
    .filter(({ name }) => !isEnd(name))
    .sort((one, other) => rank(one.name) - rank(other.name))
    .slice(0, MAX_ROWS)
    .map(({ name, status, condition, since }) => {
      const lines = told.find(({ stage }) => stage === name);
      const words = wordsForStatus(profile, status, condition, back);
      const isUndoing = back === true && condition === 'underway';
      return { name, isUndoing, status, condition, words, ...(since && { since }), ...(lines && { told: lines }) };
    });
}

/** How many stages are through, as `5 of 8`. */
export function stageProgress(run: Staged, profile: Profile): string {
  const rows = stageRows(run, profile);
  return `${rows.filter(({ condition }) => condition === 'done').length} of ${rows.length}`;
}

/** "2 errors, 1 warning"; with `more than` where not every line was told. */
export function toldWords({ errors, warnings, full }: ToldLog): string {
  const counts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
  return full === true ? `more than ${counts}` : counts;
}

/** "`RUN_ACTIONS`: UNDERWAY (under way), 2 errors, since today at 14:05" */
function stageLine({ name, status, condition, words, since, told }: StageRow): Line {
  const parts = [
    line`${code(status, 60)} (${words})`,
    told === undefined ? [] : line`${toldWords(told)} in its log`,
    since === undefined || condition === 'waiting' ? [] : line`since ${moment(since)}`,
  ];
  return line`${bold(name, 60)}: ${joinLines(parts, ', ')}`;
}

/** All stages, one row each. */
export function stagesList(run: Staged, profile: Profile): { lines: Line[]; block: Block } {
  const rows = stageRows(run, profile).map(stageLine);
  const lines = rows.length === 0 ? [line`The target reports no stage.`] : rows;
  return { lines, block: bullets(lines, bold(`Stages (${stageProgress(run, profile)} through)`)) };
}

type TaskStatus = types.TaskCardBlock['status'];

const taskStatus = {
  waiting: 'pending',
  underway: 'in_progress',
  done: 'complete',
  undone: 'pending',
  error: 'error',
  unknown: 'pending',
} as const satisfies Record<StageCondition, TaskStatus>;

const stageEmoji = {
  waiting: 'white_circle',
  underway: 'hourglass_flowing_sand',
  done: 'white_check_mark',
  undone: 'leftwards_arrow_with_hook',
  error: 'x',
  unknown: 'grey_question',
} as const satisfies Record<StageCondition, string>;

/** What a status sign alone does not say of a stage. */
function remarks({ condition, words, isUndoing, told }: StageRow): string {
  const saidBySign: readonly StageCondition[] = ['waiting', 'underway', 'done', 'error'];
  const isSaid = saidBySign.includes(condition) && !isUndoing;
  const parts = [...(isSaid ? [] : [words]), ...(told === undefined ? [] : [toldWords(told)])];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/**
 * The stages of the run as its progress. As Slack's `plan` block, or, when `plain`, as lines for workspaces whose
 * clients do not show it.
 */
export function stagesBlock(run: Staged, profile: Profile, plain: boolean): Block {
  const rows = stageRows(run, profile);
  if (plain || rows.length === 0) return plainStages(run, profile, rows);
  return {
    type: 'plan',
    title: `Stages: ${stageProgress(run, profile)} through`,
    tasks: rows.map((row, index) => ({
      type: 'task_card',
      task_id: `stage-${index}`,
      title: plainLine(`${row.name}${remarks(row)}`, 120) || 'a stage without a name',
      status: taskStatus[row.condition],
    })),
  };
}

function plainStages(run: Staged, profile: Profile, rows: readonly StageRow[]): Block {
  if (rows.length === 0) return paragraph([line`The target reports no stage.`]);
  const lines = rows.map(({ name, condition, words, told }) => {
    const log = told === undefined ? [] : line`, ${toldWords(told)}`;
    return line`${emoji(stageEmoji[condition])} ${text(name, 60)} (${words})${log}`;
  });
  return paragraph([line`${bold(`Stages: ${stageProgress(run, profile)} through`)}`, ...lines]);
}
