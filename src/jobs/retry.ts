import type { AppError, ErrorKind } from '../core/errors.js';

/** What to do about a job that failed: come back after some time (ms). Nothing is given up: the debt stays. */
type Again = (error: AppError) => number;

const asAsked =
  (otherwiseMs: number): Again =>
  ({ retryAfterMs }) =>
    retryAfterMs ?? otherwiseMs;

const after =
  (ms: number): Again =>
  () =>
    ms;

/** How long (ms) until a failed job is tried again, by the kind of the failure. */
const pauses = {
  unreachable: after(2_000),
  unauthorized: after(15_000),
  forbidden: after(15_000),
  'not-clustered': after(15_000),
  'not-found': after(15_000),
  conflict: after(2_000),
  'rate-limited': asAsked(5_000),
  redirected: after(15_000),
  'not-json': after(2_000),
  'bad-body': after(15_000),
  refused: after(15_000),
  'store-down': after(1_000),
  'slack-refused': after(15_000),
  'slack-busy': asAsked(2_000),
  internal: after(5_000),
} satisfies Record<ErrorKind, Again>;

/** Milliseconds until a job that failed with this error is tried again. */
export function pauseAfter(error: AppError): number {
  return pauses[error.kind](error);
}
