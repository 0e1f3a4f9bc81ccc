import type { HistoryEntry } from './answers.js';
import type { ApprovalSettings } from './approval.js';
import type { Examiner } from './checkup.js';
import type { TimelineEvent } from './events.js';
import type { NodeObservation, Observation } from './observation.js';
import type { ActionName, InquiryName, Intended, Profile, UploadedFile } from './products.js';
import type { UpgradeView } from './view.js';
import type { WarnSettings } from './warnings.js';

/** Reads a target. Never changes it. */
export interface Observer {
  /**
   * One look at the target: a single consistent answer wherever the product offers one.
   * @throws AppError with the kind that fits; never a guessed state.
   */
  observe(signal?: AbortSignal): Promise<Observation>;
  /** One node by id or name, read afresh; undefined when the product knows no such node. */
  observeNode(id: string, signal?: AbortSignal): Promise<NodeObservation | undefined>;
}

/** Changes a target. Handed to `service/run-action.ts` alone. */
export interface Actor {
  /**
   * Sends the action once: one request, never repeated.
   * @param beforeSend called immediately before the request is written; when it returns false nothing is sent and the
   *   call throws AppError with `tookEffect: 'no'`.
   * @throws AppError with `tookEffect` saying whether the call may have taken effect.
   */
  act(action: ActionName, call: ActionCall): Promise<ActionAnswer>;
}

/** One call of an action. */
export interface ActionCall {
  readonly intended: Intended;
  readonly timeoutMs: number;
  readonly beforeSend: () => boolean;
  /** Ends a call that only reads; one that changes something is never ended half-way. */
  readonly signal?: AbortSignal | undefined;
  /** Reads a file that was uploaded in Slack. @throws AppError when Slack does not hand it over */
  readonly openUpload?: (file: UploadedFile) => Promise<AsyncIterable<Uint8Array>>;
}

/** What a target says to an action that went through. */
export interface ActionAnswer {
  /** What it found, line by line; untrusted. */
  readonly report?: readonly string[];
}

/** What a target answers to a question beyond its state. All texts are untrusted. */
export interface Findings {
  /** The answer in one sentence. */
  readonly summary: string;
  readonly lines: readonly string[];
  /** False when it found something that stands against an upgrade. */
  readonly ok?: boolean;
  /** What is too long to be shown, for the person who asked alone. */
  readonly file?: { readonly name: string; readonly text: string };
}

/** Answers questions beyond the state. Never changes the target. */
export interface Inquirer {
  /** @throws AppError with the kind that fits */
  inquire(name: InquiryName, about: Inquiry, signal?: AbortSignal): Promise<Findings>;
}

/** What a question is about. */
export interface Inquiry {
  /** `--full`: everything, as a file. */
  readonly full?: boolean;
  /** One stage only; as typed, untrusted. */
  readonly stage?: string;
}

/** Something on disk that an upgrade can be created from. */
export interface Bundle {
  readonly release: string;
  /** Why it cannot be used; undefined when it can. */
  readonly problem?: string;
  /** Bytes of all its files. */
  readonly size: number;
}

/** What a target tells by itself. It only ever means that it is worth looking now. */
export interface Nudges {
  /** Calls `nudge` whenever the target says that something happened, until `close`. Reconnects by itself, never throws. */
  listen(nudge: () => void): { close(): void };
}

/** What an adapter offers for one configured target. */
export interface Adapter {
  readonly profile: Profile;
  readonly observer: Observer;
  readonly actor: Actor;
  readonly examiner: Examiner;
  readonly inquirer?: Inquirer;
  /** Release bundles at hand, newest first. @throws AppError when they cannot be listed */
  readonly bundles?: () => Promise<Bundle[]>;
  readonly nudges?: Nudges;
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  wait(ms: number): Promise<void>;
}

/** Structured log. Texts of warn and error are constant; values go into the object. */
export interface Logger {
  debug(values: object, text: string): void;
  info(values: object, text: string): void;
  warn(values: object, text: string): void;
  error(values: object, text: string): void;
}

/** What is on record about a target right now, read in one step. */
export interface TargetRecord {
  /** Number of the upgrade that is open, if one is. */
  readonly open?: number;
  /** Number of the latest upgrade, open or not; 0 before the first. */
  readonly last: number;
  /** The latest upgrade's view. */
  readonly view?: UpgradeView;
  /** Grows with every reading that is taken up: an older reading may not write any more. */
  readonly epoch: number;
  /** False before the first successful look at the target, for example when the store was emptied. */
  readonly known: boolean;
  /** When the latest look at the target began (the store's clock, epoch ms); undefined before the first. */
  readonly lookedAt?: number;
  /** Looks in a row that failed, since when (epoch ms), and why the last one did. */
  readonly failures: number;
  readonly failingSince?: number;
  readonly failure?: string;
  /** Grows with looks whose two readings differ, shrinks with those whose do not; see `disagreementAfter`. */
  readonly disagreement: number;
  /** Users and tasks per node id, as of `gaugesAt` (epoch ms). */
  readonly gauges: Gauges;
  readonly gaugesAt: number;
  /** The store's clock when this was read (epoch ms): all processes share it. */
  readonly now: number;
}

export type Gauges = ReadonlyMap<string, { readonly users?: number; readonly tasks?: number }>;

/** Reads timelines. Everybody gets this one. */
export interface TimelineReader {
  record(target: string): Promise<TargetRecord>;
  /** Like `record`, and takes the next epoch: readings taken up before can no longer write. */
  takeUp(target: string): Promise<TargetRecord>;
  /** Events of an upgrade after a sequence number, oldest first; at most `limit`. */
  events(target: string, upgrade: number, after: number, limit: number): Promise<TimelineEvent[]>;
  /** The view of any upgrade whose timeline is still kept, folded from it when it is not the latest. */
  view(target: string, upgrade: number): Promise<UpgradeView | undefined>;
  /** Finished upgrades, newest first. */
  history(target: string, limit: number): Promise<HistoryEntry[]>;
  /** Upgrades of the target with something still to be shown in Slack. */
  owing(target: string): Promise<number[]>;
}

/** What an append depends on. Times are the store's clock in epoch ms. */
export interface AppendGuard {
  /** The reading that the events rest on must be the latest one taken up. */
  readonly epoch?: number;
  /** Refused when it arrives later (or earlier) than this: a command that hung in a connection must not act late. */
  readonly notAfter?: number;
  readonly notBefore?: number;
  /** What follows cannot be taken back: it must not be forgotten when a replica of the store takes over. */
  readonly kept?: true;
}

/**
 * `moved`: somebody else appended first; `fenced`: a newer reading was taken up; `late`/`early`: see the guard;
 * `unkept`: written, but no replica has confirmed it although it should be `kept`; `strayed`: it should be `kept`, and a
 * replica has taken over since the request was granted.
 */
export type AppendResult = 'ok' | 'unkept' | 'strayed' | 'moved' | 'fenced' | 'late' | 'early';

/** Appends to timelines. Handed to `service/record.ts` alone. */
export interface TimelineWriter {
  /**
   * One atomic step: check the guard and that the view's predecessor is still the latest, add the events, store the
   * view, and mark the upgrade as owing Slack something.
   */
  append(step: {
    readonly target: string;
    readonly events: readonly TimelineEvent[];
    readonly view: UpgradeView;
    /** Given when these events end the upgrade. */
    readonly history?: HistoryEntry;
    readonly guard: AppendGuard;
  }): Promise<AppendResult>;
}

/** Bookkeeping of looks at a target, outside the timeline. */
export interface LookBook {
  /** Counts a failed look and returns how many failed in a row. */
  failed(target: string, detail: string, now: number): Promise<number>;
  /**
   * Clears the failures and marks the target as known. Does nothing when the record is not the one that was read with this
   * epoch: a store that has lost its data meanwhile does not know the target.
   */
  succeeded(target: string, epoch: number): Promise<void>;
  saveDisagreement(target: string, score: number): Promise<void>;
  saveGauges(target: string, gauges: Gauges, now: number): Promise<void>;
}

/** Wakes workers. Jobs carry ids, never decisions; adding one twice does no harm. None of these throws. */
export interface Jobs {
  /** Show in Slack what the timeline has and Slack has not. */
  publish(target: string, upgrade: number): Promise<void>;
  /** Bring the card up to date. */
  card(target: string, upgrade: number): Promise<void>;
  act(target: string, upgrade: number, request: string): Promise<void>;
  /** Come back to an open request at this time (epoch ms): its reminder or its end is due. */
  attend(target: string, upgrade: number, request: string, at: number): Promise<void>;
  /** Look at the target now rather than when it is due. */
  look(target: string): Promise<void>;
}

/** What the configuration says about one target. */
export interface TargetSettings {
  readonly name: string;
  readonly channel: string;
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
  readonly approval: ApprovalSettings;
  readonly poll: { readonly activeMs: number; readonly idleMs: number };
  readonly warn: WarnSettings;
}
