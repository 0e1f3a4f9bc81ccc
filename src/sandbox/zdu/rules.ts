import { type Cluster, type ClusterState, nodeOf, stateOf, type TaskFailure } from './cluster.js';

/** Undefined when the call was carried out, else why the cluster's state does not allow it. */
export type Refusal = string | undefined;

function refuseUnless(cluster: Cluster, allowed: ClusterState, wanted: string): Refusal {
  const state = stateOf(cluster);
  return state === allowed ? undefined : `Cannot ${wanted} while the cluster is in state ${state}`;
}

/** A node that is still OFFLINE when upgrade mode ends is dropped from the cluster. */
function endUpgradeMode(cluster: Cluster): void {
  cluster.originalVersion = null;
  cluster.nodes = cluster.nodes.filter((node) => node.state !== 'OFFLINE');
}

/** Ends a running finalization now: well, or with the errors ordered by `failFinalization`. */
export function finishFinalization(cluster: Cluster): void {
  if (cluster.finalization !== 'running') return;
  clearTimeout(cluster.timer);
  const failures = cluster.nextFailures;
  cluster.nextFailures = [];
  cluster.finalization = failures.length > 0 ? 'failed' : 'none';
  const reporter = (failure: TaskFailure): string | undefined =>
    failure.node === undefined ? cluster.nodes[0]?.id : nodeOf(cluster, failure.node).id;
  cluster.nodes = cluster.nodes.map((node) => ({
    ...node,
    failures: failures.filter((failure) => reporter(failure) === node.id),
  }));
}

function runFinalization(cluster: Cluster): void {
  cluster.finalization = 'running';
  cluster.finalizedAt = Date.now();
  cluster.nodes = cluster.nodes.map((node) => ({ ...node, failures: [] }));
  if (cluster.finalizeMs === 0) finishFinalization(cluster);
  else if (Number.isFinite(cluster.finalizeMs)) {
    cluster.timer = setTimeout(() => finishFinalization(cluster), cluster.finalizeMs);
  }
}

/** Enables upgrade mode: only from STABLE, so not while a node is in ERROR. */
export function start(cluster: Cluster): Refusal {
  const refusal = refuseUnless(cluster, 'STABLE', 'enable upgrade mode');
  if (refusal === undefined) cluster.originalVersion = cluster.nodes[0]?.version ?? cluster.version;
  return refusal;
}

/** Disables upgrade mode: only while every live node is on the original version and none is in ERROR. */
export function cancel(cluster: Cluster): Refusal {
  const refusal = refuseUnless(cluster, 'READY_TO_UPGRADE', 'disable upgrade mode');
  if (refusal === undefined) endUpgradeMode(cluster);
  return refusal;
}

/** Finalizes: switches upgrade mode off, drops OFFLINE nodes and runs the upgrade tasks. */
export function approve(cluster: Cluster): Refusal {
  const refusal = refuseUnless(cluster, 'READY_TO_RUN_UPGRADE_TASKS', 'run upgrade tasks');
  if (refusal !== undefined) return refusal;
  endUpgradeMode(cluster);
  runFinalization(cluster);
  return undefined;
}

/** What the product's own "Retry" button does; the REST API publishes no path for it. */
export function retryFinalization(cluster: Cluster): Refusal {
  const refusal = refuseUnless(cluster, 'UPGRADE_TASKS_FAILED', 'retry upgrade tasks');
  if (refusal === undefined) runFinalization(cluster);
  return refusal;
}

/** Switches upgrade mode as an administrator would in the product's own page, without any check. */
export function setUpgradeMode(cluster: Cluster, on: boolean, originalVersion?: string): void {
  if (on) cluster.originalVersion = originalVersion ?? cluster.nodes[0]?.version ?? cluster.version;
  else endUpgradeMode(cluster);
}
