import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, BOB, CHANNEL, clientOf, quiet, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;
let app: App;
let seen: unknown[];

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

beforeEach(async () => {
  seen = [];
  slack = await startWorkspace({ mode: 'http', ackMs: 400, eventRetryMs: [10, 10, 10] });
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet });
  app = new App({
    token: slack.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: quiet,
    convoStore: false,
  });
  app.command('/upgrade', async ({ command, ack, respond }) => {
    seen.push(command.text);
    if (command.text === 'sleep') return;
    await ack(command.text === 'now' ? 'right away' : undefined);
    if (command.text === 'later') await respond({ text: 'in a moment' });
  });
  app.action('approve', async ({ action, ack }) => {
    seen.push(action);
    await ack();
  });
  app.event('app_mention', async ({ event, context }) => {
    seen.push({ text: event.text, retry: context.retryNum, reason: context.retryReason });
  });
  const port = await freePort();
  await app.start({ port, host: '127.0.0.1' });
  slack.setEventsUrl(`http://127.0.0.1:${port}/slack/events`);
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

describe('a Bolt app over HTTP', () => {
  it('takes signed commands and answers with the ack or later', async () => {
    const now = await slack.people.as(ALICE).command('now');
    const later = await slack.people.as(ALICE).command('later');

    expect(now).toMatchObject({ status: 200, ackBody: 'right away' });
    expect(now.answers()).toMatchObject([{ text: 'right away', via: 'ack' }]);
    expect(later.ackBody).toBeUndefined();
    await expect.poll(later.answers).toMatchObject([{ text: 'in a moment', via: 'response_url' }]);
  });

  it('takes clicks', async () => {
    const button = { type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: 'r1' };
    const blocks = [{ type: 'actions', elements: [button] }] as never;
    await clientOf(slack).chat.postMessage({ channel: CHANNEL, text: 'May I?', blocks });
    const outcome = await slack.people.as(BOB).click(String(slack.messages(CHANNEL)[0]?.ts));

    expect(outcome).toMatchObject({ status: 200, sent: true });
    expect(seen).toMatchObject([{ action_id: 'approve', value: 'r1' }]);
  });

  it('takes events, and the same event again after a lost ack, with the count of the attempt', async () => {
    slack.faults.dropAck({ times: 1 });
    const outcome = await slack.people.as(ALICE).mention('status', { channel: CHANNEL });

    expect(outcome.failed).toBe('timeout');
    await expect.poll(() => seen.length).toBe(2);
    expect(seen[1]).toMatchObject({ text: '<@U0BOT> status', retry: 1, reason: 'http_timeout' });
  });

  it('is told as a time-out when it does not ack', async () => {
    expect(await slack.people.as(ALICE).command('sleep')).toMatchObject({ failed: 'timeout' });
  });

  it('is called unreachable when nobody listens', async () => {
    slack.setEventsUrl('http://127.0.0.1:1/slack/events');

    expect(await slack.people.as(ALICE).command('x')).toMatchObject({ failed: 'unreachable' });
  });

  it('refuses forged, unsigned and stale requests, and takes a replay', async () => {
    const body = 'command=%2Fupgrade&text=forged';
    const { signed, replayLast } = slack.deliver;
    const stale = Math.floor(Date.now() / 1000) - 600;

    expect((await signed(body, { secret: 'wrong' })).status).toBe(401);
    expect((await signed(body, { signature: null })).status).toBe(401);
    expect((await signed(body, { timestamp: stale })).status).toBe(401);
    expect(seen).toEqual([]);
    await slack.people.as(ALICE).command('once');
    expect((await replayLast()).status).toBe(200);
    expect(seen).toEqual(['once', 'once']);
  });

  it('answers the url_verification challenge', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c1' });
    const answer = await slack.deliver.signed(challenge, { contentType: 'application/json' });

    expect(JSON.parse(answer.text)).toEqual({ challenge: 'c1' });
  });

  it('gets a delivery as often as the fault says', async () => {
    slack.faults.redeliver({ copies: 3, times: 1 });
    await slack.people.as(ALICE).command('thrice');
    await slack.people.as(ALICE).command('once');

    expect(seen).toEqual(['thrice', 'thrice', 'thrice', 'once']);
  });
});
