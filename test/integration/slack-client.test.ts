import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import { SlackRefused } from '../../src/slack/failure.js';
import { type SlackClient, slackClient } from '../../src/slack/out/client.js';
import { waitForIdentity } from '../../src/slack/out/identity.js';
import { capturedLog } from '../support/captured-log.js';

const channel = 'C0OPS';

let slack: SlackServer;
let client: SlackClient;
let logger: ReturnType<typeof capturedLog>;

beforeEach(async () => {
  slack = await startSlack({ rateLimits: false });
  slack.workspace.addUser({ id: 'U0ALICE', name: 'alice' });
  slack.workspace.addChannel({ id: channel, name: 'ops' });
  logger = capturedLog();
  client = clientOf(slack.botToken);
});

afterEach(() => slack.stop());

const clientOf = (token: string, apiUrl = slack.apiUrl): SlackClient =>
  slackClient({ token, apiUrl, logger, timeoutMs: 400 });

const message = (key: string, text = 'A line') => ({
  channel,
  text,
  blocks: [],
  metadata: { event_type: 'upgrade_bot_message', event_payload: { key } },
});

const failure = async (call: Promise<unknown>): Promise<AppError> => {
  const outcome = await call.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (outcome instanceof AppError) return outcome;
  throw new Error('expected an AppError', { cause: outcome });
};

const posts = () => slack.calls.filter((call) => call.method === 'chat.postMessage');

describe('the Slack client', () => {
  it('says who the bot is and what its token may do', async () => {
    const identity = await client.authTest();
    expect(identity).toMatchObject({ teamId: slack.teamId, userId: slack.botUserId });
    expect(identity.scopes).toContain('chat:write');
  });

  it('posts, replies with a broadcast, and edits in place', async () => {
    const root = await client.post(message('card', 'The card'));
    const reply = await client.post({ ...message('line'), threadTs: root.ts, broadcast: true });
    await client.update({ channel, ts: root.ts, text: 'The card, edited', blocks: [] });
    expect(slack.messages(channel).map(({ ts, text }) => ({ ts, text }))).toEqual([
      { ts: root.ts, text: 'The card, edited' },
      { ts: reply.ts, text: 'A line' },
    ]);
    expect(posts().map(({ args }) => String(args.unfurl_links))).toEqual(['false', 'false']);
  });

  it('finds its own root and reply by the key in the metadata, and nothing under another key', async () => {
    const root = await client.post(message('card'));
    const reply = await client.post({ ...message('line'), threadTs: root.ts });
    const wanted = { channel, oldestMs: Date.now() - 60_000, text: 'something else' };
    expect(await client.find({ ...wanted, key: 'card' })).toBe(root.ts);
    expect(await client.find({ ...wanted, key: 'line', threadTs: root.ts })).toBe(reply.ts);
    expect(await client.find({ ...wanted, key: 'another', threadTs: root.ts, text: 'A line' })).toBeUndefined();
  });

  it('does not take a person for itself, whatever they write', async () => {
    const root = await client.post(message('card'));
    slack.people.as('U0ALICE').say('A line', { channel, threadTs: root.ts });
    const wanted = { channel, threadTs: root.ts, oldestMs: 0, key: 'line', text: 'A line' };
    expect(await client.find(wanted)).toBeUndefined();
  });

  it('finds a message behind the first page', async () => {
    const root = await client.post(message('card'));
    for (let count = 0; count < 230; count += 1) {
      slack.people.as('U0ALICE').say('chatter', { channel, threadTs: root.ts });
    }
    const reply = await client.post({ ...message('last'), threadTs: root.ts });
    const wanted = { channel, threadTs: root.ts, oldestMs: 0, key: 'last', text: '' };
    expect(await client.find(wanted)).toBe(reply.ts);
  });

  it('carries the word with which Slack refuses, and nothing was done', async () => {
    slack.workspace.kickBot(channel);
    const error = await failure(client.post(message('card')));
    expect(error).toBeInstanceOf(SlackRefused);
    expect(error).toMatchObject({ kind: 'slack-refused', message: 'not_in_channel', tookEffect: 'no' });
  });

  it('carries why Slack refuses blocks', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: '' } }];
    const error = await failure(client.post({ ...message('card'), blocks }));
    expect(error).toMatchObject({ slackError: 'invalid_blocks' });
    expect((error as SlackRefused).details.length).toBeGreaterThan(0);
  });

  it.each([
    ['http429', 7000],
    ['ok-false', 7000],
    ['no-header', undefined],
  ] as const)('is told to wait by a rate limit in the form %s, and posts once', async (style, retryAfterMs) => {
    slack.faults.rateLimit('chat.postMessage', { style, retryAfter: 7 });
    const error = await failure(client.post(message('card')));
    expect(error).toMatchObject({ kind: 'slack-busy', tookEffect: 'no', retryAfterMs });
    expect(posts()).toHaveLength(1);
  });

  it('does not know whether a post took effect when its answer is lost, late, a page, a 503 or an internal error', async () => {
    const unknown = { kind: 'slack-busy', tookEffect: 'unknown' };
    slack.faults.loseReply('chat.postMessage');
    expect(await failure(client.post(message('a')))).toMatchObject(unknown);
    slack.faults.slow('chat.postMessage', { ms: 1500 });
    expect(await failure(client.post(message('b')))).toMatchObject(unknown);
    slack.faults.html('chat.postMessage');
    expect(await failure(client.post(message('c')))).toMatchObject(unknown);
    slack.faults.fail('chat.postMessage', { status: 503 });
    expect(await failure(client.post(message('d')))).toMatchObject(unknown);
    slack.faults.fail('chat.postMessage', { error: 'fatal_error' });
    expect(await failure(client.post(message('e')))).toMatchObject(unknown);
    expect(posts()).toHaveLength(5);
  });

  it('knows that nothing was done when there was no connection', async () => {
    const gone = await startSlack();
    await gone.stop();
    const nobody = clientOf(slack.botToken, gone.apiUrl);
    expect(await failure(nobody.post(message('a')))).toMatchObject({ kind: 'slack-busy', tookEffect: 'no' });
  });

  it('makes up a link when Slack gives none', async () => {
    const { ts } = await client.post(message('card'));
    const given = await client.permalink(channel, ts);
    slack.faults.fail('chat.getPermalink', { status: 503 });
    const madeUp = await client.permalink(channel, ts);
    expect(madeUp).toContain(`/archives/${channel}/p${ts.replace('.', '')}`);
    expect(new URL(given).pathname).toBe(new URL(madeUp).pathname);
  });

  it('knows no unknown user, and no members of an unknown or disabled group', async () => {
    slack.workspace.addGroup({ id: 'S0GONE', handle: 'gone', users: ['U0ALICE'], disabled: true });
    slack.workspace.addGroup({ id: 'S0OPS', handle: 'ops', users: ['U0ALICE'] });
    expect(await client.userInfo('U0NOBODY')).toBeUndefined();
    expect(await client.groupMembers('S0NOBODY')).toEqual([]);
    expect(await client.groupMembers('S0GONE')).toEqual([]);
    expect(await client.groupMembers('S0OPS')).toEqual(['U0ALICE']);
  });

  it('tells membership and archiving of a channel', async () => {
    slack.workspace.archiveChannel(channel);
    expect(await client.channelInfo(channel)).toMatchObject({ isMember: true, isArchived: true });
  });

  it('keeps its token out of log and errors', async () => {
    slack.faults.fail('chat.postMessage', { status: 500, times: 1 });
    const error = await failure(client.post(message('a')));
    slack.revokeToken();
    const refused = await failure(client.post(message('b')));
    const seen = [logger.all(), error.stack, error.message, JSON.stringify(error.cause), refused.stack].join('\n');
    expect(seen).not.toContain(slack.botToken);
  });
});

describe('waiting for the identity', () => {
  it('asks until Slack answers', async () => {
    const outage = slack.faults.outage();
    const waiting = waitForIdentity(client, { logger, signal: AbortSignal.timeout(10_000) });
    await expect
      .poll(() => logger.lines.filter((line) => line.text.includes('asking again')).length)
      .toBeGreaterThan(0);
    outage.clear();
    expect(await waiting).toMatchObject({ teamId: slack.teamId });
  });

  it('gives up on a token that Slack refuses', async () => {
    const refused = waitForIdentity(clientOf('xoxb-wrong'), { logger, signal: AbortSignal.timeout(10_000) });
    await expect(refused).rejects.toMatchObject({ kind: 'slack-refused', message: 'invalid_auth' });
  });
});
