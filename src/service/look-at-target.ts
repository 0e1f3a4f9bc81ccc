import { asAppError } from '../core/errors.js';
import { nextLookAt, pauseBeforeLook } from '../core/next-look.js';
import { attendRequests } from './attend-requests.js';
import { type Deps, targetOf } from './deps.js';
import { observeTarget } from './observe-target.js';

/** Two readings disagreed: look again this soon (ms). */
const UNSETTLED_MS = 1_000;

/**
 * One tick of a target's watch: look, record what changed, remind of and end requests as their time asks for.
 * @returns when to look next (epoch ms).
 * @throws AppError kind `store-down` only; a target that cannot be read is counted and looked at again.
 */
export async function lookAtTarget(deps: Deps, name: string, signal?: AbortSignal): Promise<number> {
  const { settings } = targetOf(deps, name);
  let retryAfterMs = 0;
  let unsettled = false;
  try {
    ({ unsettled } = await observeTarget(deps, name, signal));
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
