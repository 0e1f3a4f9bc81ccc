import { confluence } from '../../src/adapters/atlassian/confluence.js';
import { instabase } from '../../src/adapters/instabase/profile.js';
import { freePort } from '../../src/sandbox/bot.js';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import { type Mode, type SlackIn, slackIn } from '../../src/slack/in/bolt-app.js';
import { readPeople } from '../../src/slack/in/people.js';
import { type SlackClient, slackClient } from '../../src/slack/out/client.js';
import { slackFiles } from '../../src/slack/out/files.js';
import { capturedLog } from './captured-log.js';
import { type StubServices, stubServices } from './stub-services.js';

/** The bot's Slack edge in front of stub services, and a simulated Slack around it. */
export interface Edge {
  readonly slack: SlackServer;
  readonly bot: SlackIn;
  readonly client: SlackClient;
  readonly services: StubServices;
  readonly logger: ReturnType<typeof capturedLog>;
  readonly eventsUrl: string;
  stop(): Promise<void>;
}

export const ops = 'C0OPS';

/** Bytes that people may upload. */
export const maxUpload = 2_000;

/** Starts both; the workspace has alice (member), gus (guest), dan (deactivated) and sue (of another workspace). */
export async function startEdge(kind: 'socket' | 'http'): Promise<Edge> {
  const port = await freePort();
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  const slack = await startSlack({ rateLimits: false, ...(kind === 'http' ? { eventsUrl } : {}) });
  fillWorkspace(slack);
  const logger = capturedLog();
  const client = slackClient({ token: slack.botToken, apiUrl: slack.apiUrl, logger, timeoutMs: 1000 });
  const identity = await client.authTest();
  const services = stubServices();
  const mode: Mode =
    kind === 'http'
      ? { kind, signingSecret: slack.signingSecret, host: '127.0.0.1', port }
      : { kind, appToken: slack.appToken };
  const bot = slackIn({
    mode,
    apiUrl: slack.apiUrl,
    botToken: slack.botToken,
    identity,
    services,
    people: readPeople({ client, teamId: identity.teamId, maxAgeMs: 2000, clock: Date }),
    vocabulary: {
      targets: new Map([
        ['confluence', { label: 'Confluence', actions: ['start', 'cancel', 'approve'] }],
        ['ib', { label: 'Instabase', actions: ['create', 'start'], inquiries: ['diff'] }],
      ]),
    },
    command: '/upgrade',
    profileOf: (target) => (target === 'ib' ? instabase : confluence),
    uploadLimitOf: () => maxUpload,
    privately: slackFiles({ token: slack.botToken, apiUrl: slack.apiUrl, logger, timeoutMs: 1000 }),
    sender: client,
    logger,
    clock: Date,
  });
  await bot.start();
  const stop = async (): Promise<void> => {
    await bot.stop(2000);
    await slack.stop();
  };
  return { slack, bot, client, services, logger, eventsUrl, stop };
}

function fillWorkspace({ workspace }: SlackServer): void {
  workspace.addUser({ id: 'U0ALICE', name: 'alice' });
  workspace.addUser({ id: 'U0GUS', name: 'gus', is_restricted: true });
  workspace.addUser({ id: 'U0DAN', name: 'dan', deleted: true });
  workspace.addUser({ id: 'U0SUE', name: 'sue', team_id: 'T0ELSEWHERE', is_stranger: true });
  workspace.addChannel({ id: ops, name: 'ops' });
}
