import type { Observation } from '../../core/observation.js';
import { type ActionName, type ActionProfile, type Intended, presetSizes } from '../../core/products.js';
import { neededField } from './archives.js';
import {
  abandonEvidence,
  completeEvidence,
  continueEvidence,
  createEvidence,
  failureEvidence,
  rollbackEvidence,
  startEvidence,
} from './evidence.js';
import { judges } from './judging.js';
import { releaseObstacle } from './releases.js';
import { uploadForm } from './upload-form.js';
import { actionWords as words } from './words.js';

const MINUTE_MS = 60_000;

/**
 * `doneWhen` and `notDoneWhen` are never asked: `judge` knows more than the phase. Calls that are answered at once get
 * half a minute.
 */
const common = {
  alwaysApproved: false,
  dropsOffNodes: false,
  timeoutMs: 30_000,
  doneWhen: [],
  notDoneWhen: [],
} as const;

const restart = 'kubectl -n $IB_NS rollout restart deployment/NAME, where NAME is the deployment of Deployment Manager';

/** "You might need to restart Deployment Manager for the request to take effect" ("Upgrade API"). */
const ifNothingMoves = `If nothing moves, Deployment Manager may have to be restarted for it to take effect: ${restart}.`;

function createObstacle({ release, files, size }: Intended, now: Observation): string | undefined {
  if (size !== undefined && !presetSizes.some((one) => one === size)) {
    return `${size} is no preset size; there are ${presetSizes.join(', ')}`;
  }
  if (files !== undefined && files.length > 0 && !files.some(({ field }) => field === neededField)) {
    return `${neededField} is missing among the files`;
  }
  const current = now.state === 'COMPLETED' ? now.run?.release : undefined;
  if (release === undefined || current === undefined) return undefined;
  const obstacle = releaseObstacle(current, release);
  return obstacle === undefined ? undefined : `${obstacle.reason}, which is installed; ${obstacle.remedy}`;
}

/** The release was chosen when the upgrade was created; naming another one is a mistake. */
function startObstacle({ to }: Intended, { run }: Observation): string | undefined {
  if (to === undefined || run?.release === to) return undefined;
  if (run?.release === undefined) return `its release could not be read, and so not compared with ${to}`;
  return `the upgrade that was created goes to ${run.release}, not to ${to}`;
}

function retryObstacle(_: Intended, { phase, run }: Observation): string | undefined {
  return phase === 'failed' || run?.pause !== undefined ? undefined : 'it is neither paused nor failed';
}

function rollbackObstacle(_: Intended, { phase, run }: Observation): string | undefined {
  return run?.rollbackRequested === true && phase !== 'failed' ? 'a rollback is under way already' : undefined;
}

function abandonObstacle({ started }: Intended, { run }: Observation): string | undefined {
  if (run?.started !== true || started === true) return undefined;
  return 'the upgrade has been started; roll it back, or, as an emergency agreed with Instabase Support, abandon it with --started and a reason';
}

function abandonAfterwards({ started }: Intended): string {
  const why =
    started === true ? 'a stage that was still running goes on until then' : 'Instabase advises it after every one';
  return `Restart Deployment Manager now (${why}): ${restart}.`;
}

/** What can be done, with its warnings ("Upgrade API", the sections of the single calls). */
export const actions: Readonly<Partial<Record<ActionName, ActionProfile>>> = {
  create: {
    ...common,
    words: words.create,
    from: ['idle'],
    effect: 'Uploads the files of a release and makes an upgrade of them; the deployment stays as it is.',
    wayBack: 'as long as it has not been started, abandon takes it back without any effect.',
    matters: ['state'],
    // Of 500 MB over a slow line, and the product's own work after that.
    timeoutMs: 30 * MINUTE_MS,
    showsWithinMs: 2 * MINUTE_MS,
    takesBundle: true,
    uploads: uploadForm,
    judge: judges.create,
    obstacle: createObstacle,
    evidence: createEvidence,
  },
  validate: {
    ...common,
    words: words.validate,
    from: ['prepared'],
    effect: 'Checks the upgrade by a dry run; it changes nothing.',
    wayBack: 'not needed.',
    matters: [],
    // "Upwards of ten minutes".
    timeoutMs: 60 * MINUTE_MS,
    reads: true,
  },
  start: {
    ...common,
    words: words.start,
    from: ['prepared'],
    effect: 'Starts the upgrade: it scales workloads down, migrates databases and installs the release.',
    wayBack: 'rollback, until the upgrade is completed; it tries to bring back what was before.',
    matters: ['state', 'release', 'started', 'failure'],
    judge: judges.start,
    obstacle: startObstacle,
    evidence: startEvidence,
    evidenceFrom: 'diff',
  },
  pause: {
    ...common,
    words: words.pause,
    from: ['running'],
    effect:
      'Asks for a pause. It takes hold at the next checkpoint, such as the end of the stage; what is under way goes on until then.',
    wayBack: 'retry lets the upgrade go on.',
    matters: ['started', 'over', 'release'],
    judge: judges.pause,
    obstacle: (_, { run }) => (run?.pause === undefined ? undefined : 'a pause has been asked for already'),
  },
  retry: {
    ...common,
    words: words.retry,
    from: ['paused', 'failed', 'running', 'finalizable'],
    effect: 'Lets a paused upgrade go on; of a failed one it runs the failed stage again.',
    wayBack: 'pause stops the upgrade at the next checkpoint, rollback goes back.',
    matters: ['state', 'failure', 'release'],
    judge: judges.retry,
    obstacle: retryObstacle,
    evidence: failureEvidence,
  },
  continue: {
    ...common,
    words: words.continue,
    from: ['failed', 'running'],
    effect: 'Forces the upgrade past its present stage, although the stage failed or is stuck.',
    wayBack: 'none for the stage that is passed over; rollback goes back as a whole, until the upgrade is completed.',
    matters: ['state', 'failure', 'release'],
    judge: judges.continue,
    evidence: continueEvidence,
    afterwards: () => ifNothingMoves,
  },
  rollback: {
    ...common,
    words: words.rollback,
    from: ['running', 'paused', 'failed', 'finalizable'],
    effect: 'Tries to bring the deployment back to what it was before the upgrade was started.',
    wayBack: 'none; the release has to be installed by another upgrade.',
    matters: ['state', 'started', 'release'],
    judge: judges.rollback,
    obstacle: rollbackObstacle,
    evidence: rollbackEvidence,
    afterwards: () => ifNothingMoves,
  },
  complete: {
    ...common,
    words: words.complete,
    from: ['finalizable'],
    alwaysApproved: true,
    effect: 'Completes the upgrade.',
    wayBack: 'there is no way back: afterwards the upgrade can no longer be rolled back.',
    matters: ['state', 'failure', 'log', 'release'],
    judge: judges.complete,
    evidence: completeEvidence,
    evidenceFrom: 'diff',
  },
  abandon: {
    ...common,
    words: words.abandon,
    from: ['prepared', 'running', 'paused', 'failed', 'finalizable'],
    alwaysApproved: true,
    effect: 'Discards the upgrade. One that runs is left as it stands, in the middle of its work.',
    wayBack: 'none; another upgrade has to be created.',
    // Not the stage: a run goes on while its approvers think.
    matters: ['started', 'over', 'release'],
    judge: judges.abandon,
    obstacle: abandonObstacle,
    evidence: abandonEvidence,
    afterwards: abandonAfterwards,
    needsReason: ({ started }) => started === true,
  },
};
