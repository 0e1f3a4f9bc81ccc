import { setTimeout as delay } from 'node:timers/promises';
import { asAppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import type { Identity, SlackClient } from './client.js';

const longestWaitMs = 10_000;

/**
 * Who the bot is, asked until Slack answers: the bot may be started while Slack cannot be reached.
 * @throws SlackRefused when Slack refuses the token; the signal's reason when it is aborted.
 */
export async function waitForIdentity(
  client: Pick<SlackClient, 'authTest'>,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<Identity> {
  for (let waitMs = 250; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      return await client.authTest();
    } catch (error) {
      const { kind, message, retryAfterMs = 0 } = asAppError(error);
      if (kind !== 'slack-busy') throw error;
      logger.warn({ detail: message }, 'slack does not say who the bot is, asking again');
      await delay(Math.max(waitMs, retryAfterMs), undefined, { signal });
    }
  }
}
