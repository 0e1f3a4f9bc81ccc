import type { NodeObservation, Observation, TaskError } from '../../core/observation.js';
import type { NodeCondition, Phase, Profile } from '../../core/products.js';
import { type Node, type Overview, taskFailureOf } from './zdu-schema.js';

const maxErrorsPerNode = 50;
const maxErrorLength = 500;

function phaseOf(profile: Profile, state: string): Phase {
  return profile.states[state]?.phase ?? 'unknown';
}

function conditionOf(profile: Profile, state: string): NodeCondition {
  return profile.nodeStates[state]?.condition ?? 'unknown';
}

function taskErrorOf(body: unknown): TaskError {
  const failure = taskFailureOf(body);
  const parts = [failure?.exceptionMessage ?? '', ...(failure?.errors ?? [])].filter((part) => part.trim() !== '');
  const message = parts.length === 0 ? 'an upgrade task failed without saying why' : parts.join('; ');
  return {
    ...(failure?.upgradeTaskName === undefined ? {} : { task: failure.upgradeTaskName.slice(0, maxErrorLength) }),
    message: message.slice(0, maxErrorLength),
    clusterWide: failure?.clusterUpgradeTask ?? false,
  };
}

function nodeOf(profile: Profile, node: Node): NodeObservation {
  return {
    id: node.id,
    name: node.name ?? node.id,
    state: node.state,
    condition: conditionOf(profile, node.state),
    ...(node.version ? { version: node.version } : {}),
    ...(node.buildNumber === undefined ? {} : { build: node.buildNumber }),
    ...(node.ipAddress === undefined ? {} : { address: node.ipAddress }),
    ...(node.activeUserCount === undefined ? {} : { users: node.activeUserCount }),
    ...(node.tasksTotal === undefined ? {} : { tasks: node.tasksTotal }),
    errors: (node.finalization?.errors ?? []).slice(0, maxErrorsPerNode).map(taskErrorOf),
  };
}

/**
 * The overview in the shape of all products. States are kept as received; one that the profile does not name has the
 * phase or condition `unknown`.
 */
export function observationOf(profile: Profile, overview: Overview, state: string): Observation {
  return {
    state,
    phase: phaseOf(profile, state),
    ...(typeof overview.upgradeModeEnabled === 'boolean' ? { mode: overview.upgradeModeEnabled } : {}),
    ...(overview.originalVersion ? { originalVersion: overview.originalVersion } : {}),
    nodes: overview.nodes.map((node) => nodeOf(profile, node)),
  };
}
