import { type Cluster, type NodeChange, nodeOf, setNode, spreadUsers } from './cluster.js';

/** Milliseconds that a node spends stopping, OFFLINE and starting. */
export interface LifeCycleTimings {
  readonly stopMs: number;
  readonly offlineMs: number;
  readonly startMs: number;
}

interface Step {
  change(): NodeChange;
  /** How long the node stays so, in milliseconds. */
  readonly forMs: number;
}

/** A node of another version is let in only while upgrade mode is on, and only if it is near enough. */
function joinedState({ nodes, originalVersion, product }: Cluster, version: string): string {
  const strangers = nodes.some((node) => node.state === 'ACTIVE' && node.version !== version);
  const admitted = originalVersion !== null && product.admits(originalVersion, version);
  return strangers && !admitted ? product.rejected : 'ACTIVE';
}

function restartSteps(cluster: Cluster, version: string, timings: LifeCycleTimings): readonly Step[] {
  return [
    { change: () => ({ state: cluster.product.stopping }), forMs: timings.stopMs },
    { change: () => ({ state: 'OFFLINE', tasks: 0 }), forMs: timings.offlineMs },
    { change: () => ({ state: cluster.product.starting, alive: true, version }), forMs: timings.startMs },
    { change: () => ({ state: joinedState(cluster, version) }), forMs: 0 },
  ];
}

/** Walks nodes through a restart in real time, as an administrator at the machine would. */
export function createLifeCycle(cluster: Cluster, given: LifeCycleTimings) {
  let timings = given;
  const walks = new Map<string, symbol>();
  const pauses = new Set<() => void>();

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, ms);
      function end(): void {
        clearTimeout(timer);
        pauses.delete(end);
        resolve();
      }
      pauses.add(end);
    });
  }

  async function walk(id: string, steps: readonly Step[]): Promise<string | undefined> {
    const mine = Symbol(id);
    walks.set(id, mine);
    for (const step of steps) {
      if (walks.get(id) !== mine) return undefined;
      const { state } = setNode(cluster, id, step.change());
      if (state === 'OFFLINE' || state === 'ACTIVE') spreadUsers(cluster);
      if (step.forMs > 0) await pause(step.forMs);
    }
    walks.delete(id);
    return nodeOf(cluster, id).state;
  }

  return {
    /** @returns the state the node ended in; undefined when the walk was cut short by hand or by the sandbox's end. */
    restart(idOrName: string, version?: string): Promise<string | undefined> {
      const node = nodeOf(cluster, idOrName);
      return walk(node.id, restartSteps(cluster, version ?? node.version, timings));
    },
    /** Whether the node is being walked through a restart. */
    isWalking: (idOrName: string): boolean => walks.has(nodeOf(cluster, idOrName).id),
    /** From the next walk on. */
    setTimings(changed: LifeCycleTimings): void {
      timings = changed;
    },
    /** A change made by hand ends the node's walk. */
    interrupt(idOrName: string): void {
      walks.delete(nodeOf(cluster, idOrName).id);
    },
    stop(): void {
      walks.clear();
      for (const end of [...pauses]) end();
    },
  };
}
