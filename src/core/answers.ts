import type { Account } from './account.js';
import type { CheckGroup } from './checkup.js';
import type { TimelineEvent } from './events.js';
import type { NodeObservation, Observation } from './observation.js';
import type { Bundle, Findings, Gauges } from './ports.js';
import type { ActionName, InquiryName, Profile } from './products.js';
import type { RequestStatus, RequestView, UpgradeView } from './view.js';

/** Why something asked for is not done. `slack/render/refusal.ts` has the words for each. Texts are untrusted. */
export type Refusal =
  | { why: 'not-member'; because: string }
  | { why: 'not-operator'; target: string }
  | { why: 'not-approver'; target: string }
  | { why: 'rights-unreadable'; detail: string }
  | { why: 'unknown-action'; word: string; nearest?: string; actions: readonly string[]; target?: string }
  | { why: 'unknown-target'; word: string; nearest?: string; targets: readonly string[]; action?: string }
  | { why: 'missing-target'; action: string; targets: readonly string[] }
  | { why: 'missing-node'; target: string }
  | { why: 'unknown-option'; option: string; action: string; options: readonly string[] }
  | { why: 'missing-value'; option: string; action: string }
  | { why: 'repeated-option'; option: string; action: string }
  | { why: 'wrong-value'; option: string; action: string; value: string; allowed: readonly string[] }
  /** This case of the action needs a reason. `option`: what makes it that case. */
  | { why: 'missing-reason'; target: string; action: ActionName }
  /** The release has no bundle that can be used; `because` says why when there is one. */
  | { why: 'no-bundle'; target: string; release: string; because?: string; releases: readonly string[] }
  /** A target stands where the action belongs. */
  | { why: 'target-first'; target: string; action?: string }
  | { why: 'extra-words'; words: string; action: string }
  | { why: 'no-such-node'; target: string; node: string; nodes: readonly string[] }
  /** `last`: number of the target's newest upgrade, 0 before the first. */
  | { why: 'no-such-upgrade'; target: string; number: number; last: number }
  | { why: 'not-offered'; action: string; target: string; label: string; offered: readonly string[] }
  /** The present state does not allow it. `because` is given when the state alone does not explain it. */
  | {
      why: 'not-now';
      action: ActionName;
      target: string;
      state: string;
      words: string;
      because?: string;
      allowed: readonly ActionName[];
    }
  /** The version asked for cannot be reached by a rolling upgrade. */
  | { why: 'version-path'; target: string; from: string; to: string; reason: string; remedy: string }
  /** Something is being carried out on this target already. */
  | { why: 'in-flight'; target: string; action: ActionName; by: string; since: number; upgrade: number }
  /** The same was asked for before and waits for approval. */
  | { why: 'already-asked'; target: string; action: ActionName; by: string; expiresAt: number; upgrade: number }
  /** `silent`: it does not answer at all, rather than with something that cannot be used. */
  | { why: 'target-unreachable'; target: string; detail: string; silent: boolean }
  /** The target did not answer the question as it should. */
  | { why: 'no-findings'; target: string; name: InquiryName; detail: string }
  | { why: 'store-down' }
  | { why: 'moving'; target: string }
  | { why: 'own-request' }
  | { why: 'approved-before' }
  | { why: 'decided'; status: RequestStatus; by?: string; at?: number }
  | { why: 'no-such-request' }
  | { why: 'internal' };

/** What came of asking for an action. */
export type AskAnswer =
  /** `seq`: the number of the last event that came of it. */
  | { kind: 'accepted'; target: string; upgrade: number; request: RequestView; seq: number }
  /** What the action could be asked for with: nothing was asked for yet. `problem`: why they cannot be listed. */
  | { kind: 'bundles'; target: string; bundles: readonly Bundle[]; canUpload: boolean; problem?: string }
  | { kind: 'refused'; refusal: Refusal };

/** What came of a click on Approve or Reject. */
export type DecisionAnswer =
  | { kind: 'approved'; granted: boolean; approvals: number; required: number }
  | { kind: 'rejected' }
  | { kind: 'withdrawn' }
  | { kind: 'voided'; changes: readonly string[] }
  | { kind: 'refused'; refusal: Refusal };

/** Where an upgrade is followed; `problem`: Slack refuses messages to the channel at present, in its own word. */
export type CardPlace =
  | { kind: 'posted'; channel: string; ts: string; link?: string; problem?: string }
  | { kind: 'problem'; channel: string; detail: string }
  | { kind: 'pending' };

/** One target as `list` and `status` show it. */
export interface TargetStatus {
  readonly target: string;
  readonly label: string;
  readonly channel: string;
  /** What the target says now; undefined when it cannot be read (then `problem` says why). */
  readonly observation?: Observation;
  /** When it was read (epoch ms). */
  readonly readAt?: number;
  readonly problem?: string;
  /** The target does not answer at all, rather than with something that cannot be used. */
  readonly silent?: boolean;
  /** Since when the watch has not been able to read it (epoch ms). */
  readonly failingSince?: number;
  /** Things to know before acting, as sentences with untrusted names in them. */
  readonly warnings: readonly string[];
  readonly upgrade?: UpgradeView;
  readonly card?: CardPlace;
  /** Actions that the present state allows. */
  readonly allowed: readonly ActionName[];
}

/** An action offered to a person as a button. */
export interface OfferedAction {
  readonly action: ActionName;
  /** See `ActionProfile`. */
  readonly effect: string;
  readonly wayBack: string;
  /** How many other people have to approve it; 0 for none. */
  readonly required: number;
}

/** An upgrade that is on, and where it is followed. */
export interface RunningUpgrade {
  readonly target: string;
  readonly label: string;
  readonly upgrade: UpgradeView;
  readonly card: CardPlace;
}

/** What a person may do from a message. */
export type Offers =
  /** The message belongs to an upgrade of this target. Without `operator` nothing is offered. */
  | { kind: 'offers'; target: TargetStatus; operator: boolean; actions: readonly OfferedAction[] }
  /** It belongs to none. */
  | { kind: 'elsewhere'; running: readonly RunningUpgrade[] }
  | { kind: 'refused'; refusal: Refusal };

/** One target as the app's Home tab shows it: what is on record of it. */
export interface TargetAtHome {
  readonly target: string;
  readonly label: string;
  /** The person may ask for actions. */
  readonly asks: boolean;
  /** The person may approve what others ask for. */
  readonly approves: boolean;
  /** False before the first successful look at the target. */
  readonly known: boolean;
  /** Since when (epoch ms) and why it cannot be read; only after several failed looks. */
  readonly lost?: { readonly since: number; readonly detail: string };
  /** Since when (epoch ms) nobody has looked at it, when that is longer than it should be. */
  readonly unwatchedSince?: number;
  /** The latest upgrade, ended or not. */
  readonly upgrade?: UpgradeView;
  /** Where the upgrade is followed, while it is not over. */
  readonly card?: CardPlace;
  /** Links to the messages of open requests, by request id; one that is not posted has none. */
  readonly requestLinks: ReadonlyMap<string, string>;
  readonly gauges: Gauges;
}

/** What one person sees on the app's Home tab. `readAt`: epoch ms. */
export type HomeTab =
  | { kind: 'home'; readAt: number; targets: readonly TargetAtHome[] }
  | { kind: 'refused'; refusal: Refusal };

/** A finished upgrade in one line. */
export interface HistoryEntry {
  readonly number: number;
  readonly openedAt: number;
  readonly finishedAt: number;
  readonly how: NonNullable<UpgradeView['finishedHow']>;
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
  readonly channel: string;
  readonly card?: string;
}

/** Answers to reading commands. */
export type Shown =
  | { kind: 'help'; command: string; targets: readonly { target: string; label: string; actions: readonly string[] }[] }
  | { kind: 'list'; targets: readonly TargetStatus[] }
  | { kind: 'status'; target: TargetStatus }
  | { kind: 'nodes'; target: TargetStatus }
  | { kind: 'node'; target: TargetStatus; node: NodeObservation }
  | { kind: 'history'; target: string; entries: readonly HistoryEntry[] }
  /** One upgrade, ended or not, with its whole timeline. */
  | {
      kind: 'past';
      view: UpgradeView;
      profile: Profile;
      events: readonly TimelineEvent[];
      account: Account;
      card: CardPlace;
    }
  /** One upgrade whose timeline is no longer kept. */
  | { kind: 'past-line'; target: string; entry: HistoryEntry }
  | { kind: 'doctor'; groups: readonly CheckGroup[] }
  | { kind: 'findings'; target: string; name: InquiryName; findings: Findings; tookMs: number }
  | { kind: 'refused'; refusal: Refusal };
