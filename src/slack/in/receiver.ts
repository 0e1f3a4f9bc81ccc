import type { Receiver } from '@slack/bolt';

export interface Readiness {
  readonly ok: boolean;
  /** For people who look after the bot. */
  readonly detail: string;
}

/** How deliveries from Slack reach Bolt's App. */
export interface SlackReceiver extends Receiver {
  /**
   * Settles when deliveries can come, or when the first attempt has failed for a reason that may pass; then the
   * attempts go on and `ready` says so.
   * @throws AppError or a system error when no attempt can succeed: a token refused, an address in use.
   */
  start(): Promise<void>;
  /** Takes no more deliveries; settles after `deadlineMs` at the latest. */
  stop(deadlineMs: number): Promise<void>;
  ready(): Readiness;
}
