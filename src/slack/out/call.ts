import { WebClient } from '@slack/web-api';
import type { z } from 'zod';
import type { ClockReading } from '../../core/checkup.js';
import { AppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import { slackFailure } from '../failure.js';
import { slackLog } from '../log.js';
import { fetchesInTime, type InTime } from './written-in-time.js';

export interface CallOptions {
  readonly token: string;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Told Slack's clock with every answer. */
  readonly onClock?: (reading: ClockReading) => void;
}

/** `Date` names whole seconds: https://www.rfc-editor.org/rfc/rfc9110#name-date */
const DATE_STEP_MS = 1_000;

/** A fetch that tells what time it is on the other side. */
function clockedFetch(plain: typeof fetch, onClock: (reading: ClockReading) => void): typeof fetch {
  return async (input, init) => {
    const sentAt = Date.now();
    const response = await plain(input, init);
    const theirs = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(theirs)) onClock({ sentAt, receivedAt: Date.now(), theirs, stepMs: DATE_STEP_MS });
    return response;
  };
}

/**
 * Calls a method once and reads its answer by a schema.
 * @param inTime asked immediately before the request is written; `false` gives up
 * @throws SlackRefused when Slack refuses; AppError kind `slack-busy` for everything else that goes wrong.
 */
export type Call = <Schema extends z.ZodType>(
  method: string,
  args: Record<string, unknown>,
  schema: Schema,
  inTime?: InTime,
) => Promise<z.infer<Schema>>;

/**
 * A caller of Slack's Web API that never repeats a call by itself: the library repeats `chat.postMessage` after a lost
 * answer too. Whoever calls decides.
 */
export function slackCall({ token, apiUrl, logger, timeoutMs, onClock }: CallOptions): Call {
  const makeClient = (plain: typeof fetch): WebClient =>
    // The library writes into this object, so no other client may have it; it must never hold `headers`.
    new WebClient(token, {
      slackApiUrl: apiUrl,
      logger: slackLog(logger),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: timeoutMs,
      allowAbsoluteUrls: false,
      fetch: onClock === undefined ? plain : clockedFetch(plain, onClock),
    });
  const web = makeClient(fetch);
  const fetchInTime = fetchesInTime();
  return async (method, args, schema, inTime) => {
    let tooLate = false;
    const stillInTime: InTime = () => {
      tooLate = inTime?.() === false;
      return !tooLate;
    };
    // The library hands nothing of a call to its fetch: a call with a limit has a client of its own.
    const client = inTime === undefined ? web : makeClient(fetchInTime(stillInTime));
    const answer = await client.apiCall(method, args).catch((error: unknown) => {
      throw tooLate
        ? new AppError('slack-busy', 'too late to send it to Slack', { tookEffect: 'no' })
        : slackFailure(error);
    });
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    const fields = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new AppError('slack-busy', `Slack: ${method} answered without ${fields}`, { tookEffect: 'unknown' });
  };
}
