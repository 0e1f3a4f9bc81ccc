import type { Snapshot } from './events.js';
import type { Observation } from './observation.js';
import type { UploadForm } from './uploads.js';

/** The kinds of cluster the bot can drive. Each has a folder under `adapters` and a line in `adapters/registry.ts`. */
export const productNames = ['bitbucket', 'confluence', 'jira', 'instabase'] as const;
export type ProductName = (typeof productNames)[number];

/**
 * Actions that are asked for, recorded and carried out by a worker, under the names people type. All but those whose
 * profile says `reads` change the target.
 */
export const actionNames = [
  'create',
  'validate',
  'start',
  'cancel',
  'approve',
  'pause',
  'retry',
  'continue',
  'rollback',
  'complete',
  'abandon',
] as const;
export type ActionName = (typeof actionNames)[number];

/** Questions that a product answers at once beyond its state, under the names people type. They change nothing. */
export const inquiryNames = ['preflight', 'show', 'diff', 'events'] as const;
export type InquiryName = (typeof inquiryNames)[number];

/** Words that mean the same action. */
export const actionAliases: Readonly<Record<string, ActionName>> = { finalize: 'approve' };

/**
 * What a product's own state means to the bot. Products differ in their states; everything outside `adapters`
 * decides on the phase and shows the state.
 * - `idle`: no upgrade runs
 * - `prepared`: what an upgrade will do is laid down and it has not been started
 * - `started`: an upgrade runs and nothing has changed yet
 * - `rolling`: some nodes are upgraded
 * - `running`: the product goes through the stages of the upgrade by itself
 * - `paused`: it has stopped between two stages because somebody asked for it
 * - `finalizable`: everything is ready for the last step
 * - `finalizing`: the last step runs
 * - `failed`: a step ended with errors
 * - `unknown`: a state the bot does not know: it is shown raw and allows reading only
 */
export const phases = [
  'idle',
  'prepared',
  'started',
  'rolling',
  'running',
  'paused',
  'finalizable',
  'finalizing',
  'failed',
  'unknown',
] as const;
export type Phase = (typeof phases)[number];

/** What a node's own state means to the bot. */
export type NodeCondition = 'active' | 'starting' | 'leaving' | 'off' | 'error' | 'finalizing' | 'unknown';

/** What a stage's own status means to the bot. */
export const stageConditions = ['waiting', 'underway', 'done', 'undone', 'error', 'unknown'] as const;
export type StageCondition = (typeof stageConditions)[number];

/** How an upgrade can end; `unseen`: another run is on, or the run is gone, so it ended while nobody looked. */
export const endings = ['completed', 'cancelled', 'rolled-back', 'abandoned', 'not-started', 'unseen'] as const;
export type Ending = (typeof endings)[number];

export interface StateMeaning {
  readonly phase: Phase;
  /** The run is over in this state, and how. Left out where the nodes' versions tell. */
  readonly ends?: Ending;
  /** Plain words beside the state. They name no other state. */
  readonly words: string;
}

export interface NodeMeaning {
  readonly condition: NodeCondition;
  readonly words: string;
}

export interface StageMeaning {
  readonly condition: StageCondition;
  readonly words: string;
}

/** What an approval of an action depends on: when one of these changes, the approval is void. */
export type Matter =
  | 'state'
  | 'mode'
  | 'nodes'
  | 'node-versions'
  | 'node-states'
  /** The release that the run goes to. */
  | 'release'
  /** Whether the run has been started. */
  | 'started'
  /** Whether the run is over. */
  | 'over'
  | 'failure'
  /** The set of WARNING and ERROR lines. */
  | 'log';

/** An action in the places where it is spoken of. */
export interface ActionWords {
  /** How it is typed: `start <target> [--to <version>] [reason]`; words after the options are kept as the reason. */
  readonly usage: string;
  /** On a button and as the title of a form, at most 20 characters: "Finalize". No button may begin like those that decide. */
  readonly short: string;
  /** As an order: "Finalize the upgrade". */
  readonly order: string;
  /** While the call is under way: "finalizing is being started". */
  readonly doing: string;
  /** When it has taken effect. Names no state. */
  readonly done: string;
  /** What comes next then. */
  readonly next: string;
  /** When the target refused it, where that does not mean that nothing was changed. */
  readonly refused?: RefusedWords;
}

/** What a refusal can leave behind, and how that is put right before the next try. */
export interface RefusedWords {
  /** As a clause: "the target refused it, and may have done half of it". */
  readonly means: string;
  /** Stands before the command that puts it right: "If an upgrade stands there now, discard it first:". */
  readonly remedy: string;
  readonly by: ActionName;
}

export interface ActionProfile {
  readonly words: ActionWords;
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
  /**
   * Judges by more than the phase, where the phase does not tell; then `doneWhen` and `notDoneWhen` are not asked.
   * `before` is what was seen when the action was asked for.
   */
  readonly judge?: (asked: Intended, now: Observation, before?: Snapshot) => 'done' | 'not-done' | 'unclear';
  /** Changes nothing: it needs no second look, may be asked of the product again, and keeps no other action waiting. */
  readonly reads?: boolean;
  /** What stands against it although the phase allows it, as a clause; undefined when nothing does. */
  readonly obstacle?: (asked: Intended, now: Observation) => string | undefined;
  /** What else the person who decides should know, as sentences with untrusted names in them. */
  readonly evidence?: (asked: Intended, now: Observation) => string[];
  /** A question whose answer the person who decides should see, too. */
  readonly evidenceFrom?: InquiryName;
  /** What to do once it is done, as a sentence. */
  readonly afterwards?: (asked: Intended) => string | undefined;
  /** It is asked for with a release bundle, or with files. */
  readonly takesBundle?: boolean;
  /** What people can upload for it instead of a bundle. */
  readonly uploads?: UploadForm;
  /** How long (ms) the target may take to show the effect of a call whose answer was lost; a few seconds when left out. */
  readonly showsWithinMs?: number;
  /** A reason has to be given in this case. */
  readonly needsReason?: (asked: Intended) => boolean;
}

/** Preset sizes of a deployment, under the product's own names. */
export const presetSizes = ['STANDARD', 'LARGE', 'XLARGE'] as const;

/** What a person wants of an action, besides its name. Texts are untrusted. */
export interface Intended {
  /** The version to go to, as typed. */
  readonly to?: string;
  /** The release to create an upgrade for: the name of its bundle. */
  readonly release?: string;
  /** Files that were uploaded in Slack for it, instead of a bundle. */
  readonly files?: readonly UploadedFile[];
  /** Preset cluster size. */
  readonly size?: string;
  /** Configs to keep although the release no longer has them. */
  readonly keep?: readonly string[];
  /** `--started`: also a run that has been started. */
  readonly started?: boolean;
}

/** A file that a person uploaded in Slack. */
export interface UploadedFile {
  /** Slack's file id. */
  readonly id: string;
  /** The form field it is for. */
  readonly field: string;
  readonly name: string;
  /** Bytes, as Slack says. */
  readonly size: number;
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
  /** Plain words for the phases that the product has. They name no state. */
  readonly phases: Readonly<Partial<Record<Phase, string>>>;
  readonly nodeStates: Readonly<Record<string, NodeMeaning>>;
  /** The stages of a run in order, for a product that upgrades itself in stages; then it has no nodes. */
  readonly stages?: readonly string[];
  readonly stageStatuses?: Readonly<Record<string, StageMeaning>>;
  /** Stages in which what the product serves is down. */
  readonly outage?: readonly string[];
  /** Questions beyond the state that the product answers. */
  readonly inquiries?: readonly InquiryName[];
  readonly actions: Readonly<Partial<Record<ActionName, ActionProfile>>>;
  readonly advice: Readonly<Partial<Record<Phase, Advice>>>;
  /** Whether a rolling upgrade from one version to another is possible; undefined when it is. Versions are as typed. */
  versionObstacle(from: string, to: string): VersionObstacle | undefined;
}
