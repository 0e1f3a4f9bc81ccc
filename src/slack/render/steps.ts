import type { types } from '@slack/bolt';
import type { NodeView, UpgradeView } from '../../core/view.js';
import { inFlight, openRequests } from '../../core/view.js';
import { type Block, paragraph } from './blocks.js';
import { emoji, type Line, line } from './leaves.js';

interface Step {
  readonly id: string;
  readonly title: string;
  readonly status: types.TaskCardBlock['status'];
}

/** The node has been brought up on the new version; its upgrade tasks may still run, or have failed. */
const isThrough = (node: NodeView): boolean =>
  node.upgraded && (node.condition === 'active' || node.condition === 'finalizing' || node.errors.length > 0);

/** How many nodes have been brought up on the new version, of all, as `2 of 3`, with those that are off. */
export function nodeProgress({ nodes }: UpgradeView): string {
  const off = nodes.filter(({ condition }) => condition === 'off').length;
  const through = nodes.filter(isThrough).length;
  return `${through} of ${nodes.length}${off === 0 ? '' : ` (${off} off)`}`;
}

/** Number of steps that are behind a view. */
function stepsDone(view: UpgradeView): number {
  if (view.finishedHow === 'completed') return 4;
  switch (view.phase) {
    case 'idle':
    case 'prepared':
      return 0;
    case 'started':
    case 'running':
    case 'paused':
    case 'rolling':
      return 1;
    case 'finalizable':
      return 2;
    case 'finalizing':
    case 'failed':
      return 3;
    case 'unknown':
      return view.leftIdle ? 1 : 0;
    default:
      return view.phase satisfies never;
  }
}

function stepsOf(view: UpgradeView): Step[] {
  const done = stepsDone(view);
  const titles = [
    ['mode', 'Upgrade mode on'],
    ['nodes', `Nodes upgraded: ${nodeProgress(view)}`],
    ['finalize', 'Finalize (a second person approves)'],
    ['tasks', 'Upgrade tasks'],
  ] as const;
  return titles.map(([id, title], index) => ({ id, title, status: statusOf(view, index, done) }));
}

function statusOf(view: UpgradeView, index: number, done: number): Step['status'] {
  if (index < done) return 'complete';
  if (index > done) return 'pending';
  const broken = view.phase === 'failed' || view.nodes.some((node) => node.condition === 'error');
  if (broken) return 'error';
  const waitsToBegin = done === 0 && inFlight(view) === undefined && openRequests(view).length === 0;
  return waitsToBegin ? 'pending' : 'in_progress';
}

/** In words, for the plain form and for screen readers. */
const statusNames = {
  pending: 'to come',
  in_progress: 'now',
  complete: 'done',
  error: 'in trouble',
} as const satisfies Record<Step['status'], string>;

const statusEmoji = {
  pending: 'white_circle',
  in_progress: 'hourglass_flowing_sand',
  complete: 'white_check_mark',
  error: 'x',
} as const satisfies Record<Step['status'], string>;

/**
 * The steps of the run. As Slack's `plan` block, or, when `plain`, as lines for workspaces whose clients do not show it.
 * Undefined for an upgrade that ended before its last step.
 */
export function stepsBlock(view: UpgradeView, plain: boolean): Block | undefined {
  if (view.finishedHow !== undefined && view.finishedHow !== 'completed') return undefined;
  const steps = stepsOf(view);
  if (plain) return paragraph(steps.map(plainStep));
  const done = steps.filter((step) => step.status === 'complete').length;
  return {
    type: 'plan',
    title: `Progress: ${done} of ${steps.length} steps done`,
    tasks: steps.map(({ id, title, status }) => ({ type: 'task_card', task_id: id, title, status })),
  };
}

function plainStep({ title, status }: Step): Line {
  return line`${emoji(statusEmoji[status])} ${title} (${statusNames[status]})`;
}
