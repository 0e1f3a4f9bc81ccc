import { isAllowed } from '../core/access.js';
import { actionProfile } from '../core/actions.js';
import type { DecisionAnswer, Refusal } from '../core/answers.js';
import { completes, refuseClick } from '../core/approval.js';
import { asAppError } from '../core/errors.js';
import type { Happening } from '../core/events.js';
import type { Observation } from '../core/observation.js';
import type { Click } from '../core/services.js';
import { differences, snapshotOf } from '../core/snapshot.js';
import type { RequestView, UpgradeView } from '../core/view.js';
import { type Deps, targetOf } from './deps.js';
import type { Look } from './observe-target.js';
import { whilePersonWaits } from './person-waits.js';
import type { SharedReading } from './shared-reading.js';

/** A decision is tried again this often when somebody else writes at the same time. */
const TRIES = 10;

const refused = (refusal: Refusal): DecisionAnswer => ({ kind: 'refused', refusal });

/** A reading of the target up to this old (ms) may serve several clicks. */
const SHARED_FOR_MS = 2_000;

/** How clicks read targets; readings are shared between them. */
export interface ClickReadings {
  /** One reading, which records nothing. */
  readonly read: SharedReading<Observation>;
  /** A look that also records what it finds. */
  readonly look: SharedReading<Look>;
}

/** A press, with what it is judged on. */
interface Press {
  readonly deps: Deps;
  readonly readings: ClickReadings;
  readonly click: Click;
  readonly view: UpgradeView;
  readonly request: RequestView;
  /** Until when an append may take effect (the store's clock): afterwards the person was told that it did not. */
  readonly until: () => number;
}

/**
 * A person presses Approve or Reject. What costs nothing is judged first, then rights, then the target; the decision
 * is one atomic append, so that any number of presses in any number of processes lead to one.
 * @throws AppError kind `store-down`: nothing was decided.
 */
export async function decideRequest(deps: Deps, readings: ClickReadings, click: Click): Promise<DecisionAnswer> {
  if (!deps.targets.has(click.target)) return refused({ why: 'no-such-request' });
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const answer = await decideOnce(deps, readings, click);
    if (answer !== undefined) return answer;
  }
  return refused({ why: 'moving', target: click.target });
}

async function decideOnce(deps: Deps, readings: ClickReadings, click: Click): Promise<DecisionAnswer | undefined> {
  const { timeline } = deps;
  const record = await timeline.record(click.target);
  const until = whilePersonWaits(deps, record);
  const { now, open, view: latest } = record;
  const view = latest?.number === click.upgrade ? latest : await timeline.view(click.target, click.upgrade);
  const request = view?.requests.find(({ id }) => id === click.request);
  const refusal = refuseClick(request, click.by, click.decision, now);
  if (refusal !== undefined) return refused(refusal);
  if (view === undefined || request === undefined || open !== click.upgrade) return refused({ why: 'no-such-request' });
  const notEntitled = await refuseWithoutRight(deps, click, request);
  if (notEntitled !== undefined) {
    const { target, by } = click;
    deps.log.info({ target, request: request.id, by }, 'refused a decision for want of rights');
    return refused(notEntitled);
  }
  const press = { deps, readings, click, view, request, until };
  return click.decision === 'reject' ? await reject(press) : await approve(press);
}

async function refuseWithoutRight(deps: Deps, click: Click, request: RequestView): Promise<Refusal | undefined> {
  const { approvers } = targetOf(deps, click.target).settings;
  const person = await deps.people.person(click.by);
  if (!person.member) return { why: 'not-member', because: person.notMemberBecause ?? 'not a member' };
  if (click.decision === 'reject' && request.by === click.by) return undefined;
  const allowed = await isAllowed(person, approvers, deps.people);
  return allowed ? undefined : { why: 'not-approver', target: click.target };
}

async function reject(press: Press): Promise<DecisionAnswer | undefined> {
  const { click, view, request } = press;
  const type = request.by === click.by ? 'withdrawn' : 'rejected';
  const written = await append(press, view, { type, request: request.id, by: click.by });
  return written ? { kind: type } : undefined;
}

async function approve(press: Press): Promise<DecisionAnswer | undefined> {
  const { click, view, request } = press;
  let changed: Changed | undefined;
  try {
    changed = await changedSince(press);
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    const silent = failure.kind === 'unreachable';
    return refused({ why: 'target-unreachable', target: click.target, detail: failure.message, silent });
  }
  if (changed !== undefined) return await voidRequest(press, changed);
  const granted = completes(request);
  const written = await append(press, view, { type: 'approved', request: request.id, by: click.by, granted });
  if (!written) return undefined;
  return { kind: 'approved', granted, approvals: request.approvedBy.length + 1, required: request.required };
}

interface Changed {
  readonly changes: string[];
  /** The upgrade after what was seen is on record. */
  readonly view: UpgradeView | undefined;
}

/**
 * What changed since the request was made. A change counts when a second look agrees, and that look is on record, so
 * that the thread tells the cause before the effect.
 */
async function changedSince({ deps, readings, click, request }: Press): Promise<Changed | undefined> {
  const { matters } = actionProfile(targetOf(deps, click.target).profile, request.action);
  const compare = (seen: Observation): string[] => differences(request.seen, snapshotOf(seen), matters);
  const pressedAt = deps.clock.now();
  const first = await readings.read(click.target, pressedAt - SHARED_FOR_MS);
  if (compare(first).length === 0) return undefined;
  const { seen, view } = await readings.look(click.target, pressedAt);
  const changes = compare(seen);
  return changes.length === 0 ? undefined : { changes, view };
}

async function voidRequest(press: Press, { changes, view }: Changed): Promise<DecisionAnswer | undefined> {
  // What was seen may have ended the upgrade, and somebody else the request: the newest view counts.
  const current = view?.requests.find(({ id }) => id === press.request.id);
  if (view?.number !== press.view.number || current?.status !== 'open') return undefined;
  const written = await append(press, view, { type: 'voided', request: press.request.id, changes });
  return written ? { kind: 'voided', changes } : undefined;
}

async function append({ deps, request, until }: Press, view: UpgradeView, happening: Happening): Promise<boolean> {
  const guard = { notAfter: Math.min(request.expiresAt, until()) };
  const written = await deps.record({ target: view.target, view, happenings: [happening], guard });
  return written.ok;
}
