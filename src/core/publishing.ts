/** A message that is about to be posted. It is stored before sending, so that a retry sends exactly the same range. */
export interface Intent {
  /** Travels in the message's metadata; the message is looked for under it when an answer is lost. */
  readonly key: string;
  readonly kind: 'card' | 'lines' | 'request';
  /** First and last sequence number that the message shows. */
  readonly first: number;
  readonly last: number;
  readonly channel: string;
  /** The card under which it is posted; unset for a card. The present card may be another by the time it is looked for. */
  readonly thread?: string;
  /** The request whose lost message is posted again; unset for everything that shows the timeline. */
  readonly lost?: string;
  /** When the attempt began (epoch ms). */
  readonly at: number;
  /** When it turned out that the answer is lost (epoch ms); unset while nobody knows how the attempt ended. */
  readonly doubtAt?: number;
  /** How often the message was looked for since, without finding it. */
  readonly looks: number;
}

/** How far an upgrade has been shown in Slack. */
export interface Shown {
  /** Taken by this drain; a write under an older epoch is refused. */
  readonly epoch: number;
  /** Last sequence number shown in the thread. */
  readonly cursor: number;
  readonly intent?: Intent;
  /** Timestamp id of the card in Slack. */
  readonly card?: string;
  readonly channel?: string;
  /** Cards before the present one that are lost, and why the last of them is. */
  readonly lostCards: number;
  readonly lostHow?: CardLoss;
  /** Hash of the card as last shown, up to which sequence number, and when (epoch ms). */
  readonly cardHash?: string;
  readonly cardSeq: number;
  readonly cardAt: number;
  /** Request id to the timestamp id of its message. */
  readonly requests: ReadonlyMap<string, string>;
  /** Request id to the timestamp id of its message, which was deleted in Slack. */
  readonly lostRequests: ReadonlyMap<string, string>;
  /** Somebody asked for what is asked for already: the open requests' messages may be lost. */
  readonly check: boolean;
  /** Slack refused the rich form: this upgrade is shown in plain sections. */
  readonly plain: boolean;
  /** Why nothing can be posted at present, in Slack's own word; cleared by the next success. */
  readonly problem?: string;
  /** Failed attempts in a row. */
  readonly failures: number;
}

/**
 * A card is lost when it was `deleted` by a person, is `foreign` (it belongs to another bot user of a former
 * installation), or was left behind in another channel when the upgrade `moved` to the one configured now.
 */
export type CardLoss = 'deleted' | 'foreign' | 'moved';

/** Who drains: the thread and the card are separate jobs with separate epochs. */
export type Drain = 'thread' | 'card';

/** What a write may change; `null` removes a field. */
export interface ShownChange {
  readonly cursor?: number;
  readonly intent?: Intent | null;
  readonly card?: string;
  readonly channel?: string;
  readonly cardHash?: string | null;
  readonly cardSeq?: number;
  readonly cardAt?: number;
  readonly request?: { readonly id: string; readonly ts: string };
  readonly lostRequest?: { readonly id: string; readonly ts: string };
  readonly check?: boolean;
  readonly plain?: boolean;
  readonly problem?: string | null;
  readonly failures?: number;
}

export interface ShownBook {
  read(target: string, upgrade: number): Promise<Shown>;
  /** Reads and takes the drain's next epoch: whoever drained before can no longer write. */
  takeUp(target: string, upgrade: number, drain: Drain): Promise<Shown>;
  /** False when another process has taken up the drain since: then stop. */
  write(target: string, upgrade: number, drain: Drain, epoch: number, change: ShownChange): Promise<boolean>;
  /** Has the next drain of the thread look whether the messages of open requests are still there. */
  checkRequests(target: string, upgrade: number): Promise<void>;
  /**
   * Lets go of the card `ts`, so that a new one is posted; what has been shown stays shown. No drain's epoch is needed:
   * false, and nothing happens, when the present card is another one, so that of any number of processes one succeeds.
   */
  loseCard(target: string, upgrade: number, ts: string, how: CardLoss): Promise<boolean>;
  /**
   * Forgets the debt when thread and card both show the whole timeline. With `retentionMs` (a finished upgrade) its
   * details are dropped after that time. True when nothing is owed any more.
   */
  settle(target: string, upgrade: number, retentionMs?: number): Promise<boolean>;
  /** Remembers which target is followed in a thread, for `keepMs`. */
  indexThread(channel: string, ts: string, target: string, keepMs: number): Promise<void>;
  targetOfThread(channel: string, ts: string): Promise<string | undefined>;
}

/** Spaces calls over all processes. */
export interface Pace {
  /**
   * Takes one turn if there is one: 0, else the milliseconds to wait for the turn that is kept for `who`. One turn
   * every `everyMs` on average, up to `burst` at once.
   */
  take(name: string, who: string, everyMs: number, burst: number): Promise<number>;
  /** Nobody gets a turn for this long: the other side asked for it. */
  hold(name: string, ms: number): Promise<void>;
}
