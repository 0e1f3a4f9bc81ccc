import { actionProfile } from '../core/actions.js';
import { type AppError, asAppError } from '../core/errors.js';
import type { Happening } from '../core/events.js';
import type { ActionCall, Actor } from '../core/ports.js';
import { differences, snapshotOf } from '../core/snapshot.js';
import { intendedOf, type RequestView, type UpgradeView } from '../core/view.js';
import { type Deps, targetOf } from './deps.js';
import { type Look, observeTarget } from './observe-target.js';
import { type Later, lookAfterwards, note, outcome, SHOWS_WITHIN_MS, settle } from './settle-action.js';

/** The call is sent within this time (ms) of being announced, or never. */
const SEND_WITHIN_MS = 2_000;
/** The same for a call with files that people uploaded: Slack has to begin to hand them over first. */
const SEND_FILES_WITHIN_MS = 40_000;
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
  hands: Hands,
  ids: { target: string; upgrade: number; request: string },
  signal?: AbortSignal,
): Promise<Later | undefined> {
  const { open, view, now } = await deps.timeline.record(ids.target);
  if (open !== ids.upgrade || view === undefined) return undefined;
  const request = view.requests.find(({ id }) => id === ids.request);
  const errand: Errand = { deps, hands, target: ids.target, signal };
  if (request?.status === 'begun') return await takeUpBegun(errand, view, request, now);
  if (request?.status !== 'granted') return undefined;
  return await carryOut(errand, request, now);
}

/** What only this errand may use. */
export interface Hands {
  actorOf(target: string): Actor;
  /** See `ActionCall`. */
  readonly openUpload?: NonNullable<ActionCall['openUpload']>;
}

interface Errand {
  readonly deps: Deps;
  readonly hands: Hands;
  readonly target: string;
  /** Given up when this process stops. */
  readonly signal: AbortSignal | undefined;
}

/** Whoever announced it is gone, or still at it: what only reads is asked again, all else is looked at. */
async function takeUpBegun(
  errand: Errand,
  view: UpgradeView,
  request: RequestView,
  now: number,
): Promise<Later | undefined> {
  const { sendBy = now, timeoutMs = 0 } = request;
  if (request.reads === true) return await call(errand, view, request, { sendBy: Number.POSITIVE_INFINITY, timeoutMs });
  return await settle(errand.deps, view, request, sendBy + timeoutMs);
}

async function carryOut(errand: Errand, request: RequestView, now: number): Promise<Later | undefined> {
  const { deps, target } = errand;
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
  const sendBy = deps.clock.now() + (request.files === undefined ? SEND_WITHIN_MS : SEND_FILES_WITHIN_MS);
  const begun: Happening = { type: 'begun', request: request.id, sendBy, timeoutMs };
  const written = await deps.record({ target, view, happenings: [begun], guard: { kept: true } });
  if (!written.ok) return written.why === 'strayed' ? await asIfBegun(deps, view, begun) : { at: now };
  if (!written.kept) return await outcome(deps, written.view, request.id, 'not-sent', UNKEPT, false);
  return await call(errand, written.view, request, { sendBy, timeoutMs });
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

/** Sends the call once and records what came of it. */
async function call(
  { deps, hands, target, signal }: Errand,
  view: UpgradeView,
  request: RequestView,
  { sendBy, timeoutMs }: { sendBy: number; timeoutMs: number },
): Promise<Later | undefined> {
  let sent = false;
  const beforeSend = (): boolean => {
    sent = deps.clock.now() < sendBy;
    return sent;
  };
  const { action, ...intended } = intendedOf(request);
  const { openUpload } = hands;
  const given: ActionCall = { intended, timeoutMs, beforeSend, ...(openUpload === undefined ? {} : { openUpload }) };
  let report: readonly string[] | undefined;
  try {
    const answer = await hands.actorOf(target).act(action, request.reads === true ? { ...given, signal } : given);
    report = answer.report;
  } catch (error) {
    // Asked again by whoever takes the job up.
    if (request.reads === true && signal?.aborted === true) throw error;
    return await afterTrouble(deps, view, request, asAppError(error), sent);
  }
  await outcome(deps, view, request.id, 'done', undefined, false, report);
  await lookAfterwards(deps, view.target);
  return undefined;
}

async function afterTrouble(
  deps: Deps,
  view: UpgradeView,
  request: RequestView,
  failure: AppError,
  sent: boolean,
): Promise<Later | undefined> {
  const { action, id, reads } = request;
  deps.log.warn({ target: view.target, action, err: failure }, 'an action did not go through cleanly');
  if (reads === true) return await outcome(deps, view, id, 'failed', failure.message, false);
  // 409 after a lost answer usually means that it is done already: the state decides, not the code.
  if (failure.tookEffect === 'no' && failure.kind !== 'conflict') {
    const result = sent && failure.kind !== 'unreachable' ? 'failed' : 'not-sent';
    return await outcome(deps, view, id, result, failure.message, false);
  }
  const { showsWithinMs = SHOWS_WITHIN_MS } = actionProfile(targetOf(deps, view.target).profile, action);
  return await settle(deps, view, request, deps.clock.now() + showsWithinMs, failure);
}
