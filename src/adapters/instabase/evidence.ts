import type { LogLine, Observation } from '../../core/observation.js';
import type { Intended } from '../../core/products.js';
import { outageStages, reviewedStages } from './stages.js';

/** Log lines that a request names one by one, and characters of each. */
const LINES = 20;
const CHARACTERS = 200;

const cut = (text: string, most = CHARACTERS): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const lineWords = ({ stage, level, message }: LogLine): string =>
  `${stage} logged ${level}: ${cut(message.replace(/\s+/g, ' ').trim())}`;

/** Errors first: where not all can be named, these must be. */
function worstFirst(lines: readonly LogLine[]): LogLine[] {
  return [...lines.filter(({ level }) => level === 'ERROR'), ...lines.filter(({ level }) => level === 'WARNING')];
}

const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`;

const countWords = (lines: readonly LogLine[]): string => {
  const errors = lines.filter(({ level }) => level === 'ERROR').length;
  return `${count(errors, 'ERROR line')} and ${count(lines.length - errors, 'WARNING line')}`;
};

/** Every WARNING and ERROR line of the stages that complete in spite of them, as far as there is room. */
export function completeEvidence(_: Intended, { run }: Observation): string[] {
  const log = run?.log ?? [];
  const reviewed = worstFirst(log.filter(({ stage }) => reviewedStages.includes(stage)));
  const others = log.filter(({ stage }) => !reviewedStages.includes(stage));
  const names = reviewedStages.join(' and ');
  const lines = reviewed.slice(0, LINES).map(lineWords);
  const rest = reviewed.slice(LINES);
  return [
    ...releaseWords(run?.release),
    reviewed.length === 0 ? `${names} logged no warning and no error.` : `${names} logged ${countWords(reviewed)}:`,
    ...lines,
    ...(rest.length === 0
      ? []
      : [`${rest.length} more are not shown here (${countWords(rest)}); events lists all of them.`]),
    ...(others.length === 0 ? [] : [`Earlier stages logged ${countWords(others)}.`]),
    'Test the deployment by your test plan before anybody agrees.',
  ];
}

const releaseWords = (release: string | undefined): string[] =>
  release === undefined ? ['Its release could not be read.'] : [`It goes to release ${cut(release, 100)}.`];

/** What failed, in the product's own words. */
export function failureEvidence(_: Intended, { state, run }: Observation): string[] {
  const failure = run?.failure;
  if (failure === undefined) return [`It stands at ${state}${run?.pause === 'held' ? ' and is paused' : ''}.`];
  return [`${failure.stage} failed: ${cut(failure.message.replace(/\s+/g, ' ').trim(), 1_000)}`];
}

export function continueEvidence(asked: Intended, now: Observation): string[] {
  const untried = 'Retry the stage first; go on past it only when the cause is known and acceptable.';
  const busy = `${now.state} has not failed: this forces the upgrade past a stage that may still be at work.`;
  return [...(now.phase === 'failed' ? failureEvidence(asked, now) : [busy]), untried];
}

export function rollbackEvidence(asked: Intended, now: Observation): string[] {
  return [
    ...failureEvidence(asked, now),
    'Patches and configs that were added during the upgrade are not undone.',
    'After an upgrade from 22.08 or earlier, for which ENABLE_CONTROL_PLANE_UPGRADES_ROLLBACK had to be false, ask Instabase Support first.',
  ];
}

export function abandonEvidence({ started }: Intended, now: Observation): string[] {
  const { state, run } = now;
  const release = releaseWords(run?.release);
  if (run?.started !== true) {
    return [...release, 'It has not been started: abandoning it has no effect on the deployment.'];
  }
  return [
    ...release,
    `It has been started and stands at ${state}: abandoning it now can leave the deployment in an unknown state.`,
    ...(run.rollbackRequested ? [] : ['No rollback has been asked for; that is the ordinary way back.']),
    ...(started === true ? ['Speak with Instabase Support before anybody agrees.'] : []),
    ...failureIfAny(now),
  ];
}

const failureIfAny = (now: Observation): string[] => (now.run?.failure === undefined ? [] : failureEvidence({}, now));

/** What has to be in place before a release is installed ("Upgrade API", section "Before upgrading"). */
export const preconditions: readonly string[] = [
  'Deployment Manager must already be on the release to upgrade to: apply control-plane.yml of the release first, with your own changes carried over into it.',
  "Where network policies are enabled, apply control-plane-np.yml of the release before Deployment Manager's own file.",
  'From 22.08 or earlier to 23.04 or later, ENABLE_CONTROL_PLANE_UPGRADES_ROLLBACK must be set to false first, or the upgrade fails.',
];

export function createEvidence({ size, keep = [] }: Intended): string[] {
  return [
    ...(size === undefined
      ? []
      : [`It sets the cluster size ${size}: the Kubernetes cluster has to be as large already.`]),
    ...(keep.length === 0
      ? ['No config is marked to be kept: configs that the release does not have are dropped.']
      : [
          `${count(keep.length, 'config')} to be kept although the release may not have them: ${cut(keep.join(', '), 600)}.`,
        ]),
    ...preconditions,
  ];
}

export function startEvidence(_: Intended, { run }: Observation): string[] {
  const [first, last] = [outageStages[0] ?? '', outageStages.at(-1) ?? ''];
  return [...releaseWords(run?.release), `Workloads are down from ${first} to ${last}.`, ...preconditions];
}
