import { isAllowed } from '../core/access.js';
import { actionProfile } from '../core/actions.js';
import type { DecisionAnswer, Refusal } from '../core/answers.js';
import { completes, refuseClick } from '../core/approval.js';
import { asAppError } from '../core/errors.js';
import type { Happening } from '../core/events.js';
import type { Observation } from '../core/observation.js';
import type { AppendGuard } from '../core/ports.js';
import type { Click } from '../core/services.js';
import { differences, snapshotOf } from '../core/snapshot.js';
import type { RequestView, UpgradeView } from '../core/view.js';
import { type Deps, targetOf } from './deps.js';
import type { SharedReading } from './shared-reading.js';

/** A decision is tried again this often when somebody else writes at the same time. */
const TRIES = 10;

const refused = (refusal: Refusal): DecisionAnswer => ({ kind: 'refused', refusal });

/** A reading of the target up to this old (ms) may serve several clicks. */
const SHARED_FOR_MS = 2_000;

/** Reads a target for a click. */
export type ReadForClick = SharedReading<Observation>;

/**
 * A person presses Approve or Reject. What costs nothing is judged first, then rights, then the target; the decision
 * is one atomic append, so that any number of presses in any number of processes lead to one.
 * @throws AppError kind `store-down`: nothing was decided.
 */
export async function decideRequest(deps: Deps, readForClick: ReadForClick, click: Click): Promise<DecisionAnswer> {
  if (!deps.targets.has(click.target)) return refused({ why: 'no-such-request' });
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const answer = await decideOnce(deps, readForClick, click);
    if (answer !== undefined) return answer;
  }
  return refused({ why: 'moving', target: click.target });
}

async function decideOnce(deps: Deps, readForClick: ReadForClick, click: Click): Promise<DecisionAnswer | undefined> {
  const { timeline } = deps;
  const { now, open, view: latest } = await timeline.record(click.target);
  const view = latest?.number === click.upgrade ? latest : await timeline.view(click.target, click.upgrade);
  const request = view?.requests.find(({ id }) => id === click.request);
  const refusal = refuseClick(request, click.by, click.decision, now);
  if (refusal !== undefined) return refused(refusal);
  if (view === undefined || request === undefined || open !== click.upgrade) return refused({ why: 'no-such-request' });
  const notEntitled = await refuseWithoutRight(deps, click, request);
  if (notEntitled !== undefined) {
    deps.log.info(
      { target: click.target, request: click.request, by: click.by },
      'refused a decision for want of rights',
    );
    return refused(notEntitled);
  }
  if (click.decision === 'reject') return await reject(deps, click, view, request);
  return await approve(deps, readForClick, click, view, request);
}

async function refuseWithoutRight(deps: Deps, click: Click, request: RequestView): Promise<Refusal | undefined> {
  const { approvers } = targetOf(deps, click.target).settings;
  const person = await deps.people.person(click.by);
  if (!person.member) return { why: 'not-member', because: person.notMemberBecause ?? 'not a member' };
  if (click.decision === 'reject' && request.by === click.by) return undefined;
  const allowed = await isAllowed(person, approvers, deps.people);
  return allowed ? undefined : { why: 'not-approver', target: click.target };
}

async function reject(
  deps: Deps,
  click: Click,
  view: UpgradeView,
  request: RequestView,
): Promise<DecisionAnswer | undefined> {
  const type = request.by === click.by ? 'withdrawn' : 'rejected';
  const happening: Happening = { type, request: request.id, by: click.by };
  const written = await append(deps, view, happening, { notAfter: request.expiresAt });
  return written ? { kind: type } : undefined;
}

async function approve(
  deps: Deps,
  readForClick: ReadForClick,
  click: Click,
  view: UpgradeView,
  request: RequestView,
): Promise<DecisionAnswer | undefined> {
  let changes: string[];
  try {
    changes = await changesSince(deps, readForClick, click.target, request);
  } catch (error) {
    const { message } = asAppError(error);
    return refused({ why: 'target-unreachable', target: click.target, detail: message });
  }
  if (changes.length > 0) {
    const written = await append(deps, view, { type: 'voided', request: request.id, changes }, {});
    return written ? { kind: 'voided', changes } : undefined;
  }
  const granted = completes(request);
  const happening: Happening = { type: 'approved', request: request.id, by: click.by, granted };
  const written = await append(deps, view, happening, { notAfter: request.expiresAt });
  if (!written) return undefined;
  return { kind: 'approved', granted, approvals: request.approvedBy.length + 1, required: request.required };
}

/** What changed since the request was made; a change counts when a second reading agrees. */
async function changesSince(
  deps: Deps,
  readForClick: ReadForClick,
  target: string,
  request: RequestView,
): Promise<string[]> {
  const { matters } = actionProfile(targetOf(deps, target).profile, request.action);
  const compare = async (notBefore: number): Promise<string[]> =>
    differences(request.seen, snapshotOf(await readForClick(target, notBefore)), matters);
  const changes = await compare(deps.clock.now() - SHARED_FOR_MS);
  return changes.length === 0 ? [] : await compare(deps.clock.now());
}

async function append(deps: Deps, view: UpgradeView, happening: Happening, guard: AppendGuard): Promise<boolean> {
  const written = await deps.record({ target: view.target, view, happenings: [happening], guard });
  return written.ok;
}
