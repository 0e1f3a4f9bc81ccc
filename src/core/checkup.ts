import type { Person } from './access.js';
import type { AppError } from './errors.js';
import type { Observation } from './observation.js';

interface CheckBase {
  /** What was looked at, in a word or two: `token`, `eviction`. */
  readonly name: string;
  /** Slack id of the channel, person or user group it is about. */
  readonly about?: string;
  /** What was found. May hold words of a product or of Slack. */
  readonly detail: string;
}

/** One thing that was looked at. `unknown`: it could not be looked at. */
export type Check =
  | (CheckBase & { readonly result: 'ok' })
  /** `remedy` is one sentence on what to do. */
  | (CheckBase & { readonly result: 'warning' | 'failed' | 'unknown'; readonly remedy: string });

export type Problem = Exclude<Check, { result: 'ok' }>;

export const isProblem = (check: Check): check is Problem => check.result !== 'ok';

/** Checks that belong together: of Slack, of the store, or of one target. */
export interface CheckGroup {
  readonly kind: 'slack' | 'store' | 'target';
  /** `Slack`, `Store`, or the target's name. */
  readonly title: string;
  readonly checks: readonly Check[];
}

/** Another clock, read over a connection; times are epoch ms. */
export interface ClockReading {
  /** When it was asked, and when the answer was there, by our clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** What it showed in between, rounded down to whole `stepMs`. */
  readonly theirs: number;
  readonly stepMs: number;
}

/** What looking at a target in full found. */
export interface Examination {
  readonly outcome:
    | { readonly ok: true; readonly seen: Observation }
    | { readonly ok: false; readonly failure: AppError };
  /** The path under which the upgrade calls were found. */
  readonly where?: string;
  /** The product upgrades itself in stages: it has no nodes to name. */
  readonly inStages?: true;
  /** The target's clock; left out when it does not tell. */
  readonly clock?: ClockReading;
}

/** Looks at a target afresh, by reading only: nothing that is remembered of it is used. */
export interface Examiner {
  /** Never throws: what goes wrong is the outcome. */
  examine(signal?: AbortSignal): Promise<Examination>;
}

/** What `auth.test` says of the bot's token. */
export interface TokenFacts {
  readonly teamId: string;
  /** Name of the workspace. */
  readonly team?: string;
  /** Scopes that the bot uses and the token lacks; undefined when Slack does not say what the token may do. */
  readonly missing?: readonly MissingScope[];
  readonly clock?: ClockReading;
}

export interface MissingScope {
  readonly scope: string;
  /** What does not work without it. */
  readonly purpose: string;
  /** Nothing works without it. */
  readonly essential: boolean;
}

export interface ChannelFacts {
  readonly isMember: boolean;
  readonly isArchived: boolean;
  /** People of other organisations are in it, or are invited. */
  readonly isExternal: boolean;
}

/** Members of a user group, or why there are none to read. */
export type GroupFacts =
  | { readonly kind: 'members'; readonly ids: readonly string[] }
  /** Slack knows no such group, or it is disabled. */
  | { readonly kind: 'no-such-group' }
  /** The workspace's plan has no user groups. */
  | { readonly kind: 'not-on-plan' };

/** Reads how Slack is set up. Everything throws AppError kind `slack-refused` (its message is Slack's word) or `slack-busy`. */
export interface ExamineSlack {
  token(): Promise<TokenFacts>;
  /** Undefined when there is no such channel, or a private one that the bot is not in. */
  channel(id: string): Promise<ChannelFacts | undefined>;
  group(id: string): Promise<GroupFacts>;
  person(id: string): Promise<Person>;
}

/** One server of the store. What it does not tell is left out. */
export interface StoreServer {
  /** `host:port`, where there are several. */
  readonly address?: string;
  /** `7.2.4`. */
  readonly version?: string;
  readonly appendOnly?: boolean;
  /** `noeviction`, `allkeys-lru`, … */
  readonly evictionPolicy?: string;
  /** What of writing to disk went wrong the last time; empty when nothing did. */
  readonly diskTroubles?: readonly string[];
  /** Bytes in use, and the most it may use; left out where there is no limit. */
  readonly usedBytes?: number;
  readonly maxBytes?: number;
}

/** What Slack delivers, by how it comes about. */
export type ArrivalKind = 'command' | 'click' | 'mention';

/** Reads how the store is set up. Everything throws AppError kind `store-down`. */
export interface ExamineStore {
  /** All servers that hold our data. */
  servers(): Promise<readonly StoreServer[]>;
  clock(): Promise<ClockReading>;
  /** Kinds of deliveries that have come from Slack at least once. */
  arrived(): Promise<ReadonlySet<ArrivalKind>>;
}
