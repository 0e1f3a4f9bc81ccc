import { setTimeout as delay } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
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
  /** Settles when another socket is needed: Slack has announced the end of this one, or it is gone. */
  readonly ending: Promise<'announced' | 'gone'>;
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
  guardMessages(client, logger);
  const ending = endingOf(client);
  client.on('slack_event', (event: SlackEvent) => onEnvelope(envelopeOf(event)));
  await opened(client);
  return { ending, close: () => client.disconnect() };
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
 * socket-mode 3.1 reads each message in an async listener whose rejection nobody handles, so that a message of an
 * unforeseen shape (`app_rate_limited` has no inner event) would end the process. Here it is logged and dropped.
 */
function guardMessages(client: SocketModeClient, logger: Logger): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...message: unknown[]) => {
    for (const listener of listeners) {
      Promise.resolve(listener.apply(client, message)).catch((error: unknown) => {
        logger.warn({ detail: slackFailure(error).message }, 'message from slack of an unknown shape, dropped');
      });
    }
  });
}

function endingOf(client: SocketModeClient): Socket['ending'] {
  return new Promise((resolve) => {
    client.on('ws_message', (data: unknown) => {
      if (typeof data === 'string' && announcesEnd(data)) resolve('announced');
    });
    client.on('close', () => resolve('gone'));
    client.on('disconnected', () => resolve('gone'));
  });
}

/** Slack says `disconnect` about ten seconds before it closes a socket (https://docs.slack.dev/apis/events-api/using-socket-mode). */
function announcesEnd(data: string): boolean {
  // The cheap look first: nearly every message is something else.
  if (!data.includes('"disconnect"')) return false;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null && 'type' in message && message.type === 'disconnect';
  } catch {
    // No JSON: the client drops such a message too.
    return false;
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
