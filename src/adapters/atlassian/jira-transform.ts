import type { NodeObservation, Observation } from '../../core/observation.js';
import type { Phase, Profile } from '../../core/products.js';
import type { ClusterState, NodeBean } from './jira-schema.js';

/**
 * The node's state as people have to see it: a node without a heartbeat goes on being called ACTIVE for up to two days
 * ("Remove abandoned or offline nodes in Jira Data Center"), so the name alone would hide that it does not answer.
 */
export function shownState({ state, alive }: Pick<NodeBean, 'state' | 'alive'>): string {
  return alive === false && state !== 'OFFLINE' ? `${state} (alive: false)` : state;
}

function nodeOf(profile: Profile, node: NodeBean): NodeObservation {
  const state = shownState(node);
  return {
    id: node.nodeId,
    name: node.nodeId,
    state,
    condition:
      (Object.hasOwn(profile.nodeStates, state) ? profile.nodeStates[state] : undefined)?.condition ?? 'unknown',
    ...(node.nodeVersion ? { version: node.nodeVersion } : {}),
    ...(node.nodeBuildNumber === undefined ? {} : { build: node.nodeBuildNumber }),
    ...(node.ip === undefined ? {} : { address: node.ip }),
    errors: [],
  };
}

/** Versions that nodes in service run; of a node that is down, an old record may be left. */
function versionsInService(nodes: readonly NodeObservation[]): ReadonlySet<string | undefined> {
  return new Set(nodes.filter((node) => node.condition === 'active').map((node) => node.version));
}

/** Phases in which every node in service runs the same version. */
const uniform: readonly Phase[] = ['idle', 'started', 'finalizable'];

/** Whether state and nodes can have been true together; the two are read one after the other. */
function fits({ phase, nodes }: Observation): boolean {
  return !uniform.includes(phase) || versionsInService(nodes).size <= 1;
}

/** Jira does not report upgrade mode: it follows from the state. Undefined where the state leaves it open. */
function modeOf({ phase, nodes }: Observation): boolean | undefined {
  if (phase === 'unknown') return undefined;
  if (phase === 'started' || phase === 'finalizable') return true;
  // Nodes of two versions can be in service together only in upgrade mode.
  if (phase === 'rolling') return versionsInService(nodes).size > 1 ? true : undefined;
  return false;
}

/**
 * The version the run started from, which Jira does not report either: known for certain only before the first node is
 * upgraded, and then what the node that answered and all nodes in service run.
 */
function originalOf({ phase, nodes }: Observation, { build }: ClusterState): string | undefined {
  if (phase !== 'started') return undefined;
  const [version, ...others] = versionsInService(nodes);
  return others.length === 0 && version === build?.version ? version : undefined;
}

/** @returns `torn` when state and nodes contradict each other; then nothing is derived from the two together. */
export function jiraObservationOf(
  profile: Profile,
  state: ClusterState,
  beans: readonly NodeBean[],
): { readonly observation: Observation; readonly torn: boolean } {
  const said: Observation = {
    state: state.state,
    phase: (Object.hasOwn(profile.states, state.state) ? profile.states[state.state] : undefined)?.phase ?? 'unknown',
    nodes: beans.map((bean) => nodeOf(profile, bean)),
  };
  if (!fits(said)) return { observation: said, torn: true };
  const [mode, originalVersion] = [modeOf(said), originalOf(said, state)];
  const observation = {
    ...said,
    ...(mode === undefined ? {} : { mode }),
    ...(originalVersion === undefined ? {} : { originalVersion }),
  };
  return { observation, torn: false };
}
