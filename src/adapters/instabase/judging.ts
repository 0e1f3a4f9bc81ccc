import type { Snapshot } from '../../core/events.js';
import type { Observation } from '../../core/observation.js';
import type { ActionName, Intended } from '../../core/products.js';
import { isTerminal, NOT_FOUND } from './stages.js';

type Verdict = 'done' | 'not-done' | 'unclear';

/** Whether a call whose answer is lost took effect. `before` is what was seen when it was asked for. */
type Judge = (asked: Intended, now: Observation, before?: Snapshot) => Verdict;

/** Another upgrade, or none, stands there now: nobody can say what became of the one that was meant. */
const isOver = (now: Observation): boolean => isTerminal(now.state) || now.run === undefined;

const matches = (asked: string | undefined, now: Observation): boolean =>
  asked === undefined || now.run?.release === undefined || now.run.release === asked;

function judgeCreate({ release }: Intended, now: Observation): Verdict {
  if (now.phase === 'idle') return 'not-done';
  if (now.phase === 'unknown') return 'unclear';
  return matches(release, now) ? 'done' : 'unclear';
}

function judgeStart(_: Intended, now: Observation): Verdict {
  if (now.run?.started === true) return 'done';
  return now.phase === 'prepared' ? 'not-done' : 'unclear';
}

function judgePause(_: Intended, now: Observation): Verdict {
  if (now.run?.pause !== undefined) return 'done';
  return now.phase === 'running' || now.phase === 'failed' ? 'not-done' : 'unclear';
}

/** Whether it is the same failure: a stage that was retried and failed again has another time. */
function failedAsBefore(now: Observation, before: Snapshot | undefined): boolean {
  const [old, present] = [before?.run?.failure, now.run?.failure];
  if (before === undefined) return true;
  return before.state === now.state && old?.stage === present?.stage && old?.at === present?.at;
}

function judgeRetry(_: Intended, now: Observation, before?: Snapshot): Verdict {
  if (now.phase === 'failed') return failedAsBefore(now, before) ? 'not-done' : 'done';
  if (now.run?.pause !== undefined) return 'not-done';
  return now.phase === 'running' || now.phase === 'finalizable' ? 'done' : 'unclear';
}

function judgeContinue(_: Intended, now: Observation, before?: Snapshot): Verdict {
  if (isOver(now) || now.phase === 'unknown') return 'unclear';
  if (before !== undefined && before.phase !== 'failed') return before.state === now.state ? 'unclear' : 'done';
  return now.phase === 'failed' && failedAsBefore(now, before) ? 'not-done' : 'done';
}

function judgeRollback(_: Intended, now: Observation): Verdict {
  if (now.state === 'ROLLEDBACK' || (now.run?.rollbackRequested === true && !isOver(now))) return 'done';
  return isOver(now) || now.phase === 'unknown' ? 'unclear' : 'not-done';
}

function judgeComplete(_: Intended, now: Observation): Verdict {
  if (now.state === 'COMPLETED') return 'done';
  return now.phase === 'finalizable' ? 'not-done' : 'unclear';
}

function judgeAbandon(_: Intended, now: Observation): Verdict {
  if (now.state === 'ABANDONED' || now.state === NOT_FOUND) return 'done';
  return isOver(now) || now.phase === 'unknown' ? 'unclear' : 'not-done';
}

export const judges: Readonly<Record<Exclude<ActionName, 'cancel' | 'approve' | 'validate'>, Judge>> = {
  create: judgeCreate,
  start: judgeStart,
  pause: judgePause,
  retry: judgeRetry,
  continue: judgeContinue,
  rollback: judgeRollback,
  complete: judgeComplete,
  abandon: judgeAbandon,
};
