import { phaseWords } from '../../core/actions.js';
import type { WarningKind } from '../../core/events.js';
import type { Profile } from '../../core/products.js';
import { bold, code, type Line, line } from './leaves.js';
import { runOverWords, runStands, runWarningWords, stageStands } from './run-warnings.js';
import { because, stoodFor, type Warned, type WarningContext, type WarningWords } from './warning-parts.js';
import { nodeStateFor } from './words.js';

export type { Warned, WarningContext };

/** The cause, and what it means and what to do. States of the cluster are not named: only state lines name them. */
const words: Record<WarningKind, WarningWords> = {
  ...runWarningWords,
  'node-error': ({ subject, detail }, { profile }) => ({
    cause: line`${bold(subject)} is in ${detail === undefined ? code(nodeStateFor(profile, 'error') ?? 'error') : line`error${because(detail)}`}.`,
    advice: line`The upgrade cannot go on until it is repaired. Look at its log. Since it is broken it may be restarted, or taken out of the cluster.`,
  }),
  'nodes-off': ({ subject, detail }, { profile }) => ({
    cause: line`${bold(subject)} is ${code(detail ?? nodeStateFor(profile, 'off') ?? 'off', 60)}.`,
    advice: line`Finalizing now drops it from the cluster. If it is to stay, wait until it is up, or start it.`,
  }),
  'nodes-left': ({ subject, detail }) => ({
    cause: line`${bold(subject)} is no longer part of the cluster${because(detail)}.`,
    advice: line`If a new machine or pod replaces it, all is well once that one is in service. If not, find out why it left before anybody finalizes.`,
  }),
  'nodes-disagree': () => ({
    cause: line`The nodes answer differently: two readings one right after the other keep disagreeing.`,
    advice: line`Where they differ, this upgrade shows what was known before. Check that the nodes reach each other and that the load balancer sends requests only to nodes in service.`,
  }),
  'node-restarted': ({ subject, detail }) => ({
    cause: line`${bold(subject)} was upgraded${detail === undefined ? [] : line` to ${detail}`} and restarts before finalizing.`,
    advice: line`It may refuse to come up (build numbers that do not match). Restart no upgraded node before the upgrade is finalized.`,
  }),
  lopsided: ({ subject, detail }) => ({
    cause: line`${bold(subject)} carries far more active users than the quietest node${because(detail)}.`,
    advice: line`Take it out of the load balancer for a while, so that sessions spread, then put it back.`,
  }),
  'tasks-failed': ({ subject, detail }, { profile, command, target }) => ({
    cause: line`Upgrade tasks failed on ${subjectOf(subject, profile)}${because(detail)}.`,
    advice: line`The upgrade is not finished.${detail === undefined ? line` What failed is in the log of ${profile.label}.` : []} Mend the cause, then run the tasks again${
      profile.actions.retry === undefined
        ? line` on the upgrade page of ${profile.label}`
        : line`: ${code(`${command} retry ${target}`)}`
    }.`,
  }),
  'mixed-without-mode': ({ detail }) => ({
    cause: line`The nodes differ although upgrade mode is off${because(detail)}.`,
    advice: line`No upgrade can start until every node runs the same version without errors.`,
  }),
  'version-path': ({ subject, detail }) => ({
    cause: line`A node runs ${code(subject, 40)}, which this cluster cannot reach node by node${because(detail)}.`,
    advice: line`Upgrade no further node. Put this one back on the version before; when all nodes run that, the upgrade can be cancelled.`,
  }),
  'no-progress': (warned, context) => {
    if (context.profile.stages?.includes(warned.subject) === true) return stageStands(warned, context);
    return {
      cause: line`No progress: ${stage(warned.subject, context.profile)}nothing has moved${stoodFor(warned.detail)}.`,
      advice: line`Find out whether somebody is still working on it.`,
    };
  },
  standing: (warned, context) => {
    const { profile, command, target } = context;
    if (profile.stages !== undefined) return runStands(warned, context);
    return {
      cause: line`Left standing${stoodFor(warned.detail)}: every running node is upgraded, but nobody has finalized.`,
      advice: line`Finalize soon (${code(`${command} approve ${target}`)}), and restart no node before.`,
    };
  },
  'unknown-state': ({ subject, detail }, { profile }) => ({
    cause: line`The cluster reports ${code(subject)}, a state this bot does not know${because(detail)}.`,
    advice: line`The bot only watches. Look at the upgrade page of ${profile.label}.`,
  }),
};

/** "nodes are being upgraded one after the other, and ", when the subject is one of the product's states. */
function stage(subject: string, profile: Profile): Line {
  const phase = Object.hasOwn(profile.states, subject) ? profile.states[subject]?.phase : undefined;
  return phase === undefined ? [] : line`${phaseWords(profile, phase)}, and `;
}

/** A node or stage by its name; a subject that is one of the product's states means the whole cluster. */
function subjectOf(subject: string, profile: Profile): Line {
  const isState = Object.hasOwn(profile.states, subject) && profile.stages?.includes(subject) !== true;
  return isState ? line`the cluster` : bold(subject);
}

/** A warning in full: the node or stage, the cause, what it means and what to do. */
export function warningLine(warned: Warned, context: WarningContext): Line {
  const { cause, advice } = words[warned.kind](warned, context);
  return line`${cause} ${advice}`;
}

/** Only the cause of a warning, for one that is looked back at. */
export function warningCause(warned: Warned, context: WarningContext): Line {
  return words[warned.kind](warned, context).cause;
}

/** What a warning was about, when it is over. `key` is `<kind>:<subject>`. */
const overWords: Record<WarningKind, (subject: Line) => Line> = {
  ...runOverWords,
  'node-error': (subject) => line`${subject} is no longer broken`,
  'nodes-off': (subject) => line`finalizing no longer drops ${subject}`,
  'nodes-left': (subject) => line`${subject} is part of the cluster again`,
  'nodes-disagree': () => line`the nodes give the same answers again`,
  'node-restarted': (subject) => line`${subject} is up again after its restart`,
  lopsided: (subject) => line`users are spread again, ${subject} no longer carries far more than others`,
  'tasks-failed': (subject) => line`upgrade tasks no longer show as failed on ${subject}`,
  'mixed-without-mode': () => line`the nodes no longer differ`,
  'version-path': (subject) => line`no node runs ${subject} any more`,
  'no-progress': () => line`the cluster moves again`,
  standing: () => line`the upgrade is no longer left standing`,
  'unknown-state': () => line`the cluster reports a state the bot knows`,
};

const isKind = (text: string): text is WarningKind => Object.hasOwn(overWords, text);

/** "Over: conf-2 is no longer broken." */
export function overLine(key: string, profile: Profile): Line {
  const colon = key.indexOf(':');
  const kind = colon === -1 ? key : key.slice(0, colon);
  const subject = colon === -1 ? '' : key.slice(colon + 1);
  if (!isKind(kind)) return line`Over: a warning (${key}) has cleared.`;
  return line`Over: ${overWords[kind](subjectOf(subject, profile))}.`;
}
