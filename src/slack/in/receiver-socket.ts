import { setTimeout as delay } from 'node:timers/promises';
import type { App, ReceiverEvent } from '@slack/bolt';
import { asAppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import { type KeptOpen, keepOpen } from './keep-open.js';
import type { SlackReceiver } from './receiver.js';
import { type Envelope, openSocket } from './socket.js';

export interface SocketReceiverOptions {
  readonly appToken: string;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /**
   * How many sockets; two bridge Slack's refreshes. Slack allows an app ten in all, so that there can be five
   * processes, less what a rolling update needs (https://docs.slack.dev/apis/events-api/using-socket-mode).
   */
  readonly sockets?: number;
}

/** Slack does not close its end of a socket at once; waiting longer for that serves nobody. */
const goodbyeMs = 1000;

/** Socket Mode over several sockets; Slack gives each delivery to one of them, whichever it likes. */
export function socketReceiver({ appToken, apiUrl, logger, sockets = 2 }: SocketReceiverOptions): SlackReceiver {
  let app: App | undefined;
  let kept: readonly KeptOpen[] = [];
  const onEnvelope = (envelope: Envelope): void => void deliver(app, envelope, logger);
  const open = () => openSocket({ appToken, apiUrl, logger, onEnvelope });
  return {
    init: (bolt) => {
      app = bolt;
    },
    start: async () => {
      kept = Array.from({ length: sockets }, () => keepOpen(open, logger));
      await firstOpened(kept).catch(async (error: unknown) => {
        if (asAppError(error).kind !== 'slack-refused') return;
        await stopAll(kept, 0);
        throw error;
      });
    },
    stop: (deadlineMs) => stopAll(kept, Math.min(deadlineMs, goodbyeMs)),
    ready: () => {
      const count = kept.filter((one) => one.isOpen()).length;
      const problems = new Set(kept.map((one) => one.problem()).filter((problem) => problem !== undefined));
      return { ok: count > 0, detail: [`${count} of ${sockets} sockets open`, ...problems].join('; ') };
    },
  };
}

/** Settles with the first socket; rejects with the last failure when all first attempts failed. */
async function firstOpened(kept: readonly KeptOpen[]): Promise<void> {
  try {
    await Promise.any(kept.map((one) => one.firstAttempt));
  } catch (error) {
    throw error instanceof AggregateError ? error.errors.at(-1) : error;
  }
}

async function stopAll(kept: readonly KeptOpen[], deadlineMs: number): Promise<void> {
  const timer = new AbortController();
  const gone = Promise.all(kept.map((one) => one.stop()));
  await Promise.race([gone, delay(deadlineMs, undefined, { signal: timer.signal })]);
  timer.abort();
}

async function deliver(app: App | undefined, envelope: Envelope, logger: Logger): Promise<void> {
  const { body, retryNum, retryReason, ack } = envelope;
  if (app === undefined || typeof body !== 'object' || body === null) return;
  const event: ReceiverEvent = {
    body,
    ack,
    ...(retryNum === undefined ? {} : { retryNum }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
  try {
    await app.processEvent(event);
  } catch (error) {
    // Not acknowledged on purpose: Slack delivers events again, and tells a person that their command failed.
    logger.error({ err: asAppError(error) }, 'delivery from slack could not be processed');
  }
}
