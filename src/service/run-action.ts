import { actionProfile } from '../core/actions.js';
import { type AppError, asAppError } from '../core/errors.js';
import type { Happening } from '../core/events.js';
import type { Actor } from '../core/ports.js';
import { differences, snapshotOf } from '../core/snapshot.js';
import type { RequestView, UpgradeView } from '../core/view.js';
import { type Deps, targetOf } from './deps.js';
import { type Look, observeTarget } from './observe-target.js';
import { type Later, lookAfterwards, note, outcome, SHOWS_WITHIN_MS, settle } from './settle-action.js';

/** The call is sent within this time (ms) of being announced, or never. */
const SEND_WITHIN_MS = 2_000;
const LOOK_AGAIN_MS = 500;
/** How long (ms) to go on trying to read a target before an approved action is given up unsent. */
const SENDABLE_WITHIN_MS = 60_000;

/**
 * Carries out one granted request: looks again, compares with what was approved, announces the call in the timeline,
 * sends it once, records the outcome. Whoever finds an announced call without an outcome never sends it again: the
 * target's own state tells what became of it.
 */
export async function runAction(
  deps: Deps,
  actorOf: (target: string) => Actor,
  ids: { target: string; upgrade: number; request: string },
): Promise<Later | undefined> {
  const { open, view, now } = await deps.timeline.record(ids.target);
  if (open !== ids.upgrade || view === undefined) return undefined;
  const request = view.requests.find(({ id }) => id === ids.request);
  if (request?.status === 'begun')
    return await settle(deps, view, request, (request.sendBy ?? now) + (request.timeoutMs ?? 0));
  if (request?.status !== 'granted') return undefined;
  return await carryOut(deps, actorOf(ids.target), request, ids.target, now);
}

async function carryOut(
  deps: Deps,
  actor: Actor,
  request: RequestView,
  target: string,
  now: number,
): Promise<Later | undefined> {
  const { profile } = targetOf(deps, target);
  const { matters, timeoutMs } = actionProfile(profile, request.action);
  let look: Look;
  try {
    look = await observeTarget(deps, target);
  } catch (error) {
    return await unreadable(deps, request, target, now, asAppError(error));
  }
  const { view } = look;
  // Balanced nodes that disagree settle soon; while they do not, the newest reading decides.
  if (view === undefined || (look.unsettled && isRecent(request, now))) return { at: now + LOOK_AGAIN_MS };
  // This process may have been frozen before its look: what the newest view says of the request counts.
  const current = view.requests.find(({ id }) => id === request.id);
  if (current?.status !== 'granted') return { at: now };
  const changes = differences(request.seen, snapshotOf(look.seen), matters);
  if (changes.length > 0) return await note(deps, view, { type: 'voided', request: request.id, changes });
  const sendBy = deps.clock.now() + SEND_WITHIN_MS;
  const begun: Happening = { type: 'begun', request: request.id, sendBy, timeoutMs };
  const written = await deps.record({ target, view, happenings: [begun], guard: { kept: true } });
  if (!written.ok) return written.why === 'strayed' ? await asIfBegun(deps, view, begun) : { at: now };
  if (!written.kept) return await outcome(deps, written.view, request.id, 'not-sent', UNKEPT, false);
  return await call(deps, actor, written.view, request, sendBy, timeoutMs);
}

const UNKEPT = 'no replica of Redis has confirmed the record of it, and without that record it could be sent twice';

/**
 * A replica that has taken over knows that the request was granted, but perhaps not that it was carried out: it may have
 * been. Nothing is sent; from here on it is an announced call without an outcome.
 */
async function asIfBegun(deps: Deps, view: UpgradeView, begun: Happening): Promise<Later> {
  await deps.record({ target: view.target, view, happenings: [begun] });
  deps.log.warn({ target: view.target }, 'redis has changed its master since the action was granted: it is not sent');
  return { at: deps.clock.now() };
}

/** Whether the request was granted a moment ago, so that waiting for a better reading is worth it. */
function isRecent({ decidedAt, askedAt }: RequestView, now: number): boolean {
  return now - (decidedAt ?? askedAt) < SENDABLE_WITHIN_MS;
}

/** The target cannot be read: nothing may be sent on an old reading. */
async function unreadable(
  deps: Deps,
  request: RequestView,
  target: string,
  now: number,
  failure: AppError,
): Promise<Later | undefined> {
  if (failure.kind === 'store-down') throw failure;
  if (isRecent(request, now)) return { at: now + 2_000 };
  const { view } = await deps.timeline.record(target);
  if (view === undefined) return undefined;
  return await outcome(deps, view, request.id, 'not-sent', `${target} could not be read: ${failure.message}`, false);
}

async function call(
  deps: Deps,
  actor: Actor,
  view: UpgradeView,
  request: RequestView,
  sendBy: number,
  timeoutMs: number,
): Promise<Later | undefined> {
  let tooLate = false;
  const beforeSend = (): boolean => {
    tooLate = deps.clock.now() >= sendBy;
    return !tooLate;
  };
  try {
    await actor.act(request.action, { timeoutMs, beforeSend });
  } catch (error) {
    const failure = asAppError(error);
    deps.log.warn(
      { target: view.target, action: request.action, err: failure },
      'an action did not go through cleanly',
    );
    // 409 after a lost answer usually means that it is done already: the state decides, not the code.
    if (failure.tookEffect === 'no' && failure.kind !== 'conflict') {
      const result = tooLate || failure.kind === 'unreachable' ? 'not-sent' : 'failed';
      return await outcome(deps, view, request.id, result, failure.message, false);
    }
    return await settle(deps, view, request, deps.clock.now() + SHOWS_WITHIN_MS, failure);
  }
  await outcome(deps, view, request.id, 'done', undefined, false);
  await lookAfterwards(deps, view.target);
  return undefined;
}
