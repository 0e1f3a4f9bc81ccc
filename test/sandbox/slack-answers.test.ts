import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, BOB, CHANNEL, clientOf, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;
let bot: Server;
let now: number;
let received: URLSearchParams[];
let bodies: string[];

/** A bot of the barest kind: it acks everything and keeps what came. */
const startBot = async (): Promise<string> => {
  bot = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      bodies.push(body);
      received.push(new URLSearchParams(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(bot.address() as AddressInfo).port}/slack/events`;
};

/** Answers the last thing that came, by its response_url. */
const respond = (body: object) => {
  const last = received.at(-1);
  const url = last?.get('response_url') ?? JSON.parse(String(last?.get('payload'))).response_url;
  return fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
};

const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Approve' } };

beforeEach(async () => {
  now = Date.now();
  received = [];
  bodies = [];
  slack = await startWorkspace({ eventsUrl: await startBot(), now: () => now });
});
afterEach(async () => {
  await slack.stop();
  bot.closeAllConnections();
  await new Promise((resolve) => bot.close(resolve));
});

describe('a response_url', () => {
  it('works five times', async () => {
    const outcome = await slack.people.as(ALICE).command('status');
    const statuses: number[] = [];
    for (const text of ['1', '2', '3', '4', '5', '6']) statuses.push((await respond({ text })).status);

    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(outcome.answers().map((answer) => answer.text)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('works for half an hour', async () => {
    const outcome = await slack.people.as(ALICE).command('status');
    now += 31 * 60_000;
    const late = await respond({ text: 'late' });

    expect(await late.json()).toEqual({ ok: false, error: 'expired_url' });
    expect(outcome.answers()).toEqual([]);
  });

  it('refuses broken blocks and empty answers without counting them', async () => {
    await slack.people.as(ALICE).command('status');

    expect((await respond({ blocks: [{ type: 'alert' }] })).status).toBe(400);
    expect(await (await respond({ text: '' })).json()).toEqual({ ok: false, error: 'no_text' });
  });

  it('answers in the channel when asked to', async () => {
    await slack.people.as(ALICE).command('status');
    await respond({ text: 'for all', response_type: 'in_channel' });

    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'for all', user: slack.botUserId }]);
    expect(slack.ephemerals()).toEqual([]);
  });

  it('replaces or deletes the message whose button was pressed, and answers in the channel unless a thread is named', async () => {
    const web = clientOf(slack);
    const { ts } = await web.chat.postMessage({ channel: CHANNEL, text: 'root' });
    const blocks = [{ type: 'actions', elements: [button] }] as never;
    const asked = await web.chat.postMessage({ channel: CHANNEL, text: 'May I?', thread_ts: String(ts), blocks });
    const outcome = await slack.people.as(BOB).click(String(asked.ts));
    await respond({ text: 'not you' });
    await respond({ text: 'decided', replace_original: true });

    expect(outcome.answers()).toMatchObject([{ text: 'not you', user: BOB }]);
    expect(outcome.answers()[0]).not.toHaveProperty('thread_ts');
    expect(slack.thread(CHANNEL, String(ts))).toMatchObject([{ text: 'root' }, { text: 'decided', blocks: [] }]);
    await respond({ delete_original: true });
    expect(slack.thread(CHANNEL, String(ts))).toHaveLength(1);
    expect(slack.everything(CHANNEL)).toMatchObject([{}, { deleted: true, versions: [{}, { text: 'decided' }] }]);
  });

  it('replaces an answer of its own', async () => {
    const outcome = await slack.people.as(ALICE).command('status');
    await respond({ text: 'looking', blocks: [{ type: 'actions', elements: [button] }] });
    const [first] = outcome.answers();
    expect(await slack.people.as(BOB).click(String(first?.ts))).toMatchObject({ failed: 'gone' });
    const click = await slack.people.as(ALICE).click(String(first?.ts));
    await respond({ text: 'done', replace_original: true });

    expect(JSON.parse(String(received.at(-1)?.get('payload')))).not.toHaveProperty('message');
    expect(click.sent).toBe(true);
    expect(outcome.answers()).toMatchObject([{ text: 'done', blocks: [] }]);
  });
});

describe('a trigger', () => {
  it('opens a modal within three seconds only', async () => {
    await slack.people.as(ALICE).command('start');
    now += 3001;
    const title = { type: 'plain_text' as const, text: 'Start' };
    const trigger_id = String(received[0]?.get('trigger_id'));
    const opening = clientOf(slack).views.open({ trigger_id, view: { type: 'modal', title, blocks: [] } });

    await expect(opening).rejects.toMatchObject({ data: { error: 'expired_trigger_id' } });
  });
});

describe('people', () => {
  it('cannot command where they are not, nor be heard where the bot is not', async () => {
    slack.workspace.addChannel({ id: 'C0BOBS', name: 'bobs', members: [BOB] });
    slack.workspace.kickBot(CHANNEL);

    await expect(slack.people.as(ALICE).command('x', { channel: 'C0BOBS' })).rejects.toThrow('alice is in no channel');
    expect(await slack.people.as(ALICE).mention('x', { channel: CHANNEL })).toMatchObject({ failed: 'unreachable' });
    expect(received).toEqual([]);
  });

  it('are told apart by their home team', async () => {
    slack.workspace.addUser({ id: 'U0EXT', name: 'ext', team_id: 'T0OTHER', is_stranger: true });
    const { message } = await slack.people.as('U0EXT').mention('x', { channel: CHANNEL });

    expect(message.text).toBe('<@U0BOT> x');
    expect(JSON.parse(String(bodies[0]))).toMatchObject({
      team_id: slack.teamId,
      event: { user_team: 'T0OTHER', source_team: 'T0OTHER' },
    });
  });

  it('see what the bot changes as it happens', async () => {
    const kinds: string[] = [];
    const stop = slack.onChange((change) => kinds.push(change.kind));
    const web = clientOf(slack);
    const { ts } = await web.chat.postMessage({ channel: CHANNEL, text: 'a' });
    await web.chat.update({ channel: CHANNEL, ts: String(ts), text: 'b' });
    await web.chat.postEphemeral({ channel: CHANNEL, user: ALICE, text: 'c' });
    stop();
    await web.chat.delete({ channel: CHANNEL, ts: String(ts) });

    expect(kinds).toEqual(['posted', 'edited', 'ephemeral']);
  });
});
