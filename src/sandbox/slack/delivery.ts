export type Kind = 'slash_commands' | 'interactive' | 'events_api';

/** Why Slack calls a delivery failed: no ack in time, nobody there, or an HTTP status other than 2xx. */
export type DeliveryFailure = 'timeout' | 'unreachable' | 'bad_status';

export interface Delivery {
  /** Milliseconds until the ack, or until it counted as failed. */
  ackedMs: number;
  /** HTTP mode only. */
  status?: number;
  /** What came with the ack; left out when that was empty. */
  ackBody?: unknown;
  failed?: DeliveryFailure;
  /** The failing answer carried `x-slack-no-retry: 1`. */
  noRetry?: boolean;
}

export interface Retry {
  num: number;
  reason: string;
}

/** Takes one payload to the bot and waits for the ack. */
export type Send = (kind: Kind, payload: Record<string, unknown>, retry?: Retry) => Promise<Delivery>;

/** True for an ack that says nothing. */
export const isEmptyAck = (payload: unknown): boolean =>
  payload === undefined || (typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0);
