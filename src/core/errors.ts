/**
 * Why something did not work. Every kind answers two questions elsewhere, and the compiler insists on both:
 * may it be tried again (`jobs/retry.ts`), and what does a person read (`slack/render/words.ts`)?
 */
export type ErrorKind =
  | 'unreachable' // no connection, time-out, connection cut, 5xx
  | 'unauthorized' // 401
  | 'forbidden' // 403
  | 'not-clustered' // the product runs as a single node
  | 'not-found' // 404, 405
  | 'conflict' // 409
  | 'rate-limited' // 429
  | 'redirected' // 3xx: usually a login page
  | 'not-json' // HTML or other text where JSON was due
  | 'bad-body' // JSON of a shape the bot does not know
  | 'refused' // any other 4xx
  | 'store-down' // Redis did not answer
  | 'slack-refused' // Slack answered ok:false with a reason that will not pass by itself
  | 'slack-busy' // rate limit, time-out, 5xx, lost answer
  | 'internal';

interface AppErrorOptions {
  readonly cause?: unknown;
  /** Milliseconds the other side asked us to wait. */
  readonly retryAfterMs?: number;
  /**
   * For a call that changes something: `no` when it certainly never took effect (refused, or never sent),
   * `unknown` when the answer was lost. Reads leave it out.
   */
  readonly tookEffect?: 'no' | 'unknown';
  /** What to do about it, without a full stop, where more is known than the kind; the message ends with it too. */
  readonly remedy?: string;
}

/** An error whose kind is decided once, at the edge where it arose. The message holds no secret and no whole upstream body. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly retryAfterMs: number | undefined;
  readonly tookEffect: 'no' | 'unknown' | undefined;
  readonly remedy: string | undefined;

  constructor(kind: ErrorKind, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.tookEffect = options.tookEffect;
    this.remedy = options.remedy;
  }
}

/** The error as an AppError; anything unforeseen becomes kind `internal`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
