import type { WarningKind } from './events.js';
import type { NodeObservation, Observation } from './observation.js';
import type { Phase, Profile } from './products.js';
import { runWarnings } from './run-warnings.js';
import type { UpgradeView } from './view.js';
import { type Warning, warning } from './warning.js';

/** When a warning is due; durations in milliseconds. */
export interface WarnSettings {
  readonly noProgressMs: number;
  readonly standingMs: number;
  /** Busiest node's users divided by the quietest active node's. */
  readonly lopsided: number;
}

/** What the warnings depend on besides the view. */
export interface WarnBasis {
  readonly seen: Observation;
  readonly settings: WarnSettings;
  /** Epoch ms. */
  readonly now: number;
  readonly profile: Pick<Profile, 'versionObstacle' | 'states' | 'outage'>;
  /** How much the nodes disagree; see `disagreementAfter`. */
  readonly disagreement: number;
}

/** Nodes disagree for a moment with every change; from here on (four bad looks, say) it is worth a warning. */
const DISAGREEING = 6;

/** Everything worth warning of now. A warning that stands stays in the list; one that is no longer in it has cleared. */
export function warningsNow(view: UpgradeView, basis: WarnBasis): Warning[] {
  const { seen, settings, now, disagreement } = basis;
  return [
    ...nodeWarnings(view, seen),
    ...leftWarnings(view, seen),
    ...disagreementWarning(view, disagreement),
    ...versionWarnings(view, basis),
    ...taskWarnings(seen),
    ...runWarnings(view, seen, basis.profile.outage),
    ...lopsidedWarning(view, seen, settings.lopsided),
    ...timeWarnings(view, seen, settings, now),
    ...(seen.phase === 'rolling' && seen.mode === false ? [warning('mixed-without-mode', seen.state)] : []),
    ...(seen.phase === 'unknown' ? [warning('unknown-state', seen.state)] : []),
  ];
}

function disagreementWarning(view: UpgradeView, disagreement: number): Warning[] {
  const stands = view.warnings.some(({ kind }) => kind === 'nodes-disagree');
  return disagreement >= DISAGREEING || (stands && disagreement > 0) ? [warning('nodes-disagree', view.target)] : [];
}

/** Warnings that rest on the phase: when the phase ends, they are past and not mended. */
const ofPhase: readonly WarningKind[] = [
  'nodes-off',
  'nodes-left',
  'node-restarted',
  'lopsided',
  'no-progress',
  'standing',
  'mixed-without-mode',
  'version-path',
  'outage',
  'pause-pending',
];

/** Whether a warning that is gone has merely lost its meaning with the phase that ended. */
export function isPast(kind: WarningKind, view: UpgradeView, seen: Observation): boolean {
  return seen.phase !== view.phase && ofPhase.includes(kind);
}

function nodeWarnings(view: UpgradeView, seen: Observation): Warning[] {
  const running = seen.phase !== 'idle' || view.leftIdle;
  const found: Warning[] = [];
  for (const node of seen.nodes) {
    // A node whose upgrade tasks failed has a warning of its own.
    const failedTasks = seen.phase === 'failed' && node.errors.length > 0;
    if (node.condition === 'error' && !failedTasks) found.push(warning('node-error', node.name));
    if (node.condition === 'off' && seen.phase === 'finalizable')
      found.push(warning('nodes-off', node.name, node.state));
    if (running && hasRestarted(view, node, seen)) found.push(warning('node-restarted', node.name, node.version));
  }
  return found;
}

/** Nodes of the beginning that are gone. Finalizing drops nodes by itself, so it matters only before. */
function leftWarnings({ startedWith }: UpgradeView, { phase, nodes }: Observation): Warning[] {
  if (phase !== 'started' && phase !== 'rolling' && phase !== 'finalizable') return [];
  // A node that was renamed keeps its id, one that was replaced its name.
  const here = new Set(nodes.flatMap(({ id, name }) => [id, name]));
  return startedWith
    .filter(({ id, name }) => !here.has(id) && !here.has(name))
    .map(({ name }) => warning('nodes-left', name));
}

/** An upgraded node that had been up goes down or starts again before finalizing. */
function hasRestarted(view: UpgradeView, node: NodeObservation, seen: Observation): boolean {
  if (seen.phase !== 'rolling' && seen.phase !== 'finalizable') return false;
  const stands = view.warnings.some((known) => known.kind === 'node-restarted' && known.subject === node.name);
  if (stands) return node.condition !== 'active';
  if (node.condition !== 'starting' && node.condition !== 'leaving') return false;
  const known = view.nodes.find((one) => one.id === node.id);
  return known?.upgraded === true && known.condition === 'active' && known.version === node.version;
}

/** Versions that the upgraded nodes run and that cannot be reached node by node; one asked for was checked then. */
function versionWarnings(view: UpgradeView, { seen, profile }: WarnBasis): Warning[] {
  const from = seen.originalVersion ?? view.originalVersion;
  if (from === undefined || (seen.phase !== 'rolling' && seen.phase !== 'finalizable')) return [];
  const checked = new Set([from, ...view.requests.flatMap(({ to }) => to ?? [])]);
  const versions = new Set(seen.nodes.flatMap((node) => versionOf(view, node) ?? []));
  return [...versions].flatMap((version) => {
    const obstacle = checked.has(version) ? undefined : profile.versionObstacle(from, version);
    if (obstacle === undefined || obstacle.unreadable === true) return [];
    return [warning('version-path', version, `${obstacle.reason}; instead: ${obstacle.remedy}`)];
  });
}

/** A node that is off or starting may leave its version out: then it is the one known. */
const versionOf = (view: UpgradeView, { id, version }: NodeObservation): string | undefined =>
  version ?? view.nodes.find((known) => known.id === id)?.version;

function taskWarnings(seen: Observation): Warning[] {
  if (seen.phase !== 'failed' || seen.run !== undefined) return [];
  const failed = seen.nodes.filter((node) => node.errors.length > 0);
  if (failed.length === 0) return [warning('tasks-failed', seen.state)];
  return failed.map((node) => warning('tasks-failed', node.name, errorsOf(node)));
}

/** The node's failed tasks in one line. */
function errorsOf(node: NodeObservation): string {
  return node.errors
    .map((error) => {
      const task = error.task === undefined ? '' : `${error.task}: `;
      return `${task}${error.message}${error.clusterWide ? ' (cluster-wide task)' : ''}`;
    })
    .join('; ');
}

/** Fewer users than this on the busiest node say nothing about balance. */
const FEW_USERS = 10;

function lopsidedWarning(view: UpgradeView, seen: Observation, factor: number): Warning[] {
  const counted = seen.nodes.flatMap(({ name, users, condition }) =>
    users === undefined || condition !== 'active' ? [] : [{ name, users }],
  );
  if (counted.length < 2 || (seen.phase === 'idle' && !view.leftIdle)) return [];
  const busiest = counted.reduce((a, b) => (b.users > a.users ? b : a));
  const quietest = counted.reduce((a, b) => (b.users < a.users ? b : a));
  if (busiest.users < FEW_USERS || busiest.users < factor * Math.max(quietest.users, 1)) return [];
  // Once raised it keeps its words: the figures change by the second and would raise it again and again.
  const stands = view.warnings.find((known) => known.kind === 'lopsided');
  if (stands !== undefined) return [warning('lopsided', stands.subject, stands.detail)];
  return [warning('lopsided', busiest.name, `${busiest.users} users, ${quietest.name} has ${quietest.users}`)];
}

/** Phases in which nothing moves until a person says so. */
const waitsForPeople: readonly Phase[] = ['idle', 'prepared', 'paused'];

function timeWarnings(view: UpgradeView, seen: Observation, settings: WarnSettings, now: number): Warning[] {
  if (seen.state !== view.state || waitsForPeople.includes(seen.phase)) return [];
  if (seen.phase === 'finalizable') return standing(seen, now - view.stateSince, settings.standingMs);
  return now - view.movedAt >= settings.noProgressMs
    ? [warning('no-progress', seen.state, String(settings.noProgressMs))]
    : [];
}

/** Told again after twice the time, four times, and so on: the detail is the time told, in milliseconds. */
function standing(seen: Observation, inState: number, everyMs: number): Warning[] {
  if (inState < everyMs) return [];
  const told = everyMs * 2 ** Math.floor(Math.log2(inState / everyMs));
  return [warning('standing', seen.state, String(told))];
}
