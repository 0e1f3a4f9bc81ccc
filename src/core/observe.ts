import type { Happening } from './events.js';
import type { NodeObservation, Observation } from './observation.js';
import type { Ending, Phase } from './products.js';
import { isAnotherStagedRun, runChanges } from './run.js';
import { nodeRecordOf } from './snapshot.js';
import { inFlight, type NodeView, openRequests, type UpgradeView } from './view.js';
import { isPast, type WarnBasis, warningsNow } from './warnings.js';

/** Whether what was seen means that an upgrade runs. Versions that differ while upgrade mode is off do not. */
export function runIsOn(seen: Observation): boolean {
  return seen.mode === true || running.includes(seen.phase) || (seen.run !== undefined && seen.phase !== 'idle');
}

/** Phases that there are in an upgrade only, whatever the product says of upgrade mode. */
const running: readonly Phase[] = ['prepared', 'started', 'running', 'paused', 'finalizing', 'failed'];

/** Whether what was seen belongs to another run than the one in the view: then that one ended unseen. */
export function isAnotherRun(view: UpgradeView, seen: Observation): boolean {
  if (isAnotherStagedRun(view, seen)) return true;
  const { originalVersion } = seen;
  if (!view.leftIdle || originalVersion === undefined || view.originalVersion === undefined) return false;
  return seen.mode === true && originalVersion !== view.originalVersion;
}

/** What happened between the view and this look at the target; empty when nothing did. */
export function whatHappened(view: UpgradeView, basis: WarnBasis): Happening[] {
  const { seen, now } = basis;
  const found: Happening[] = [];
  if (view.lostSince !== undefined) found.push({ type: 'regained', lostForMs: now - view.lostSince });
  found.push(...nodeChanges(view.nodes, seen.nodes), ...runChanges(view, seen, stateChange(view, seen)));
  found.push(...warningChanges(view, basis));
  const how = howItEnded(view, basis);
  if (how !== undefined) found.push({ type: 'finished', how });
  return found;
}

function stateChange(view: UpgradeView, seen: Observation): Happening[] {
  // Upgrade mode goes off together with the state that follows; on its own it is no event.
  if (seen.state === view.state) return [];
  return [
    {
      type: 'state',
      to: seen.state,
      phase: seen.phase,
      ...(seen.run?.rollbackRequested === true ? { back: true } : {}),
      ...(seen.mode === undefined ? {} : { mode: seen.mode }),
      ...(seen.originalVersion === undefined ? {} : { originalVersion: seen.originalVersion }),
    },
  ];
}

function nodeChanges(known: readonly NodeView[], seen: readonly NodeObservation[]): Happening[] {
  const gone = new Map(known.map((node) => [node.id, node]));
  const fresh: NodeObservation[] = [];
  const changes: Happening[] = [];
  for (const node of seen) {
    const before = gone.get(node.id);
    gone.delete(node.id);
    if (before === undefined) fresh.push(node);
    else changes.push(...nodeChange(before, node, 'changed'));
  }
  for (const node of fresh) {
    // A machine or pod that was replaced comes back under its name with another id.
    const namesake = [...gone.values()].find((one) => one.name === node.name);
    if (namesake === undefined) {
      changes.push({ type: 'node', change: 'joined', node: nodeRecordOf(node), wasId: node.id, stateChanged: true });
      continue;
    }
    gone.delete(namesake.id);
    changes.push(...nodeChange(namesake, node, 'replaced'));
  }
  for (const { since: _since, upgraded: _upgraded, ...node } of gone.values()) {
    changes.push({ type: 'node', change: 'left', node, wasId: node.id, stateChanged: true });
  }
  return changes;
}

function nodeChange(before: NodeView, node: NodeObservation, change: 'changed' | 'replaced'): Happening[] {
  // A node that is off or starting may leave its version out: that is no change of version.
  const version = node.version ?? before.version;
  const versionChanged = version !== before.version;
  const stateChanged = node.state !== before.state;
  const errorsChanged = JSON.stringify(node.errors) !== JSON.stringify(before.errors);
  if (!versionChanged && !stateChanged && !errorsChanged && change === 'changed') return [];
  const record = { ...nodeRecordOf(node), ...(version === undefined ? {} : { version }) };
  return [
    {
      type: 'node',
      change,
      node: record,
      wasId: before.id,
      ...(versionChanged && before.version !== undefined ? { wasVersion: before.version } : {}),
      stateChanged: stateChanged || change === 'replaced',
    },
  ];
}

function warningChanges(view: UpgradeView, basis: WarnBasis): Happening[] {
  const due = warningsNow(view, basis);
  const isNew = (one: (typeof due)[number]): boolean =>
    !view.warnings.some((known) => known.key === one.key && known.detail === one.detail);
  const gone = view.warnings.filter((known) => !due.some((one) => one.key === known.key));
  return [
    ...gone.map(
      ({ key, kind }): Happening => ({
        type: 'cleared',
        key,
        ...(isPast(kind, view, basis.seen) ? { past: true } : {}),
      }),
    ),
    ...due.filter(isNew).map((one): Happening => ({ type: 'warned', ...one })),
  ];
}

/** How long an accepted `start` may take to show (Atlassian's own automation waits 300 s for READY_TO_UPGRADE). */
const START_SETTLES_MS = 300_000;

function howItEnded(view: UpgradeView, { seen, now, profile }: WarnBasis): Ending | undefined {
  if (seen.phase !== 'idle' || seen.mode === true || inFlight(view) !== undefined) return undefined;
  const ends = profile.states[seen.state]?.ends;
  if (view.leftIdle && ends !== undefined) return ends;
  if (view.leftIdle) return hasChanged(view, seen) ? 'completed' : 'cancelled';
  if (openRequests(view).length > 0) return undefined;
  const last = view.requests.at(-1);
  const mayYetShow = last?.outcome === 'done' || last?.outcome === 'unknown';
  if (mayYetShow && now - (last.outcomeAt ?? now) < START_SETTLES_MS) return undefined;
  return 'not-started';
}

/** Whether the run changed a node's version; of one that was noticed too late to know, whether it had begun to. */
function hasChanged({ originalVersion, phase }: UpgradeView, { nodes }: Observation): boolean {
  if (originalVersion === undefined) return phase !== 'started';
  return nodes.some(({ version }) => version !== undefined && version !== originalVersion);
}
