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

describe('editing', () => {
  it('keeps earlier versions, and the metadata when that is left out', async () => {
    const metadata = { event_type: 'upgrade', event_payload: { key: 'k1' } };
    const ts = await post({ metadata });
    await web.chat.update({ channel: CHANNEL, ts, text: 'second' });

    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'second', metadata, versions: [{ text: 'hello' }, {}] }]);
    await web.apiCall('chat.update', { channel: CHANNEL, ts, text: 'third', metadata: {} });
    expect(slack.messages(CHANNEL)[0]?.metadata).toBeUndefined();
  });

  it('refuses what is too long, missing, deleted, archived, or not the bot’s', async () => {
    const ts = await post();
    const mine = slack.people.as(ALICE).say('mine', { channel: CHANNEL });
    const update = (args: { ts: string; text: string }) => refusal(web.chat.update({ channel: CHANNEL, ...args }));

    expect(await update({ ts, text: 'x'.repeat(4001) })).toBe('msg_too_long');
    expect(await update({ ts: mine.ts, text: 'x' })).toBe('cant_update_message');
    expect(await update({ ts: '1.000001', text: 'x' })).toBe('message_not_found');
    slack.workspace.deleteMessage(ts);
    expect(await update({ ts, text: 'x' })).toBe('message_not_found');
    slack.workspace.archiveChannel(CHANNEL);
    expect(await update({ ts, text: 'x' })).toBe('is_inactive');
  });
});

describe('reading back', () => {
  it('returns metadata only when asked for it', async () => {
    const metadata = { event_type: 'upgrade', event_payload: { key: 'k1' } };
    const ts = await post({ metadata });
    const plain = await web.conversations.history({ channel: CHANNEL });
    const full = await web.conversations.replies({ channel: CHANNEL, ts, include_all_metadata: true });

    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    expect(full.messages?.[0]).toMatchObject({ metadata });
  });

  it('pages through a thread with its parent first on every page', async () => {
    const ts = await post();
    for (const text of ['a', 'b', 'c']) await post({ thread_ts: ts, text });
    const first = await web.conversations.replies({ channel: CHANNEL, ts, limit: 2 });
    const cursor = String(first.response_metadata?.next_cursor);
    const second = await web.conversations.replies({ channel: CHANNEL, ts, limit: 2, cursor });

    expect(first.messages?.map((it) => it.text)).toEqual(['hello', 'a', 'b']);
    expect(first.has_more).toBe(true);
    expect(second.messages?.map((it) => it.text)).toEqual(['hello', 'c']);
  });

  it('counts the end points only when they are inclusive', async () => {
    const ts = await post();
    const reply = await post({ thread_ts: ts, text: 'a' });
    await post({ thread_ts: ts, text: 'b' });
    const texts = async (inclusive: boolean) => {
      const { messages } = await web.conversations.replies({ channel: CHANNEL, ts, oldest: reply, inclusive });
      return messages?.map((it) => it.text);
    };

    expect(await texts(false)).toEqual(['hello', 'b']);
    expect(await texts(true)).toEqual(['hello', 'a', 'b']);
  });

  it('gives history newest first, without quiet replies', async () => {
    const ts = await post({ text: 'one' });
    await post({ thread_ts: ts, text: 'reply' });
    await post({ text: 'two' });
    const { messages } = await web.conversations.history({ channel: CHANNEL });

    expect(messages?.map((it) => it.text)).toEqual(['two', 'one']);
    expect(messages?.[1]).toMatchObject({ reply_count: 1, thread_ts: ts });
  });

  it('links to messages, and to replies with their thread', async () => {
    const ts = await post();
    const reply = await post({ thread_ts: ts });
    const link = await web.chat.getPermalink({ channel: CHANNEL, message_ts: reply });

    expect(link.permalink).toBe(
      `${slack.url}/archives/${CHANNEL}/p${reply.replace('.', '')}?thread_ts=${ts}&cid=${CHANNEL}`,
    );
    expect(await (await fetch(String(link.permalink))).text()).toBe('hello');
  });
});

describe('people', () => {
  it('tells guests, strangers and the deactivated apart', async () => {
    slack.workspace.addUser({ id: 'U0GUEST', name: 'guest', is_ultra_restricted: true });
    slack.workspace.changeUser(ALICE, { deleted: true });

    expect((await web.users.info({ user: 'U0GUEST' })).user).toMatchObject({ is_ultra_restricted: true });
    expect((await web.users.info({ user: ALICE })).user).toMatchObject({ deleted: true, team_id: slack.teamId });
    expect(await refusal(web.users.info({ user: 'U0NONE' }))).toBe('user_not_found');
  });

  it('lists a group’s members, but not those of a disabled group', async () => {
    slack.workspace.addGroup({ id: 'S0OPS', handle: 'ops', users: [ALICE] });
    const list = () => web.usergroups.users.list({ usergroup: 'S0OPS' });

    expect((await list()).users).toEqual([ALICE]);
    slack.workspace.setGroup('S0OPS', [ALICE], { disabled: true });
    expect(await refusal(list())).toBe('no_such_subteam');
  });

  it('says who is in a channel and whether the bot is', async () => {
    expect((await web.conversations.info({ channel: CHANNEL })).channel).toMatchObject({ is_member: true });
    slack.workspace.kickBot(CHANNEL);
    expect((await web.conversations.info({ channel: CHANNEL })).channel).toMatchObject({ is_member: false });
    expect((await web.conversations.members({ channel: CHANNEL })).members).toEqual([ALICE, BOB]);
  });
});
