import { WebClient } from '@slack/web-api';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import type { SlackOptions } from '../../src/sandbox/slack/settings.js';

export const CHANNEL = 'C0OPS';
export const ALICE = 'U0ALICE';
export const BOB = 'U0BOB';

/** A workspace with two people and one channel, without rate limits. */
export const startWorkspace = async (options: SlackOptions = {}): Promise<SlackServer> => {
  const slack = await startSlack({ rateLimits: false, ...options });
  slack.workspace.addUser({ id: ALICE, name: 'alice' });
  slack.workspace.addUser({ id: BOB, name: 'bob' });
  slack.workspace.addChannel({ id: CHANNEL, name: 'ops' });
  return slack;
};

/** A quiet logger for the real clients, whose warnings these tests provoke. */
export const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => 'error' as never,
  setName: () => undefined,
};

/** The real client, without retries of its own. */
export const clientOf = (slack: SlackServer, token = slack.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });

/** The `error` of a call that Slack refuses, or `accepted`. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );
