import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, CHANNEL, clientOf, quiet, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;
let web: WebClient;

const post = (text = 'hello') => web.chat.postMessage({ channel: CHANNEL, text });
const texts = () => slack.messages(CHANNEL).map((message) => message.text);

beforeEach(async () => {
  slack = await startWorkspace();
  web = clientOf(slack);
});
afterEach(() => slack.stop());

describe('a rate limit on demand', () => {
  it('answers 429 with Retry-After, without it, or 200 with ok: false', async () => {
    slack.faults.rateLimit('chat.postMessage', { retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    slack.faults.rateLimit('chat.postMessage', { style: 'ok-false', retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({
      data: { error: 'ratelimited', response_metadata: { retryAfter: 7 } },
    });
    slack.faults.rateLimit('chat.postMessage', { style: 'no-header' });
    await expect(post()).rejects.toThrow('Retry header');

    expect(texts()).toEqual([]);
    await post();
    expect(texts()).toEqual(['hello']);
  });
});

describe('a failing call', () => {
  it('is not carried out, and fails as often as asked', async () => {
    const fault = slack.faults.fail('chat.postMessage', { status: 503, times: 2 });

    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    await post('third');
    expect(texts()).toEqual(['third']);
    expect(fault.hits()).toBe(2);
    expect(slack.calls.map((call) => [call.status, call.accepted])).toEqual([
      [503, false],
      [503, false],
      [200, true],
    ]);
  });

  it('may say fatal_error although it was carried out', async () => {
    slack.faults.fail('chat.postMessage', { error: 'fatal_error', acted: true });

    await expect(post()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
    expect(texts()).toEqual(['hello']);
  });

  it('leaves other methods alone, unless it is for all', async () => {
    const fault = slack.faults.fail('chat.update', { times: 5 });
    await expect(post()).resolves.toMatchObject({ ok: true });
    fault.clear();
    slack.faults.fail('*', { status: 500 });

    await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 500 });
  });

  it('may be a page instead of JSON', async () => {
    slack.faults.html('auth.test');

    await expect(web.auth.test()).rejects.toMatchObject({
      data: { error: expect.stringContaining('<!DOCTYPE html>') },
    });
  });
});

describe('a lost reply', () => {
  it('posts all the same, so that a client which repeats the call posts twice', async () => {
    slack.faults.loseReply('chat.postMessage');
    const stubborn = new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 },
      logger: quiet,
    });
    await stubborn.chat.postMessage({ channel: CHANNEL, text: 'twice' });

    expect(texts()).toEqual(['twice', 'twice']);
    expect(slack.calls.map((call) => [call.status, call.accepted])).toEqual([
      [0, true],
      [200, true],
    ]);
  });
});

describe('a held or slow call', () => {
  it('is carried out at once and answered on release', async () => {
    const hold = slack.faults.hold('chat.postMessage');
    const posting = post();
    await expect.poll(texts).toEqual(['hello']);

    expect(slack.calls[0]).toMatchObject({ status: 0, accepted: true });
    hold.release();
    await expect(posting).resolves.toMatchObject({ ok: true });
    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('may be carried out only on release', async () => {
    const hold = slack.faults.hold('chat.postMessage', { act: 'last' });
    const posting = post();
    await expect.poll(hold.hits).toBe(1);

    expect(texts()).toEqual([]);
    hold.release();
    await posting;
    expect(texts()).toEqual(['hello']);
  });

  it('outlasts the client’s patience', async () => {
    slack.faults.slow('chat.postMessage', { ms: 60_000 });
    const hasty = new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      timeout: 50,
      retryConfig: { retries: 0 },
      logger: quiet,
    });

    await expect(hasty.chat.postMessage({ channel: CHANNEL, text: 'hello' })).rejects.toThrow();
    expect(texts()).toEqual(['hello']);
  });
});

describe('an outage', () => {
  it('cuts sockets and calls until it ends', async () => {
    const { url } = await clientOf(slack, slack.appToken).apps.connections.open();
    const socket = new WebSocket(String(url));
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const outage = slack.faults.outage();
    await closed;

    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(await slack.people.as(ALICE).command('status')).toMatchObject({ failed: 'unreachable' });
    outage.clear();
    await post();
    expect(texts()).toEqual(['hello']);
  });
});
