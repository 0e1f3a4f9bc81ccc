import { asAppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import type { Rendered } from '../render/message.js';
import { postToResponseUrl } from './response-url.js';

/** Where an answer goes: to the person alone, where they typed or pressed. */
export interface Place {
  readonly user: string;
  readonly channel: string | undefined;
  readonly threadTs?: string | undefined;
  /** Slack's address for answers to this command or click; it takes five answers within 30 minutes. */
  readonly responseUrl?: string | undefined;
}

export interface EphemeralSender {
  ephemeral(message: {
    readonly channel: string;
    readonly user: string;
    readonly threadTs?: string;
    readonly text: string;
    readonly blocks: readonly object[];
  }): Promise<void>;
}

/**
 * Answers one person privately: by the response URL and, if that fails or there is none, by an ephemeral message.
 * Never throws: an answer that cannot be delivered is logged.
 */
export async function answerPrivately(
  place: Place,
  { text, blocks }: Rendered,
  { sender, logger }: { sender: EphemeralSender; logger: Logger },
): Promise<void> {
  const { user, channel, threadTs, responseUrl } = place;
  if (responseUrl !== undefined) {
    try {
      const body = { response_type: 'ephemeral', replace_original: false, text, blocks };
      await postToResponseUrl(responseUrl, threadTs === undefined ? body : { ...body, thread_ts: threadTs });
      return;
    } catch (error) {
      logger.warn({ user, channel, detail: asAppError(error).message }, 'answer by response url failed');
    }
  }
  if (channel === undefined) {
    logger.warn({ user }, 'answer has nowhere to go');
    return;
  }
  try {
    const thread = threadTs === undefined ? {} : { threadTs };
    await sender.ephemeral({ channel, user, text, blocks, ...thread });
  } catch (error) {
    logger.warn({ user, channel, detail: asAppError(error).message }, 'private answer could not be delivered');
  }
}
