/** A channel that refuses messages. */
export interface Trouble {
  readonly channel: string;
  /** Slack's own word for it. */
  readonly problem: string;
  /** The target for whose upgrade it was noted last. */
  readonly target: string;
}

/** What is wrong with channels at present, known to all processes. */
export interface TroubleBook {
  /**
   * Notes that a channel refuses messages; to be repeated while it does.
   * @returns true when people are to be told now: for one caller per channel and problem, until `told` or, should that
   *   caller die, two minutes later again
   */
  note(trouble: Trouble): Promise<boolean>;
  /** People have been told of this problem. */
  told(channel: string, problem: string): Promise<void>;
  /** Messages go through again. True for one caller, and only when people had been told that they did not. */
  over(channel: string): Promise<boolean>;
  /** Everything noted in the last minutes. */
  all(): Promise<Trouble[]>;
}
