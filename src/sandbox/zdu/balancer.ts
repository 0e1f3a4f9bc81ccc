import { type Cluster, nodeOf, type Picture, pictureOf } from './cluster.js';

/** Node states in which a node answers HTTP requests. */
const answering = new Set(['ACTIVE', 'DRAINING', 'ERROR']);

export interface Answerer {
  readonly nodeId: string;
  /** What this node believes at this moment. */
  readonly picture: Picture;
}

/** Hands each request to the next node that is up, as a load balancer without session affinity does. */
export function createBalancer(cluster: Cluster) {
  const stale = new Map<string, Picture>();
  let pinned: readonly string[] | undefined;
  let turn = 0;

  return {
    /** The node that answers the next request; undefined while none is up. */
    next(): Answerer | undefined {
      const up = cluster.nodes.filter(
        (node) => answering.has(node.state) && node.alive && (pinned?.includes(node.id) ?? true),
      );
      const node = up[turn % Math.max(1, up.length)];
      turn += 1;
      return node && { nodeId: node.id, picture: stale.get(node.id) ?? pictureOf(cluster) };
    },
    /** From now on only these nodes answer; no argument: all of them again. */
    answersFrom(...idsOrNames: readonly string[]): void {
      pinned = idsOrNames.length === 0 ? undefined : idsOrNames.map((one) => nodeOf(cluster, one).id);
    },
    /** The node keeps answering with what it believes now, although the cluster moves on. @returns what ends that */
    stale(idOrName: string): () => void {
      const { id } = nodeOf(cluster, idOrName);
      stale.set(id, pictureOf(cluster));
      return () => stale.delete(id);
    },
  };
}

export type Balancer = ReturnType<typeof createBalancer>;
