/** The kinds of cluster the bot can drive. Each has a folder under `adapters` and a line in `adapters/registry.ts`. */
export const productNames = ['bitbucket', 'confluence', 'jira'] as const;
export type ProductName = (typeof productNames)[number];

/** Actions that change a cluster, under the names people type. */
export const actionNames = ['start', 'cancel', 'approve', 'retry'] as const;
export type ActionName = (typeof actionNames)[number];

/** Words that mean the same action. */
export const actionAliases: Readonly<Record<string, ActionName>> = { finalize: 'approve' };

/**
 * What a product's own state means to the bot. Products differ in their states; everything outside `adapters`
 * decides on the phase and shows the state.
 * - `idle`: no upgrade runs
 * - `started`: an upgrade runs and nothing has changed yet
 * - `rolling`: some nodes are upgraded
 * - `finalizable`: everything is ready for the last step
 * - `finalizing`: the last step runs
 * - `failed`: the last step ended with errors
 * - `unknown`: a state the bot does not know: it is shown raw and allows reading only
 */
export type Phase = 'idle' | 'started' | 'rolling' | 'finalizable' | 'finalizing' | 'failed' | 'unknown';

/** What a node's own state means to the bot. */
export type NodeCondition = 'active' | 'starting' | 'leaving' | 'off' | 'error' | 'finalizing' | 'unknown';

export interface StateMeaning {
  readonly phase: Phase;
  /** Plain words beside the state. They name no other state. */
  readonly words: string;
}

export interface NodeMeaning {
  readonly condition: NodeCondition;
  readonly words: string;
}

/** What an approval of an action depends on: when one of these changes, the approval is void. */
export type Matter = 'state' | 'mode' | 'nodes' | 'node-versions' | 'node-states';

export interface ActionProfile {
  /** Phases in which the action makes sense. */
  readonly from: readonly Phase[];
  /** A second person is needed whatever the configuration says. */
  readonly alwaysApproved: boolean;
  /** What the action will do, as a sentence for the person who decides. */
  readonly effect: string;
  /** The way back, or that there is none; stands behind "Way back:". */
  readonly wayBack: string;
  readonly matters: readonly Matter[];
  /** Finalizing removes nodes that are off from the cluster: the request names them. */
  readonly dropsOffNodes: boolean;
  /** How long the call itself may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Phases that show that the action has taken effect although its answer was lost. */
  readonly doneWhen: readonly Phase[];
  /** Upgrade mode after the action has taken effect; left out when the action does not change it. */
  readonly doneMode?: boolean;
  /** Phases that show that it has not. */
  readonly notDoneWhen: readonly Phase[];
}

/** For the people who do the work in a phase: short sentences that stand alone. */
export interface Advice {
  /** How the next step is done, per way of running the product. */
  readonly next: readonly string[];
  /** What must not be done in this phase. */
  readonly never: readonly string[];
}

/** Why a version cannot be reached by a rolling upgrade, and what to do instead. */
export interface VersionObstacle {
  readonly reason: string;
  readonly remedy: string;
  /** The version wanted could not be read, which proves nothing against a node that runs it. */
  readonly unreadable?: boolean;
}

/** Everything in which products differ, as data. Code outside `adapters` never compares a product's name. */
export interface Profile {
  readonly product: ProductName;
  /** The product's full name, for people. */
  readonly label: string;
  readonly states: Readonly<Record<string, StateMeaning>>;
  readonly nodeStates: Readonly<Record<string, NodeMeaning>>;
  readonly actions: Readonly<Partial<Record<ActionName, ActionProfile>>>;
  readonly advice: Readonly<Partial<Record<Phase, Advice>>>;
  /** Whether a rolling upgrade from one version to another is possible; undefined when it is. Versions are as typed. */
  versionObstacle(from: string, to: string): VersionObstacle | undefined;
}
