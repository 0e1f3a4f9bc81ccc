import type { NodeCondition, Phase } from './products.js';

/** One failed upgrade task, as the product reports it. All texts are untrusted. */
export interface TaskError {
  readonly task?: string;
  readonly message: string;
  /** The task concerns the whole cluster and not just the node that reported it. */
  readonly clusterWide: boolean;
}

/** One node as one look at the target found it. */
export interface NodeObservation {
  /** The product's node id: unique within one observation, but a replaced node comes with a new one. */
  readonly id: string;
  /** What people call the node: its name, else its id. */
  readonly name: string;
  /** The node's state under the product's own name, as received. */
  readonly state: string;
  readonly condition: NodeCondition;
  readonly version?: string;
  readonly build?: string;
  readonly address?: string;
  /** Active users on this node. */
  readonly users?: number;
  /** Long-running tasks on this node. */
  readonly tasks?: number;
  readonly errors: readonly TaskError[];
}

/** What one look at a target found, in one shape for all products. */
export interface Observation {
  /** The state under the product's own name, as received. */
  readonly state: string;
  readonly phase: Phase;
  /** Upgrade mode; undefined when the product did not say. */
  readonly mode?: boolean;
  /** The version the run started from; undefined when no run is on or the product did not say. */
  readonly originalVersion?: string;
  readonly nodes: readonly NodeObservation[];
}
