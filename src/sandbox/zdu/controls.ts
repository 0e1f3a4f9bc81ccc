import {
  addNode,
  type Cluster,
  type ClusterState,
  type NodeChange,
  pictureOf,
  removeNode,
  replaceNode,
  setNode,
  stateOf,
  type TaskFailure,
  type ZduNode,
} from './cluster.js';
import type { createLifeCycle, LifeCycleTimings } from './life-cycle.js';
import { finishFinalization, retryFinalization, setUpgradeMode } from './rules.js';

/** What a test, a scenario or the demonstration's page may do to the cluster behind the API's back. */
export function clusterControls(
  cluster: Cluster,
  lifeCycle: ReturnType<typeof createLifeCycle>,
  targetVersion: string,
) {
  function byHand(idOrName: string, change: NodeChange): void {
    lifeCycle.interrupt(idOrName);
    setNode(cluster, idOrName, change);
  }

  return {
    state: (): ClusterState => stateOf(cluster),
    nodes: (): readonly ZduNode[] => pictureOf(cluster).nodes,
    upgradeMode: (): boolean => cluster.originalVersion !== null,
    /**
     * Walks the node through stopping, OFFLINE and starting to ACTIVE on the new version.
     * @returns the state it ended in (another one when the cluster did not let it in); undefined when the walk was cut
     *   short
     */
    upgradeNode: (idOrName: string, version = targetVersion): Promise<string | undefined> =>
      lifeCycle.restart(idOrName, version),
    /** The same walk without a change of version. */
    restartNode: (idOrName: string): Promise<string | undefined> => lifeCycle.restart(idOrName),
    /** Whether the node is on the way through a restart. */
    isWalking: lifeCycle.isWalking,
    /** How long nodes and upgrade tasks take from now on, in milliseconds. */
    setPace(node: LifeCycleTimings, finalizeMs: number): void {
      lifeCycle.setTimings(node);
      cluster.finalizeMs = finalizeMs;
    },
    /** One step by hand; ends the node's walk. */
    setNode: byHand,
    failNode: (idOrName: string): void => byHand(idOrName, cluster.product.broken),
    recoverNode: (idOrName: string): void => byHand(idOrName, { state: 'ACTIVE', alive: true }),
    addNode: (name: string, change?: NodeChange): ZduNode => addNode(cluster, name, change),
    removeNode(idOrName: string): void {
      lifeCycle.interrupt(idOrName);
      removeNode(cluster, idOrName);
    },
    replaceNode(idOrName: string, change?: NodeChange): ZduNode {
      lifeCycle.interrupt(idOrName);
      return replaceNode(cluster, idOrName, change);
    },
    setUpgradeMode: (on: boolean, originalVersion?: string): void => setUpgradeMode(cluster, on, originalVersion),
    /** The running finalization, or else the next one, ends with these errors. */
    failFinalization(failures: readonly TaskFailure[]): void {
      cluster.nextFailures = failures;
    },
    /** Whether the running finalization, or else the next one, will end with errors. */
    willFail: (): boolean => cluster.nextFailures.length > 0,
    finishFinalization: (): void => finishFinalization(cluster),
    /** The product's own "Retry" button. @throws Error when the state does not allow it */
    retryFinalization(): void {
      const refusal = retryFinalization(cluster);
      if (refusal !== undefined) throw new Error(refusal);
    },
  };
}

export type ClusterControls = ReturnType<typeof clusterControls>;
