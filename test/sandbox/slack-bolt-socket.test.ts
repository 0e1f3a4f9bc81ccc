import { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, BOB, CHANNEL, clientOf, quiet, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;
let app: App;
let seen: Record<string, unknown>[];

const actions = {
  type: 'actions',
  elements: [
    { type: 'button', action_id: 'approve', text: { type: 'plain_text', text: 'Approve' }, value: 'r1' },
    { type: 'button', action_id: 'reject', text: { type: 'plain_text', text: 'Reject' }, value: 'r1' },
  ],
};

const postButtons = async () => {
  const metadata = { event_type: 'request', event_payload: { key: 'r1' } };
  await clientOf(slack).chat.postMessage({ channel: CHANNEL, text: 'May I?', blocks: [actions] as never, metadata });
  const message = slack.messages(CHANNEL).at(-1);
  if (message === undefined) throw new Error('nothing was posted');
  return message;
};

const modal = {
  type: 'modal' as const,
  callback_id: 'start',
  title: { type: 'plain_text' as const, text: 'Start' },
  blocks: [{ type: 'divider' as const }],
};

const startApp = async () => {
  app = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: quiet,
    convoStore: false,
  });
  app.command('/upgrade', async ({ command, ack, respond, client }) => {
    seen.push({ ...command });
    if (command.text === 'sleep') return;
    if (command.text === 'modal') await client.views.open({ trigger_id: command.trigger_id, view: modal });
    await ack(command.text === 'now' ? 'right away' : undefined);
    if (command.text === 'later') await respond('in a moment');
  });
  app.action(/.*/, async ({ body, ack, respond }) => {
    seen.push({ ...body });
    await ack();
    await respond({ text: 'decided', replace_original: true });
  });
  app.view('start', async ({ ack, body }) => {
    seen.push({ ...body });
    await ack({ response_action: 'errors', errors: { why: 'say why' } });
  });
  app.event('app_mention', async ({ event, body, context }) => {
    seen.push({ ...event, event_id: body.event_id, retryNum: context.retryNum });
  });
  await app.start();
};

beforeEach(async () => {
  seen = [];
  slack = await startWorkspace({ ackMs: 400, eventRetryMs: [10, 10, 10] });
  await startApp();
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

describe('a Bolt app in Socket Mode', () => {
  it('takes a command, acks it and answers the person', async () => {
    const now = await slack.people.as(ALICE).command('now');
    const later = await slack.people.as(ALICE).command('later');

    expect(now).toMatchObject({ ackBody: { text: 'right away' } });
    expect(now.failed).toBeUndefined();
    expect(now.answers()).toMatchObject([{ text: 'right away', via: 'ack', user: ALICE }]);
    await expect.poll(later.answers).toMatchObject([{ text: 'in a moment', via: 'response_url' }]);
    expect(seen[0]).toMatchObject({ command: '/upgrade', user_id: ALICE, user_name: 'alice', channel_name: 'ops' });
    expect(seen[0]).not.toHaveProperty('thread_ts');
  });

  it('gets typed names as mentions and everything else escaped', async () => {
    slack.workspace.addGroup({ id: 'S0OPS', handle: 'sre' });
    await slack.people.as(ALICE).command('start x for @bob, @sre & <!channel> <@U1> @nobody');

    expect(seen[0]?.text).toBe(
      `start x for <@${BOB}|bob>, <!subteam^S0OPS|@sre> &amp; &lt;!channel&gt; &lt;@U1&gt; @nobody`,
    );
  });

  it('shows a time-out to the person when nobody acks', async () => {
    const outcome = await slack.people.as(ALICE).command('sleep');

    expect(outcome).toMatchObject({ failed: 'timeout', shown: '/upgrade failed with the error "operation_timeout"' });
  });

  it('takes a click with the message, its metadata and a way to replace it', async () => {
    const message = await postButtons();
    const outcome = await slack.people.as(BOB).click(message, { buttonText: 'Approve' });

    expect(outcome).toMatchObject({ sent: true });
    expect(seen[0]).toMatchObject({
      type: 'block_actions',
      user: { id: BOB, team_id: slack.teamId },
      message: { ts: message.ts, bot_id: 'B0BOT', metadata: { event_payload: { key: 'r1' } } },
      container: { type: 'message', message_ts: message.ts, is_ephemeral: false },
      actions: [{ action_id: 'approve', value: 'r1', type: 'button' }],
    });
    await expect.poll(() => message.text).toBe('decided');
    expect(message.versions).toHaveLength(2);
  });

  it('cannot be clicked where there is no button any more, except by a client that has not seen the edit', async () => {
    const message = await postButtons();
    await clientOf(slack).chat.update({ channel: CHANNEL, ts: message.ts, text: 'over', blocks: [] });

    expect(await slack.people.as(BOB).click(message)).toMatchObject({ failed: 'gone', sent: false });
    expect(await slack.people.as(BOB).click(message, { actionId: 'reject', stale: true })).toMatchObject({
      sent: true,
    });
    expect(seen).toMatchObject([{ actions: [{ action_id: 'reject' }] }]);
  });

  it('takes every click of a person who presses twice', async () => {
    await slack.people.as(BOB).click(await postButtons(), { actionId: 'approve', times: 2 });

    expect(new Set(seen.map((body) => body.trigger_id)).size).toBe(2);
  });

  it('hears mentions, also in threads, and hears them again when it did not ack', async () => {
    const root = await slack.people.as(ALICE).mention('status', { channel: CHANNEL });
    slack.faults.dropAck({ times: 2 });
    await slack.people.as(ALICE).mention('approve @bob', { channel: CHANNEL, threadTs: root.message.ts });

    await expect.poll(() => seen.length).toBe(4);
    expect(seen[0]).toMatchObject({ type: 'app_mention', text: '<@U0BOT> status', user: ALICE, channel: CHANNEL });
    expect(seen[1]).toMatchObject({ thread_ts: root.message.ts, text: `<@U0BOT> approve <@${BOB}>` });
    expect(new Set(seen.slice(1).map((event) => event.event_id)).size).toBe(1);
    expect(seen.map((event) => event.retryNum)).toEqual([0, 0, 1, 2]);
  });

  it('opens a modal once per trigger, and is asked again after answering with errors', async () => {
    await slack.people.as(ALICE).command('modal');
    const [view] = slack.views(ALICE);
    const values = { why: { reason: { type: 'plain_text_input', value: '' } } };
    const outcome = await slack.people.as(ALICE).submit(String(view?.id), values);

    expect(seen[1]).toMatchObject({ type: 'view_submission', view: { callback_id: 'start', state: { values } } });
    expect(outcome.ackBody).toMatchObject({ response_action: 'errors' });
    const again = clientOf(slack).views.open({ trigger_id: String(seen[0]?.trigger_id), view: modal });
    await expect(again).rejects.toMatchObject({ data: { error: 'exchanged_trigger_id' } });
  });
});
