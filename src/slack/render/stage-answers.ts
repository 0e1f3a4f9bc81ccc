import type { TargetStatus } from '../../core/answers.js';
import type { RunObservation } from '../../core/observation.js';
import type { UpgradeView } from '../../core/view.js';
import type { Block } from './blocks.js';
import type { AnswerContext } from './context.js';
import { bold, type Line, line, text } from './leaves.js';
import { stagesList } from './stages.js';

/**
 * What a run is about and what holds it up, as read now.
 * @param isOver its release need not be the one that is installed
 */
export function runLines({ release, pause, rollbackRequested, failure }: RunObservation, isOver: boolean): Line[] {
  const label = isOver ? 'Release of the latest upgrade' : 'Release';
  return [
    line`${bold(label)}: ${release === undefined ? 'not reported' : text(release, 60)}`,
    ...(pause === 'asked' && !isOver ? [line`${bold('Pause')}: asked for`] : []),
    ...(rollbackRequested && !isOver ? [line`${bold('Rollback')}: asked for`] : []),
    ...(failure === undefined
      ? []
      : [line`${bold('Failure')}: in ${bold(failure.stage, 60)}: ${text(failure.message, 600)}`]),
  ];
}

/** The stages as read now, one row each; undefined when the target tells of no run. */
export function stagesOf(
  { target, observation, upgrade }: TargetStatus,
  { profileOf }: AnswerContext,
): { lines: Line[]; block: Block } | undefined {
  if (observation?.run === undefined) return undefined;
  return stagesList(withWhatIsKnown(observation.run, upgrade), profileOf(target));
}

/** Adds since when, and what was logged, from the upgrade that is followed. */
function withWhatIsKnown({ stages, rollbackRequested }: RunObservation, upgrade: UpgradeView | undefined) {
  const known = upgrade?.run?.stages ?? [];
  const dated = stages.map((stage) => {
    const same = known.find(({ name, status }) => name === stage.name && status === stage.status);
    return same === undefined ? stage : { ...stage, since: same.since };
  });
  return { stages: dated, rollbackRequested, told: upgrade?.run?.told ?? [] };
}
