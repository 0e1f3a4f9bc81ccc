import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, BOB, CHANNEL, clientOf, refusal, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;
let web: WebClient;

const post = async (extra: object = {}) => {
  const answer = await web.chat.postMessage({ channel: CHANNEL, text: 'hello', ...extra });
  return String(answer.ts);
};

const startWith = async (options: Parameters<typeof startWorkspace>[0] = {}) => {
  slack = await startWorkspace(options);
  web = clientOf(slack);
};

beforeEach(() => startWith());
afterEach(() => slack.stop());

describe('tokens', () => {
  it('names the bot and its scopes to the right token', async () => {
    const answer = await web.auth.test();

    expect(answer).toMatchObject({ ok: true, user_id: slack.botUserId, team_id: slack.teamId, url: `${slack.url}/` });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  it('refuses a missing, an unknown, a revoked and a misplaced token', async () => {
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });

    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    expect(await refusal(clientOf(slack, 'xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect(await refusal(web.apps.connections.open())).toBe('not_allowed_token_type');
    expect(await refusal(clientOf(slack, slack.appToken).auth.test())).toBe('not_allowed_token_type');
    slack.revokeToken();
    expect(await refusal(web.auth.test())).toBe('token_revoked');
  });

  it('refuses a method whose scope was not granted, and one that does not exist', async () => {
    await slack.stop();
    await startWith({ scopes: ['chat:write'] });

    expect(await refusal(web.users.info({ user: ALICE }))).toBe('missing_scope');
    expect(await refusal(web.apiCall('chat.shout'))).toBe('unknown_method');
  });

  it('keeps tokens out of the recorded calls', async () => {
    await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', body: new URLSearchParams({ token: slack.botToken }) });

    expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
    expect(slack.calls).toMatchObject([{ method: 'auth.test', status: 200, accepted: true }]);
  });
});

describe('posting', () => {
  it('takes JSON bodies as well as forms', async () => {
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: CHANNEL, text: 'by hand', blocks: [{ type: 'divider' }] }),
    });

    expect(await answer.json()).toMatchObject({ ok: true, channel: CHANNEL });
    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'by hand', blocks: [{ type: 'divider' }] }]);
  });

  it('gives every message a timestamp of its own, in order', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => post()));

    expect(new Set(all).size).toBe(20);
    expect(slack.messages(CHANNEL).map((it) => it.ts)).toEqual([...all].sort());
    expect(all[0]).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('refuses channels that are unknown, private, left or archived, and empty messages', async () => {
    slack.workspace.addChannel({ id: 'C0LEFT', name: 'left', bot: false });
    slack.workspace.addChannel({ id: 'C0PRIV', name: 'private', bot: false, is_private: true });
    slack.workspace.addChannel({ id: 'C0OLD', name: 'old', is_archived: true });

    expect(await refusal(web.chat.postMessage({ channel: 'C0NONE', text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(web.chat.postMessage({ channel: 'C0PRIV', text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(web.chat.postMessage({ channel: 'C0LEFT', text: 'x' }))).toBe('not_in_channel');
    expect(await refusal(web.chat.postMessage({ channel: 'C0OLD', text: 'x' }))).toBe('is_archived');
    expect(await refusal(web.chat.postMessage({ channel: CHANNEL, text: '' }))).toBe('no_text');
    expect(slack.calls.every((call) => !call.accepted)).toBe(true);
  });

  it('shows a broadcast reply in its thread and in the channel, other replies in the thread only', async () => {
    const root = await post();
    await post({ thread_ts: root, text: 'quiet' });
    await post({ thread_ts: root, text: 'loud', reply_broadcast: true });

    expect(slack.messages(CHANNEL).map((it) => it.text)).toEqual(['hello', 'loud']);
    expect(slack.thread(CHANNEL, root).map((it) => it.text)).toEqual(['hello', 'quiet', 'loud']);
  });

  it('refuses a reply to nothing and a reply to a reply', async () => {
    const reply = await post({ thread_ts: await post() });

    expect(await refusal(post({ thread_ts: '1.000001' }))).toBe('thread_not_found');
    expect(await refusal(post({ thread_ts: reply }))).toBe('cannot_reply_to_message');
  });

  it('puts a reply to a deleted message without replies into the channel, and says so only by naming no thread', async () => {
    const [lonely, busy] = [await post(), await post()];
    await post({ thread_ts: busy });
    slack.workspace.deleteMessage(lonely);
    slack.workspace.deleteMessage(busy);

    const astray = await web.chat.postMessage({ channel: CHANNEL, text: 'astray', thread_ts: lonely });
    const reply = await web.chat.postMessage({ channel: CHANNEL, text: 'in its thread', thread_ts: busy });

    expect(astray.message).not.toHaveProperty('thread_ts');
    expect(reply.message).toMatchObject({ thread_ts: busy });
    expect(slack.messages(CHANNEL).map(({ text }) => text)).toEqual(['astray']);
  });

  it('lets nobody reply under a locked message, which can still be edited, until it is unlocked', async () => {
    const root = await post();
    slack.workspace.lockThread(root);

    expect(await refusal(post({ thread_ts: root }))).toBe('restricted_action_thread_locked');
    expect(await refusal(web.chat.update({ channel: CHANNEL, ts: root, text: 'edited' }))).toBe('accepted');
    expect(await refusal(post())).toBe('accepted');
    slack.workspace.lockThread(root, false);
    expect(await refusal(post({ thread_ts: root }))).toBe('accepted');
  });

  it('takes no message in a channel that is read-only, until it is not', async () => {
    slack.workspace.setReadOnly(CHANNEL);
    expect(await refusal(post())).toBe('restricted_action_read_only_channel');
    slack.workspace.setReadOnly(CHANNEL, false);
    expect(await refusal(post())).toBe('accepted');
  });

  it('refuses metadata without a type, too deep, or too large', async () => {
    const send = (metadata: unknown) =>
      refusal(web.apiCall('chat.postMessage', { channel: CHANNEL, text: 'x', metadata }));

    expect(await send({ event_payload: {} })).toBe('invalid_metadata_schema');
    expect(await send({ event_type: 'x', event_payload: { a: { b: { c: 1 } } } })).toBe('invalid_metadata_schema');
    expect(await send({ event_type: 'x', event_payload: { a: 'x'.repeat(9000) } })).toBe('metadata_too_large');
    expect(await send({ event_type: 'x', event_payload: { a: [{ b: 1 }], c: true } })).toBe('accepted');
  });

  it('shows an ephemeral message to its addressee only', async () => {
    await web.chat.postEphemeral({ channel: CHANNEL, user: ALICE, text: 'psst' });

    expect(slack.ephemerals(ALICE)).toMatchObject([{ text: 'psst', via: 'chat.postEphemeral' }]);
    expect(slack.ephemerals(BOB)).toEqual([]);
    const toNobody = web.chat.postEphemeral({ channel: CHANNEL, user: 'U0NONE', text: 'x' });
    expect(await refusal(toNobody)).toBe('user_not_in_channel');
  });

  it('opens a direct message by user id', async () => {
    const opened = await web.conversations.open({ users: ALICE });
    const posted = await web.chat.postMessage({ channel: ALICE, text: 'hi' });

    expect(posted.channel).toBe(opened.channel?.id);
    expect(posted.channel).toMatch(/^D/);
  });
});

describe('rate limits', () => {
  it('allows a burst of posts in a channel, then one a second', async () => {
    let now = Date.now();
    await slack.stop();
    await startWith({ rateLimits: { postBurst: 3 }, now: () => now });
    slack.workspace.addChannel({ id: 'C0ELSE', name: 'else' });
    for (let sent = 0; sent < 3; sent += 1) await post();
    const strict = clientOf(slack);

    await expect(strict.chat.postMessage({ channel: CHANNEL, text: 'x' })).rejects.toMatchObject({ retryAfter: 1 });
    await expect(strict.chat.postMessage({ channel: 'C0ELSE', text: 'x' })).resolves.toMatchObject({ ok: true });
    now += 1000;
    await expect(strict.chat.postMessage({ channel: CHANNEL, text: 'x' })).resolves.toMatchObject({ ok: true });
  });

  it('allows group listings twenty times a minute', async () => {
    await slack.stop();
    await startWith({ rateLimits: true });
    slack.workspace.addGroup({ id: 'S0OPS', handle: 'ops' });
    const strict = clientOf(slack);
    const list = () => strict.usergroups.users.list({ usergroup: 'S0OPS' });
    for (let sent = 0; sent < 20; sent += 1) await list();

    await expect(list()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error' });
  });
});
