import { isAllowed, nobodyElse } from '../core/access.js';
import { actionProfile, droppedBy, refuseAsk } from '../core/actions.js';
import type { AskAnswer, Refusal } from '../core/answers.js';
import { approvalsNeeded } from '../core/approval.js';
import { asAppError } from '../core/errors.js';
import type { Happening, RequestRecord } from '../core/events.js';
import type { Observation } from '../core/observation.js';
import type { Bundle } from '../core/ports.js';
import type { Ask } from '../core/services.js';
import { snapshotOf } from '../core/snapshot.js';
import type { UpgradeView } from '../core/view.js';
import { type Deps, type Target, targetOf } from './deps.js';
import { type Look, observeTarget } from './observe-target.js';
import { opening } from './opening.js';
import { whilePersonWaits } from './person-waits.js';

/** A request is tried again this often when somebody else writes at the same time. */
const TRIES = 5;

const refused = (refusal: Refusal): AskAnswer => ({ kind: 'refused', refusal });

/**
 * A person asks for an action: rights, a fresh reading of the target, then the request is on record. What needs no
 * second person goes ahead at once.
 * @throws AppError kind `store-down`: nothing was done.
 */
export async function requestAction(deps: Deps, ask: Ask): Promise<AskAnswer> {
  const target = targetOf(deps, ask.target);
  const { operators } = target.settings;
  const person = await deps.people.person(ask.by);
  if (!person.member) return refused({ why: 'not-member', because: person.notMemberBecause ?? 'not a member' });
  if (!(await isAllowed(person, operators, deps.people))) return refused({ why: 'not-operator', target: ask.target });
  const wanting = await refuseIncomplete(target, ask);
  if (wanting !== undefined) return wanting;
  const id = deps.newId();
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const answer = await askOnce(deps, target, ask, id);
    if (answer !== undefined) return answer;
  }
  return refused({ why: 'moving', target: ask.target });
}

async function askOnce(deps: Deps, target: Target, ask: Ask, id: string): Promise<AskAnswer | undefined> {
  const look = await lookForAsking(deps, ask.target);
  if ('why' in look) return refused(look);
  if (look.unsettled) return undefined;
  const { seen, view } = look;
  const refusal = refuseAsk(target.profile, ask, seen, view);
  if (refusal !== undefined) return refused(refusal);
  const wrongVersion = refuseVersion(target, ask, seen);
  if (wrongVersion !== undefined) return refused(wrongVersion);
  const evidence = await evidenceFor(deps, target, ask, seen);
  const latest = await deps.timeline.record(ask.target);
  const until = whilePersonWaits(deps, latest);
  const request = await requestOf(deps, target, ask, { look, evidence, id, now: latest.now });
  const happenings: Happening[] = [{ type: 'asked', request }];
  if (view === undefined) happenings.unshift(opening(target, look.record, seen, { how: 'asked', by: ask.by }));
  const guard = { notAfter: until() };
  const written = await deps.record({ target: ask.target, view, happenings, guard });
  return written.ok ? accepted(written.view, id) : undefined;
}

/** What was left out and has to be given before anything is asked of the target. */
async function refuseIncomplete({ profile, bundles }: Target, ask: Ask): Promise<AskAnswer | undefined> {
  const { target, action, release, files, reason } = ask;
  const { takesBundle, needsReason } = actionProfile(profile, action);
  if (needsReason?.(ask) === true && reason === undefined) return refused({ why: 'missing-reason', target, action });
  if (takesBundle !== true || files !== undefined) return undefined;
  const { found, problem } = await bundlesOf(bundles);
  if (release === undefined) return { kind: 'bundles', target, bundles: found, canUpload: true, ...problem };
  const bundle = found.find((one) => one.release === release);
  if (bundle !== undefined && bundle.problem === undefined) return undefined;
  const because = bundle?.problem ?? problem?.problem;
  const releases = found.map((one) => one.release);
  return refused({ why: 'no-bundle', target, release, ...(because === undefined ? {} : { because }), releases });
}

/** What lies ready, or why nothing can be found out: an upgrade may still be created from files that a person has. */
async function bundlesOf(bundles: Target['bundles']): Promise<{ found: Bundle[]; problem?: { problem: string } }> {
  try {
    return { found: (await bundles?.()) ?? [] };
  } catch (error) {
    return { found: [], problem: { problem: asAppError(error).message } };
  }
}

/** Checks the version asked for against every version that a node runs. */
function refuseVersion({ profile }: Target, { target, to }: Ask, seen: Observation): Refusal | undefined {
  if (to === undefined) return undefined;
  for (const from of new Set(seen.nodes.flatMap(({ version }) => version ?? []))) {
    const obstacle = profile.versionObstacle(from, to);
    if (obstacle === undefined) continue;
    const { reason, remedy } = obstacle;
    return { why: 'version-path', target, from, to, reason, remedy };
  }
  return undefined;
}

function accepted(view: UpgradeView, id: string): AskAnswer {
  const request = view.requests.find((one) => one.id === id);
  if (request === undefined) throw new Error('the request is not in its own view');
  return { kind: 'accepted', target: view.target, upgrade: view.number, request, seq: view.seq };
}

/** The target as it is now, or why it could not be read. */
async function lookForAsking(deps: Deps, target: string): Promise<Look | Refusal> {
  try {
    return await observeTarget(deps, target);
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    return { why: 'target-unreachable', target, detail: failure.message, silent: failure.kind === 'unreachable' };
  }
}

async function requestOf(
  deps: Deps,
  target: Target,
  ask: Ask,
  { look, evidence, id, now }: { look: Look; evidence: string[]; id: string; now: number },
): Promise<RequestRecord> {
  const { settings, profile } = target;
  const { alwaysApproved, reads } = actionProfile(profile, ask.action);
  const required = approvalsNeeded(ask.action, alwaysApproved, settings.approval);
  return {
    id,
    action: ask.action,
    by: ask.by,
    ...(ask.reason === undefined ? {} : { reason: ask.reason }),
    ...intendedBy(ask),
    ...(reads === true ? { reads } : {}),
    ...(evidence.length === 0 ? {} : { evidence }),
    seen: snapshotOf(look.seen),
    required,
    expiresAt: now + settings.approval.expiresMs,
    drops: droppedBy(profile, ask.action, look.seen),
    approvers: [...settings.approvers],
    nobodyElse: required > 0 && (await lonely(deps, ask.by, required, settings.approvers)),
  };
}

/** What the person who decides should know. A request is made also when the target does not answer the question. */
async function evidenceFor(
  deps: Deps,
  { profile, settings, inquirer }: Target,
  ask: Ask,
  seen: Observation,
): Promise<string[]> {
  const { alwaysApproved, evidence, evidenceFrom } = actionProfile(profile, ask.action);
  const told = evidence?.(ask, seen) ?? [];
  const decides = approvalsNeeded(ask.action, alwaysApproved, settings.approval) > 0;
  if (evidenceFrom === undefined || inquirer === undefined || !decides) return told;
  try {
    const { summary, lines } = await inquirer.inquire(evidenceFrom, {});
    return [...told, `${evidenceFrom}: ${summary}`, ...lines];
  } catch (error) {
    const { message } = asAppError(error);
    deps.log.info({ target: ask.target, inquiry: evidenceFrom, detail: message }, 'no evidence for a request');
    return [...told, `${evidenceFrom} could not be read: ${message}`];
  }
}

/** What is wanted of the action, as it is kept. */
function intendedBy({ to, release, files, size, keep, started }: Ask): Partial<RequestRecord> {
  return {
    ...(to === undefined ? {} : { to }),
    ...(release === undefined ? {} : { release }),
    ...(files === undefined ? {} : { files: files.map((file) => ({ ...file })) }),
    ...(size === undefined ? {} : { size }),
    ...(keep === undefined ? {} : { keep: [...keep] }),
    ...(started === undefined ? {} : { started }),
  };
}

/** When Slack cannot say who could approve, the request is made all the same: the click is checked anyway. */
async function lonely(deps: Deps, asker: string, required: number, approvers: readonly string[]): Promise<boolean> {
  try {
    return await nobodyElse(asker, required, approvers, deps.people);
  } catch (error) {
    deps.log.warn({ err: error }, 'could not find out who may approve');
    return false;
  }
}
