import { setTimeout as delay } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import { AppError } from '../../core/errors.js';
import type { Logger } from '../../core/ports.js';
import { slackFailure } from '../failure.js';
import { slackLog } from '../log.js';

/** What a socket delivers: the same body as Slack would post over HTTP, and its acknowledgement. */
export interface Envelope {
  readonly body: unknown;
  readonly ack: (response?: unknown) => Promise<void>;
  readonly retryNum: number | undefined;
  readonly retryReason: string | undefined;
}

export interface SocketOptions {
  readonly appToken: string;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Must not throw. */
  readonly onEnvelope: (envelope: Envelope) => void;
}

/** One open socket. */
export interface Socket {
  /** Settles with Slack's reason when Slack announces the end of this socket, which goes on serving until then. */
  readonly announced: Promise<string>;
  /** Settles when the socket is gone. */
  readonly gone: Promise<void>;
  /** Ends it; settles when it is gone, which takes seconds when the other side does not close its end. */
  close(): Promise<void>;
}

/** For `apps.connections.open`, and again for the socket to say hello. */
const stepTimeoutMs = 10_000;

/**
 * Opens one socket and waits for Slack's hello. Each socket has a client of its own, which never reconnects by itself:
 * socket-mode 3.1 waits five seconds before it does, backs off for up to half an hour, and rejects with nobody
 * listening when Slack refuses it then. Whoever calls dials again.
 * @throws SlackRefused when Slack refuses the token; AppError kind `slack-busy` for everything else.
 */
export async function openSocket({ appToken, apiUrl, logger, onEnvelope }: SocketOptions): Promise<Socket> {
  const client = new SocketModeClient({
    appToken,
    logger: slackLog(logger),
    autoReconnectEnabled: false,
    // A fresh object: the client writes into it. Never `headers`, which would replace the app token.
    clientOptions: {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: stepTimeoutMs,
      allowAbsoluteUrls: false,
    },
  });
  const announced = new Promise<string>((resolve) => takeMessages(client, { logger, onEnd: resolve }));
  const gone = new Promise<void>((resolve) => {
    client.on('close', () => resolve());
    client.on('disconnected', () => resolve());
  });
  client.on('slack_event', (event: SlackEvent) => onEnvelope(envelopeOf(event)));
  await opened(client);
  return { announced, gone, close: () => client.disconnect() };
}

interface SlackEvent {
  readonly body: unknown;
  readonly ack: Envelope['ack'];
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

function envelopeOf({ body, ack, retry_num: retryNum, retry_reason: retryReason }: SlackEvent): Envelope {
  return { body, ack, retryNum, retryReason };
}

/**
 * Stands between the socket and the library's reading of its messages, for two reasons.
 * - socket-mode 3.1 reads in an async listener whose rejection nobody handles: a message of an unforeseen shape
 *   (`app_rate_limited` has no inner event) would end the process. Here it is logged and dropped.
 * - It closes at once when Slack announces the end of a socket. Slack still delivers to that one for some seconds, and
 *   what arrives then would be lost.
 */
function takeMessages(
  client: SocketModeClient,
  { logger, onEnd }: { logger: Logger; onEnd: (reason: string) => void },
): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...message: unknown[]) => {
    const reason = announcedEnd(message[0]);
    if (reason !== undefined) return onEnd(reason);
    for (const listener of listeners) {
      Promise.resolve(listener.apply(client, message)).catch((error: unknown) => {
        logger.warn({ detail: slackFailure(error).message }, 'message from slack of an unknown shape, dropped');
      });
    }
  });
}

const disconnect = z.object({ type: z.literal('disconnect'), reason: z.string().default('no reason given') });

/** Why Slack will close this socket, if that is what the message says (https://docs.slack.dev/apis/events-api/using-socket-mode). */
function announcedEnd(data: unknown): string | undefined {
  // The cheap look first: nearly every message is something else.
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return undefined;
  try {
    return disconnect.safeParse(JSON.parse(data)).data?.reason;
  } catch {
    // No JSON: left to the library, which drops it.
    return undefined;
  }
}

async function opened(client: SocketModeClient): Promise<void> {
  const starting = client.start();
  const timer = new AbortController();
  const late = delay(2 * stepTimeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new AppError('slack-busy', 'Slack: the socket did not say hello in time');
  });
  try {
    await Promise.race([starting, late]);
  } catch (error) {
    abandon(client, starting);
    // The library rejects with undefined when the socket closes before hello.
    throw error === undefined
      ? new AppError('slack-busy', 'Slack: the socket closed before hello')
      : slackFailure(error);
  } finally {
    timer.abort();
  }
}

/** Makes sure that a socket nobody waits for any more does not stay open, and takes deliveries from no one. */
function abandon(client: SocketModeClient, starting: Promise<unknown>): void {
  client.removeAllListeners('slack_event');
  void client.disconnect();
  starting.then(
    () => client.disconnect(),
    () => undefined,
  );
}
