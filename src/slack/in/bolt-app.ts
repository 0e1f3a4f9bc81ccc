import { setTimeout as delay } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { scrubbed, slackLog } from '../log.js';
import { registerActions } from './actions.js';
import { registerForms } from './ask-form.js';
import { registerCommands } from './commands.js';
import { registerHomeTab } from './home-tab.js';
import { registerMentions } from './mentions.js';
import type { Readiness, SlackReceiver } from './receiver.js';
import { httpReceiver } from './receiver-http.js';
import { socketReceiver } from './receiver-socket.js';
import type { Desk } from './serve.js';
import { registerShortcuts } from './shortcuts.js';

/** How Slack reaches the bot: over sockets that the bot opens, or by posting to its address. */
export type Mode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly host: string; readonly port: number };

export interface SlackInOptions extends Omit<Desk, 'home'> {
  readonly mode: Mode;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
  readonly botToken: string;
  /** From `auth.test`: whose mentions these are, and which workspace's people are ours. */
  readonly identity: {
    readonly teamId: string;
    readonly enterpriseId?: string;
    readonly userId: string;
    readonly botId?: string;
  };
}

export interface SlackIn {
  /** See `SlackReceiver.start`. */
  start(): Promise<void>;
  /** Takes nothing more, lets what is being served finish; settles after `deadlineMs` at the latest. */
  stop(deadlineMs: number): Promise<void>;
  ready(): Readiness;
}

/** Slack's edge: commands, mentions, shortcuts, clicks and openings of the Home tab in, private answers out. Nothing here writes to a channel. */
export function slackIn(options: SlackInOptions): SlackIn {
  const { identity, logger } = options;
  const receiver = receiverOf(options);
  const app = boltApp(receiver, options);
  const busy = countServed(app);
  const desk: Desk = { ...options, home: identity };
  registerCommands(app, desk);
  registerMentions(app, desk);
  registerActions(app, desk);
  registerShortcuts(app, desk);
  registerForms(app, desk);
  registerHomeTab(app, desk);
  return {
    start: () => receiver.start(),
    stop: async (deadlineMs) => {
      const until = performance.now() + deadlineMs;
      const left = (): number => Math.max(0, until - performance.now());
      await receiver.stop(deadlineMs);
      // Only now is it known what is being served: a request may have arrived while others were let finish.
      await drained(busy, left);
      if (busy.count > 0) logger.warn({ unfinished: busy.count }, 'stopped before everything was served');
    },
    ready: () => receiver.ready(),
  };
}

function receiverOf({ mode, apiUrl, logger, clock }: SlackInOptions): SlackReceiver {
  if (mode.kind === 'socket') return socketReceiver({ appToken: mode.appToken, apiUrl, logger });
  const { signingSecret, host, port } = mode;
  return httpReceiver({ signingSecret, host, port, logger, clock });
}

function boltApp(receiver: SlackReceiver, { apiUrl, botToken, identity, logger }: SlackInOptions): App {
  const app = new App({
    receiver,
    logger: slackLog(logger),
    // Known already: with a token instead, Bolt asks `auth.test` itself, in a promise that nobody awaits.
    authorize: async () => ({
      botToken,
      botUserId: identity.userId,
      ...(identity.botId === undefined ? {} : { botId: identity.botId }),
    }),
    convoStore: false,
    ignoreSelf: true,
    clientOptions: {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 5000,
      allowAbsoluteUrls: false,
    },
  });
  app.error(async ({ name, code, message, stack }) => {
    logger.error({ err: { name, code, message: scrubbed(message), stack } }, 'listener failed');
  });
  return app;
}

interface Busy {
  count: number;
}

/** Counts deliveries from their arrival to the end of their listener, answers included. */
function countServed(app: App): Busy {
  const busy: Busy = { count: 0 };
  app.use(async ({ next }) => {
    busy.count += 1;
    try {
      await next();
    } finally {
      busy.count -= 1;
    }
  });
  return busy;
}

async function drained(busy: Busy, left: () => number): Promise<void> {
  while (busy.count > 0 && left() > 0) await delay(Math.min(20, left()));
}
