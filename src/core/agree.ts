import type { NodeObservation, Observation } from './observation.js';
import { runAsKnown } from './run.js';
import { nodeRecordOf } from './snapshot.js';
import type { NodeView, UpgradeView } from './view.js';

/**
 * What two readings one after the other agree on; where they differ, what was known before stands. Balanced nodes may
 * disagree for a moment, and something may change between the two.
 * @param known the open upgrade; without one, the readings must agree on state and upgrade mode.
 * @returns undefined when nothing is agreed and nothing was known.
 */
export function agreedFacts(
  known: UpgradeView | undefined,
  first: Observation,
  second: Observation,
): Observation | undefined {
  const sameState = first.state === second.state && first.mode === second.mode;
  if (known === undefined) return sameState ? second : undefined;
  const nodes = agreedNodes(known.nodes, first.nodes, second.nodes);
  if (sameState) return { ...second, nodes };
  return {
    state: known.state,
    phase: known.phase,
    ...(known.mode === undefined ? {} : { mode: known.mode }),
    ...(known.originalVersion === undefined ? {} : { originalVersion: known.originalVersion }),
    nodes,
    ...(known.run === undefined ? {} : { run: runAsKnown(known.run) }),
  };
}

function agreedNodes(
  known: readonly NodeView[],
  first: readonly NodeObservation[],
  second: readonly NodeObservation[],
): NodeObservation[] {
  const before = new Map(first.map((node) => [node.id, node]));
  const agreed = second.flatMap((node) => {
    const twin = before.get(node.id);
    if (twin !== undefined && sameNode(twin, node)) return [node];
    const standing = known.find(({ id }) => id === node.id);
    return standing === undefined ? [] : [asKnown(standing)];
  });
  const present = new Set(second.map(({ id }) => id));
  // Gone in the second reading only: not agreed yet.
  const doubtful = known.filter(({ id }) => before.has(id) && !present.has(id));
  return [...agreed, ...doubtful.map(asKnown)];
}

function sameNode(one: NodeObservation, other: NodeObservation): boolean {
  return JSON.stringify(nodeRecordOf(one)) === JSON.stringify(nodeRecordOf(other));
}

function asKnown({ id, name, state, condition, version, build, errors }: NodeView): NodeObservation {
  return {
    id,
    name,
    state,
    condition,
    ...(version === undefined ? {} : { version }),
    ...(build === undefined ? {} : { build }),
    errors: errors.map(({ task, message, clusterWide }) => ({
      ...(task === undefined ? {} : { task }),
      message,
      clusterWide,
    })),
  };
}

/** A look that found two readings differ weighs more: with one stale node of several most looks still agree. */
const DIFFERS = 2;
const MOST = 12;

/** How much the nodes of a target disagree, after one more look: 0 is not at all. */
export function disagreementAfter(before: number, differed: boolean): number {
  return differed ? Math.min(before + DIFFERS, MOST) : Math.max(before - 1, 0);
}
