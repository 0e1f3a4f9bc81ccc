import {
  type WebAPICallResult,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { AppError } from '../core/errors.js';
import { scrubbed } from './log.js';

/** Slack understood the call and refused it: `message` and `slackError` are Slack's word, such as `not_in_channel`. */
export class SlackRefused extends AppError {
  readonly slackError: string;
  /** What Slack adds to its word, such as which block is wrong: at most five lines of 300 characters. */
  readonly details: readonly string[];

  constructor(slackError: string, details: readonly string[]) {
    super('slack-refused', slackError, { tookEffect: 'no' });
    this.name = 'SlackRefused';
    this.slackError = slackError;
    this.details = details;
  }
}

/** Slack's words for "not now": the call was not carried out. */
const notNow = new Set(['ratelimited', 'rate_limited', 'team_added_to_org']);

/** Slack's words for a failure of its own, after which the call may have been carried out or not. */
const troubled = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

/** Failures before a request was sent: nothing was done. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * What a failed call of Slack's Web API means, from the classes of `@slack/web-api` 8
 * (https://docs.slack.dev/tools/node-slack-sdk/web-api#handle-errors).
 * - `SlackRefused`: answered `ok: false` with a reason that does not pass by itself
 * - kind `slack-busy`: everything else; `tookEffect` is `no` only when the call certainly was not carried out, and
 *   `retryAfterMs` is set when Slack said how long to wait
 */
export function slackFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return busy('rate limited', 'no', error, error.retryAfter * 1000);
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(error);
  if (error instanceof WebAPIHTTPError) return busy(`HTTP ${error.statusCode}`, 'unknown', error);
  if (error instanceof WebAPIRequestError) return requestFailure(error.original);
  // A 429 without a usable Retry-After reaches us as a plain Error with this text.
  if (error instanceof Error && error.message.startsWith('Retry header')) return busy('rate limited', 'no', error);
  // The body broke off, or was JSON of another shape than an object.
  return requestFailure(error);
}

function platformFailure(error: WebAPIPlatformError): AppError {
  const word: unknown = error.data.error;
  // For an answer which is not JSON, `data.error` is the whole body.
  if (typeof word !== 'string' || !/^[a-z0-9_.:]{1,80}$/i.test(word)) {
    return busy('the answer is not JSON', 'unknown', error);
  }
  if (notNow.has(word)) return busy(word, 'no', error, retryAfter(error.data));
  if (troubled.has(word)) return busy(word, 'unknown', error);
  return new SlackRefused(word, details(error.data));
}

function requestFailure(error: unknown): AppError {
  const code = codeOf(error);
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const message = timedOut ? 'no answer in time' : (code ?? messageOf(error));
  return busy(message, code !== undefined && neverSent.has(code) ? 'no' : 'unknown', error);
}

function busy(message: string, tookEffect: 'no' | 'unknown', cause: unknown, retryAfterMs?: number): AppError {
  return new AppError('slack-busy', `Slack: ${message}`, {
    cause: bareCause(cause),
    tookEffect,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** The library's errors carry headers and whole bodies; only name and message go on. */
function bareCause(cause: unknown): Error {
  const bare = new Error(scrubbed(messageOf(cause)));
  if (cause instanceof Error) bare.name = cause.name;
  return bare;
}

function messageOf(error: unknown): string {
  return scrubbed(error instanceof Error ? error.message : String(error));
}

/** The system's or undici's code, of the error itself or of one of its causes. */
function codeOf(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = current.cause;
  }
  return undefined;
}

function retryAfter(data: WebAPICallResult): number | undefined {
  const seconds = data.response_metadata?.retryAfter;
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

function details(data: WebAPICallResult): string[] {
  const messages: unknown = data.response_metadata?.messages;
  if (!Array.isArray(messages)) return [];
  return messages.slice(0, 5).map((line) => scrubbed(String(line)).slice(0, 300));
}
