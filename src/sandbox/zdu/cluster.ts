import { createHash } from 'node:crypto';
import type { ZduProduct } from './product.js';

export type ClusterState =
  | 'STABLE'
  | 'READY_TO_UPGRADE'
  | 'MIXED'
  | 'READY_TO_RUN_UPGRADE_TASKS'
  | 'RUNNING_UPGRADE_TASKS'
  | 'UPGRADE_TASKS_FAILED';

/** One failed upgrade task; `node` is the name or id of the node that reports it (the first one when left out). */
export interface TaskFailure {
  readonly message: string;
  readonly task?: string;
  readonly clusterWide?: boolean;
  readonly details?: readonly string[];
  readonly node?: string;
}

export interface ZduNode {
  readonly id: string;
  readonly name: string;
  readonly ipAddress: string;
  readonly state: string;
  /** Whether the node has a heartbeat; only some products tell. */
  readonly alive: boolean;
  /** When the node last changed (epoch ms). */
  readonly changedAt: number;
  readonly version: string;
  readonly users: number;
  readonly tasks: number;
  readonly failures: readonly TaskFailure[];
}

export type NodeChange = Partial<
  Pick<ZduNode, 'state' | 'alive' | 'version' | 'users' | 'tasks' | 'name' | 'ipAddress'>
>;

/** Everything the API tells at one moment. */
export interface Picture {
  readonly state: ClusterState;
  readonly upgradeMode: boolean;
  readonly originalVersion: string | null;
  readonly hasFinalizationTasks: boolean;
  /** Milliseconds since the epoch. */
  readonly finalizedAt: number | undefined;
  readonly nodes: readonly ZduNode[];
}

/** A simulated cluster. Its state is not stored: it follows from nodes, upgrade mode and finalization. */
export interface Cluster {
  readonly product: ZduProduct;
  /** Milliseconds; `Infinity` waits for `finishFinalization`. */
  finalizeMs: number;
  /** The version that nodes are installed with. */
  readonly version: string;
  nodes: readonly ZduNode[];
  /** Set while upgrade mode is on. */
  originalVersion: string | null;
  finalization: 'none' | 'running' | 'failed';
  finalizedAt: number | undefined;
  nextFailures: readonly TaskFailure[];
  timer: NodeJS.Timeout | undefined;
  /** Counts the nodes ever made, so that a replacement gets a new id and address. */
  made: number;
}

/** Ids look like the real ones (eight hex digits) and follow from the name, so that runs are repeatable. */
function idFor(cluster: Cluster, name: string): string {
  if (!cluster.product.namesAreIds) {
    return createHash('sha256').update(`${name}/${cluster.made}`).digest('hex').slice(0, 8);
  }
  return cluster.nodes.some((node) => node.id === name) ? `${name}-${cluster.made}` : name;
}

function makeNode(cluster: Cluster, name: string, version: string): ZduNode {
  cluster.made += 1;
  const id = idFor(cluster, name);
  return {
    id,
    name: cluster.product.namesAreIds ? id : name,
    ipAddress: `192.0.2.${20 + (cluster.made % 200)}`,
    state: 'ACTIVE',
    alive: true,
    changedAt: Date.now(),
    version,
    users: 25,
    tasks: 0,
    failures: [],
  };
}

export function createCluster(
  options: Pick<Cluster, 'product' | 'finalizeMs' | 'version'>,
  names: readonly string[],
): Cluster {
  const cluster: Cluster = {
    ...options,
    nodes: [],
    originalVersion: null,
    finalization: 'none',
    finalizedAt: undefined,
    nextFailures: [],
    timer: undefined,
    made: 0,
  };
  cluster.nodes = names.map((name) => makeNode(cluster, name, options.version));
  return cluster;
}

/** The same cluster, which tells whenever one of its fields is set: all its parts are replaced, never changed. */
export function watchedCluster(cluster: Cluster, changed: () => void): Cluster {
  return new Proxy(cluster, {
    set(target, field, value): boolean {
      const done = Reflect.set(target, field, value);
      if (field !== 'timer') changed();
      return done;
    },
  });
}

const isUp = (node: ZduNode): boolean => node.state !== 'OFFLINE' && node.alive;

export function stateOf(cluster: Pick<Cluster, 'nodes' | 'originalVersion' | 'finalization'>): ClusterState {
  const { nodes, originalVersion, finalization } = cluster;
  if (finalization === 'running') return 'RUNNING_UPGRADE_TASKS';
  if (nodes.some((node) => node.state === 'ERROR')) return 'MIXED';
  if (finalization === 'failed') return 'UPGRADE_TASKS_FAILED';
  const versions = new Set(nodes.filter(isUp).map((node) => node.version));
  if (versions.size > 1) return 'MIXED';
  if (originalVersion === null) return 'STABLE';
  return versions.size === 0 || versions.has(originalVersion) ? 'READY_TO_UPGRADE' : 'READY_TO_RUN_UPGRADE_TASKS';
}

function shownState(cluster: Cluster, node: ZduNode): string {
  const { finalization, product } = cluster;
  if (finalization === 'running' && node.state === 'ACTIVE') return product.finalizingNode ?? node.state;
  if (finalization === 'failed' && node.failures.length > 0) return product.failedNode ?? node.state;
  return node.state;
}

export function pictureOf(cluster: Cluster): Picture {
  const { originalVersion } = cluster;
  const upgraded = cluster.nodes.some((node) => originalVersion !== null && node.version !== originalVersion);
  return {
    state: stateOf(cluster),
    upgradeMode: originalVersion !== null,
    originalVersion,
    hasFinalizationTasks: cluster.finalization !== 'none' || upgraded,
    finalizedAt: cluster.finalizedAt,
    nodes: cluster.nodes.map((node) => ({ ...node, state: shownState(cluster, node) })),
  };
}

/** @throws Error when there is no such node: a slip in a test or scenario. */
export function nodeOf(cluster: Cluster, idOrName: string): ZduNode {
  const { nodes } = cluster;
  const found = nodes.find((node) => node.id === idOrName) ?? nodes.find((node) => node.name === idOrName);
  if (found === undefined) throw new Error(`The sandbox cluster has no node ${idOrName}`);
  return found;
}

export function setNode(cluster: Cluster, idOrName: string, change: NodeChange): ZduNode {
  const changed = { ...nodeOf(cluster, idOrName), ...change, changedAt: Date.now() };
  cluster.nodes = cluster.nodes.map((node) => (node.id === changed.id ? changed : node));
  return changed;
}

export function addNode(cluster: Cluster, name: string, change: NodeChange = {}): ZduNode {
  const added = { ...makeNode(cluster, name, cluster.originalVersion ?? cluster.version), ...change };
  cluster.nodes = [...cluster.nodes, added];
  return added;
}

export function removeNode(cluster: Cluster, idOrName: string): void {
  const { id } = nodeOf(cluster, idOrName);
  cluster.nodes = cluster.nodes.filter((node) => node.id !== id);
}

/** The same name comes back as another machine with another id, as in Kubernetes or an auto-scaling group. */
export function replaceNode(cluster: Cluster, idOrName: string, change: NodeChange = {}): ZduNode {
  const old = nodeOf(cluster, idOrName);
  const fresh = { ...makeNode(cluster, old.name, old.version), users: old.users, ...change };
  cluster.nodes = cluster.nodes.map((node) => (node.id === old.id ? fresh : node));
  return fresh;
}

/** The balancer spreads everybody evenly over the nodes that are up. */
export function spreadUsers(cluster: Cluster): void {
  const up = cluster.nodes.filter((node) => node.state === 'ACTIVE' && node.alive).map((node) => node.id);
  if (up.length === 0) return;
  const total = cluster.nodes.reduce((sum, node) => sum + node.users, 0);
  const share = (id: string): number => {
    const place = up.indexOf(id);
    if (place < 0) return 0;
    return Math.floor(total / up.length) + (place < total % up.length ? 1 : 0);
  };
  cluster.nodes = cluster.nodes.map((node) => ({ ...node, users: share(node.id) }));
}
