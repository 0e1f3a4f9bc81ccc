import type { ActionName, Profile } from '../../core/products.js';
import type { UpgradeView } from '../../core/view.js';
import { type Block, bullets } from './blocks.js';
import { bold, code, emoji, joinLines, type Line, line, text } from './leaves.js';
import { allEvents } from './run-line.js';
import { stageProgress, stagesBlock, toldWords } from './stages.js';

interface RunContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

/** "stages through: 5 of 8", for a notification. */
export function runProgress({ view, profile }: Pick<RunContext, 'view' | 'profile'>): Line {
  if (view.run === undefined) return line`not created yet`;
  return line`stages through: ${stageProgress(view.run, profile)}`;
}

/** What else is true of a run in stages, beside its state and release. */
export function runFacts(context: RunContext): Line[] {
  const { view } = context;
  const { run } = view;
  if (run === undefined) return [];
  const isOver = view.finishedHow !== undefined;
  const pause = run.pause === 'asked' && !isOver ? [line`${bold('Pause')}: asked for`] : [];
  const back = run.rollbackRequested && !isOver ? [line`${bold('Rollback')}: asked for`] : [];
  return [...pause, ...back, ...logFacts(context)];
}

/** Stages whose counts are shown; no product has so many. */
const LOGS_SHOWN = 12;

function logFacts({ view, profile, command }: RunContext): Line[] {
  const told = (view.run?.told ?? []).slice(0, LOGS_SHOWN);
  const [first] = told;
  if (first === undefined) return [];
  const counts = told.map((log) => line`${text(log.stage, 60)}: ${toldWords(log)}`);
  const where = allEvents(told.length === 1 ? first.stage : '', { profile, command, target: view.target });
  return [line`${bold('Logged')}: ${joinLines(counts, '; ')}. All of it: ${where}`];
}

/** Errors and warnings of stages that completed all the same: to be read before the last step. */
export function logAlerts({ view, profile, command }: RunContext): Line[] {
  if (view.phase !== 'finalizable') return [];
  return (view.run?.told ?? []).slice(0, LOGS_SHOWN).map((log) => {
    const where = allEvents(log.stage, { profile, command, target: view.target });
    return line`${bold(log.stage, 60)} logged ${toldWords(log)} although the run went on. Read what it says before anybody asks for the last step: ${where}`;
  });
}

/** What can be done about a run that has stopped, the gentlest first. */
const choices: readonly ActionName[] = ['retry', 'continue', 'rollback'];

/** What each way on does and whether there is a way back, while the run has stopped. */
export function choiceBlocks({ view, profile, command }: RunContext): Block[] {
  if (profile.stages === undefined || view.finishedHow !== undefined) return [];
  if (view.phase !== 'failed' && view.phase !== 'paused') return [];
  const lines = choices.flatMap((name) => {
    const action = profile.actions[name];
    if (action === undefined || !action.from.includes(view.phase)) return [];
    const { effect, wayBack } = action;
    return [line`${code(`${command} ${name} ${view.target}`)}: ${text(effect, 400)} Way back: ${text(wayBack, 300)}`];
  });
  return lines.length === 0
    ? []
    : [bullets(lines, line`${emoji('point_right')} ${bold('What can be done, the gentlest first')}`)];
}

/** The progress of a run in stages; none before there is one. */
export function runBlocks({ view, profile }: RunContext, plain: boolean): Block[] {
  return view.run === undefined ? [] : [stagesBlock(view.run, profile, plain)];
}
