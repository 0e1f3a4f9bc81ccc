import type { NodeCondition, Phase, StageCondition } from './products.js';

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

/** One stage of a run as one look found it. */
export interface StageObservation {
  /** Under the product's own name. */
  readonly name: string;
  /** Under the product's own name, as received. */
  readonly status: string;
  readonly condition: StageCondition;
}

/** A line of the product's log that somebody should read: WARNING or ERROR. */
export interface LogLine {
  readonly stage: string;
  readonly level: 'WARNING' | 'ERROR';
  /** Untrusted, of any length. */
  readonly message: string;
  /** Epoch ms by the product's clock. */
  readonly at?: number;
}

/** Why a run has stopped, in the product's own words. */
export interface Failure {
  readonly stage: string;
  /** Untrusted. */
  readonly message: string;
  /** Epoch ms by the product's clock. */
  readonly at?: number;
}

/** What a product tells of a run that it makes by itself, in stages. */
export interface RunObservation {
  /** The release it goes to; undefined when the product did not say. */
  readonly release?: string;
  readonly started: boolean;
  /** `asked`: a pause was asked for and has not taken hold yet. */
  readonly pause?: 'asked' | 'held';
  readonly rollbackRequested: boolean;
  readonly failure?: Failure;
  readonly stages: readonly StageObservation[];
  /** WARNING and ERROR lines in the product's order. */
  readonly log: readonly LogLine[];
  /** The time of the run's first log line of any level (epoch ms): with the release it tells runs apart. */
  readonly firstLogAt?: number;
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
  /** For a product that upgrades itself in stages. */
  readonly run?: RunObservation;
}
