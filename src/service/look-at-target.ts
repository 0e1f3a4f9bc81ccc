import { asAppError } from '../core/errors.js';
import { nextLookAt, pauseBeforeLook } from '../core/next-look.js';
import { attendRequests } from './attend-requests.js';
import { type Deps, targetOf } from './deps.js';
import { type Look, observeTarget } from './observe-target.js';

/** Two readings disagreed: look again this soon (ms). */
const UNSETTLED_MS = 1_000;

/**
 * A look that took longer (ms) reads the record once more before it goes to sleep: an upgrade may have been opened
 * meanwhile, and whoever opened it has given up trying to wake a watch that was busy.
 */
const SLOW_MS = 300;

/** Nothing is going on, and nothing was. */
function isQuiet({ view, record, unsettled }: Look): boolean {
  return view === undefined && record.open === undefined && record.failures === 0 && !unsettled;
}

/**
 * One tick of a target's watch: look, record what changed, remind of and end requests as their time asks for.
 * @returns when to look next (epoch ms).
 * @throws AppError kind `store-down` only; a target that cannot be read is counted and looked at again.
 */
export async function lookAtTarget(deps: Deps, name: string, signal?: AbortSignal): Promise<number> {
  const { settings } = targetOf(deps, name);
  let retryAfterMs = 0;
  let unsettled = false;
  const begunAt = deps.clock.now();
  try {
    const look = await observeTarget(deps, name, signal);
    if (isQuiet(look) && deps.clock.now() - begunAt < SLOW_MS) return nextLookAt(name, settings.poll.idleMs, begunAt);
    unsettled = look.unsettled;
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    retryAfterMs = failure.retryAfterMs ?? 0;
    deps.log.debug({ target: name, err: failure }, 'a look at a target failed');
  }
  const record = await deps.timeline.record(name);
  if (record.view?.requests.some(({ status }) => status === 'open') === true) await attendRequests(deps, name);
  const pause = pauseBeforeLook(record, settings.poll, retryAfterMs);
  return nextLookAt(name, unsettled ? Math.min(pause, UNSETTLED_MS) : pause, deps.clock.now());
}
