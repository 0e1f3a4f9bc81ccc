import type { WarningKind } from '../../core/events.js';
import type { ActionName } from '../../core/products.js';
import { bold, code, joinLines, type Line, line } from './leaves.js';
import { allEvents } from './run-line.js';
import { because, stoodFor, type WarningContext, type WarningWords } from './warning-parts.js';

/** Warnings of a run in stages. They name no stage but the one they are about. */
export const runWarningWords = {
  'stage-failed': ({ subject, detail }, context) => ({
    cause: line`${bold(subject, 60)} has failed${because(detail)}.`,
    advice: line`What it logged: ${allEvents(subject, context)}. ${wayOn(context)}`,
  }),
  'pause-pending': () => ({
    cause: line`A pause was asked for and has not taken hold yet.`,
    advice: line`The run goes on until its next checkpoint; until then nothing has stopped.`,
  }),
  outage: (_warned, { profile }) => ({
    cause: line`Outage: what ${profile.label} serves is down during this part of the upgrade.`,
    advice: line`It comes up again by itself in a later stage. A run that is paused or fails here leaves it down until somebody lets it go on.`,
  }),
} as const satisfies Partial<Record<WarningKind, WarningWords>>;

export const runOverWords = {
  'stage-failed': (subject) => line`${subject} no longer shows as failed`,
  'pause-pending': () => line`no pause is pending any more`,
  outage: () => line`the part of the upgrade in which everything is down is through`,
} as const satisfies Partial<Record<WarningKind, (subject: Line) => Line>>;

/** What to do about a failed stage, as far as the product offers it. */
function wayOn(context: WarningContext): Line {
  const { profile } = context;
  const typed = (actions: readonly ActionName[]): Line =>
    joinLines(
      actions.flatMap((action) => (profile.actions[action] === undefined ? [] : [how(context, action)])),
      ' or ',
    );
  const [again, rest] = [typed(['retry']), typed(['continue', 'rollback'])];
  if (again.length === 0) return line`Mend the cause, then go on from the upgrade page of ${profile.label}.`;
  const last = rest.length === 0 ? [] : line` Only if that does not help: ${rest}.`;
  return line`Mend the cause, then run the stage again: ${again}.${last}`;
}

const how = ({ command, target }: WarningContext, action: ActionName): Line => code(`${command} ${action} ${target}`);

/** Nothing moves in a stage. */
export const stageStands: WarningWords = ({ subject, detail }, context) => ({
  cause: line`No progress: in ${bold(subject, 60)} nothing has moved${stoodFor(detail)}.`,
  advice: line`Look at what it logged: ${allEvents(subject, context)}`,
});

/** Every stage is through and nobody completes the run. */
export const runStands: WarningWords = ({ detail }, context) => ({
  cause: line`Left standing${stoodFor(detail)}: every stage is through, but nobody has completed the upgrade.`,
  advice: line`Complete it soon (${how(context, 'complete')}), or turn it back (${how(context, 'rollback')}).`,
});
