import { WebClient } from '@slack/web-api';
import type { z } from 'zod';
import { AppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import { slackFailure } from '../failure.js';
import { slackLog } from '../log.js';

export interface CallOptions {
  readonly token: string;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Calls a method once and reads its answer by a schema.
 * @throws SlackRefused when Slack refuses; AppError kind `slack-busy` for everything else that goes wrong.
 */
export type Call = <Schema extends z.ZodType>(
  method: string,
  args: Record<string, unknown>,
  schema: Schema,
) => Promise<z.infer<Schema>>;

/**
 * A caller of Slack's Web API that never repeats a call by itself: the library repeats `chat.postMessage` after a lost
 * answer too. Whoever calls decides.
 */
export function slackCall({ token, apiUrl, logger, timeoutMs }: CallOptions): Call {
  // The library writes into this object, so no other client may have it; it must never hold `headers`.
  const web = new WebClient(token, {
    slackApiUrl: apiUrl,
    logger: slackLog(logger),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
  });
  return async (method, args, schema) => {
    const answer = await web.apiCall(method, args).catch((error: unknown) => {
      throw slackFailure(error);
    });
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    const fields = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new AppError('slack-busy', `Slack: ${method} answered without ${fields}`, { tookEffect: 'unknown' });
  };
}
