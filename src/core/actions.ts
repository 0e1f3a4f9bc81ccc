import type { Refusal } from './answers.js';
import type { Snapshot } from './events.js';
import type { Observation } from './observation.js';
import {
  type ActionName,
  type ActionProfile,
  actionNames,
  type Intended,
  type Phase,
  type Profile,
} from './products.js';
import { inFlight, type RequestView, type UpgradeView, underWay } from './view.js';

/** The profile of an action that the grammar has already checked the product to have. */
export function actionProfile(profile: Profile, action: ActionName): ActionProfile {
  const found = profile.actions[action];
  if (found === undefined) throw new Error(`${profile.label} has no ${action}: ask profile.actions first`);
  return found;
}

/** A phase in words that name no state. */
export function phaseWords(profile: Profile, phase: Phase): string {
  return profile.phases[phase] ?? 'a state this bot does not know; it only watches';
}

/**
 * Plain words for a state under the product's own name: its own, or the phase's where the state alone does not tell it.
 * @param back the run goes back through its stages: what a stage does then is the opposite of its own words
 */
export function stateWords(profile: Profile, state: string, phase: Phase, back = false): string {
  if (back && phase === 'running') return 'the upgrade goes back; what this stage did is being undone';
  const known = Object.hasOwn(profile.states, state) ? profile.states[state] : undefined;
  return known?.phase === phase ? known.words : phaseWords(profile, phase);
}

/** Actions that the state seen allows, in the order people know them. */
export function allowedNow(profile: Profile, seen: Observation): ActionName[] {
  return actionNames.filter((action) => {
    const found = profile.actions[action];
    return found?.from.includes(seen.phase) && obstacle(profile, action, {}, seen) === undefined;
  });
}

/** What stands in the way although the phase allows the action, or besides it. */
function obstacle(profile: Profile, action: ActionName, asked: Intended, seen: Observation): string | undefined {
  return clusterObstacle(action, seen) ?? actionProfile(profile, action).obstacle?.(asked, seen);
}

function clusterObstacle(action: ActionName, seen: Observation): string | undefined {
  // Where upgrade tasks failed the state says so itself, and repairing the node is not what helps.
  const broken = seen.nodes.filter((node) => node.condition === 'error' && node.errors.length === 0);
  if (broken.length > 0) {
    const names = broken.map(({ name, state }) => `${name} is in ${state}`).join(', ');
    return `${names}; repair or remove that first`;
  }
  if (action === 'start' && seen.phase === 'idle' && seen.mode === true) return 'upgrade mode is on already';
  if (action === 'start' && seen.phase === 'rolling' && seen.mode === false) {
    return 'the nodes differ although upgrade mode is off; put all of them on one version first';
  }
  if (action === 'cancel' && seen.phase === 'started' && hasUpgraded(seen)) {
    return 'a node runs another version than the upgrade started from';
  }
  return undefined;
}

function hasUpgraded(seen: Observation): boolean {
  const { originalVersion } = seen;
  if (originalVersion === undefined) return false;
  return seen.nodes.some((node) => node.version !== undefined && node.version !== originalVersion);
}

/** Whether the action may be asked for now; undefined when it may. */
export function refuseAsk(
  profile: Profile,
  { target, action, ...asked }: Intended & { readonly target: string; readonly action: ActionName },
  seen: Observation,
  view: UpgradeView | undefined,
): Refusal | undefined {
  const { from, reads } = actionProfile(profile, action);
  const running = view === undefined ? undefined : inTheWay(view, action, reads === true);
  if (view !== undefined && running !== undefined) {
    const { action: doing, by, askedAt } = running;
    return { why: 'in-flight', target, action: doing, by, since: askedAt, upgrade: view.number };
  }
  const same = view?.requests.find((request) => request.status === 'open' && request.action === action);
  if (view !== undefined && same !== undefined) {
    const { by, expiresAt } = same;
    return { why: 'already-asked', target, action, by, expiresAt, upgrade: view.number };
  }
  const because = obstacle(profile, action, asked, seen);
  if (from.includes(seen.phase) && because === undefined) return undefined;
  return {
    why: 'not-now',
    action,
    target,
    state: seen.state,
    words: stateWords(profile, seen.state, seen.phase, seen.run?.rollbackRequested),
    ...(because === undefined ? {} : { because }),
    allowed: allowedNow(profile, seen),
  };
}

/** What is being carried out and keeps the action waiting: what only reads waits for nothing but itself. */
function inTheWay(view: UpgradeView, action: ActionName, reads: boolean): RequestView | undefined {
  return reads ? underWay(view).find((request) => request.action === action) : inFlight(view);
}

/** Actions that may be asked for now: those that the state allows and that are not under way or asked for already. */
export function askableNow(
  profile: Profile,
  target: string,
  seen: Observation,
  view: UpgradeView | undefined,
): ActionName[] {
  return allowedNow(profile, seen).filter((action) => refuseAsk(profile, { target, action }, seen, view) === undefined);
}

/** Names of the nodes that the action would drop from the cluster. */
export function droppedBy(profile: Profile, action: ActionName, seen: Observation): string[] {
  if (!actionProfile(profile, action).dropsOffNodes) return [];
  return seen.nodes.filter((node) => node.condition === 'off').map((node) => node.name);
}

/**
 * Whether a call whose answer is lost took effect, judged from what the target says now. `unclear` when the state
 * fits neither: then a person has to look.
 */
export function judgeLostCall(
  profile: Profile,
  { action, ...asked }: Intended & { readonly action: ActionName },
  now: Observation,
  before?: Snapshot,
): 'done' | 'not-done' | 'unclear' {
  const { doneWhen, notDoneWhen, doneMode, judge } = actionProfile(profile, action);
  if (judge !== undefined) return judge(asked, now, before);
  const shows = (phases: readonly Phase[], mode: boolean | undefined): boolean =>
    phases.includes(now.phase) && (mode === undefined || now.mode === undefined || now.mode === mode);
  const done = shows(doneWhen, doneMode);
  const notDone = shows(notDoneWhen, doneMode === undefined ? undefined : !doneMode);
  // A product that does not tell the mode may fit both: then nobody can say.
  if (done === notDone) return 'unclear';
  return done ? 'done' : 'not-done';
}
