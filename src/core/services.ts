import type { AskAnswer, CardPlace, DecisionAnswer, HomeTab, Offers, Shown } from './answers.js';
import type { Intent } from './intent.js';
import type { ActionName, Intended } from './products.js';

/** An action as a person asks for it. */
export interface Ask extends Intended {
  readonly target: string;
  readonly action: ActionName;
  /** Slack user id of the caller. */
  readonly by: string;
  readonly reason?: string;
}

/** A press of Approve or Reject. */
export interface Click {
  readonly decision: 'approve' | 'reject';
  readonly target: string;
  readonly upgrade: number;
  readonly request: string;
  /** Slack user id of the person who pressed. */
  readonly by: string;
}

/** What Slack's listeners may ask for. None of these throws: what goes wrong is a refusal. */
export interface Services {
  ask(ask: Ask): Promise<AskAnswer>;
  decide(click: Click): Promise<DecisionAnswer>;
  /** Reading commands: everything in `Intent` but actions. */
  show(intent: Exclude<Intent, { kind: 'action' }>, by: string): Promise<Shown>;
  /** What the person may ask for from a message in this thread, or from the card that begins it. */
  offers(thread: { readonly channel: string; readonly ts: string }, by: string): Promise<Offers>;
  /** What the person sees on the app's Home tab: what is on record. No target is asked. */
  home(by: string): Promise<HomeTab>;
  /**
   * Where the upgrade's card is; waits up to `waitMs` until it is posted and its thread tells of the event `seq`, or
   * until Slack refuses to take them.
   */
  cardOf(target: string, upgrade: number, seq: number, waitMs: number): Promise<CardPlace>;
  /**
   * True for the first delivery of this key within an hour, false for a repeated one.
   * @throws AppError kind `store-down`
   */
  firstDelivery(key: string): Promise<boolean>;
  /** The target whose upgrade is followed in this thread. */
  targetOfThread(channel: string, threadTs: string): Promise<string | undefined>;
}
