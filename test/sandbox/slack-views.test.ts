import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import type { View } from '../../src/sandbox/slack/state.js';
import { ALICE, BOB, CHANNEL, clientOf, startWorkspace } from './slack-fixture.js';

type Payload = Readonly<Record<string, unknown>>;

let slack: SlackServer;
let bot: Server;
let heard: Payload[];
/** What the bot answers with its next acks. */
let ack: object | undefined;

const payloadIn = (body: string): Payload =>
  body.startsWith('{') ? JSON.parse(body) : JSON.parse(new URLSearchParams(body).get('payload') ?? '{}');

beforeEach(async () => {
  heard = [];
  ack = undefined;
  bot = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push(payloadIn(body));
      response.writeHead(200, { 'content-type': 'application/json' }).end(ack && JSON.stringify(ack));
    });
  });
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
  slack = await startWorkspace({ eventsUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}/` });
});

afterEach(async () => {
  await slack.stop();
  bot.close();
  bot.closeAllConnections();
});

const plain = (words: string) => ({ type: 'plain_text', text: words });

const reason = {
  type: 'input',
  block_id: 'reason',
  label: plain('Reason'),
  element: { type: 'plain_text_input', action_id: 'reason', max_length: 5 },
};

const button = (action_id: string, words: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: plain(words),
  ...more,
});

const more = { type: 'actions', elements: [button('more', 'More', { value: 'v1' }), button('less', 'Less')] };

const modal = (blocks: object[], rest: object = {}) => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Ask'),
  blocks,
  ...rest,
});

const choices = ['small', 'large'].map((value) => ({ text: plain(value), value }));
const choosing = (type: string, rest: object = {}) => ({
  type: 'input',
  block_id: type,
  label: plain(type),
  element: { type, action_id: 'choice', options: choices, ...rest },
});

/** A message that the person may press on, and so a trigger for a form. */
async function openForm(view: object, user = ALICE): Promise<View> {
  const blocks = [{ type: 'actions', elements: [button('open', 'Open')] }];
  const { ts } = await clientOf(slack).chat.postMessage({ channel: CHANNEL, text: 'press', blocks } as never);
  await slack.people.as(user).click(String(ts), { actionId: 'open' });
  const trigger_id = String(heard.at(-1)?.trigger_id);
  await clientOf(slack).apiCall('views.open', { trigger_id, view });
  return onlyOpen(user);
}

const open = (user = ALICE): View[] => slack.views(user).filter((view) => view.open);

function onlyOpen(user = ALICE): View {
  const [view] = open(user);
  if (view === undefined) throw new Error('no form is open');
  return view;
}

describe('a form that is sent', () => {
  it('holds what was filled in, and the rest as it was shown', async () => {
    const initial = { initial_option: choices[1] };
    const checked = { initial_options: [choices[0]] };
    const blocks = [
      reason,
      choosing('static_select', initial),
      choosing('checkboxes', checked),
      choosing('radio_buttons'),
    ];
    const { id } = await openForm(modal(blocks));

    const radio_buttons = { choice: { selected_option: choices[0] } };
    await slack.people.as(ALICE).submit(id, { reason: { reason: { value: 'well' } }, radio_buttons });

    expect(heard.at(-1)).toMatchObject({
      type: 'view_submission',
      user: { id: ALICE },
      view: {
        id,
        callback_id: 'form',
        state: {
          values: {
            reason: { reason: { type: 'plain_text_input', value: 'well' } },
            static_select: { choice: { type: 'static_select', selected_option: { value: 'large' } } },
            checkboxes: { choice: { type: 'checkboxes', selected_options: [{ value: 'small' }] } },
            radio_buttons: { choice: { type: 'radio_buttons', selected_option: { value: 'small' } } },
          },
        },
      },
    });
    expect(open()).toEqual([]);
  });

  it.each([
    ['', 'Please complete this required field.'],
    ['too long', 'Use at most 5 characters.'],
  ])('is not sent with what Slack itself refuses: %j', async (value, words) => {
    const { id } = await openForm(modal([reason]));
    const before = heard.length;
    const sending = slack.people.as(ALICE).submit(id, { reason: { reason: { value } } });
    await expect(sending).rejects.toMatchObject({ block: 'reason', message: words });
    expect(heard).toHaveLength(before);
    expect(open()).toHaveLength(1);
  });

  it('is not sent without a choice that is required, and may be without one that is not', async () => {
    const { id } = await openForm(modal([choosing('radio_buttons')]));
    await expect(slack.people.as(ALICE).submit(id)).rejects.toMatchObject({ block: 'radio_buttons' });
    const optional = { ...choosing('radio_buttons'), optional: true };
    await clientOf(slack).apiCall('views.update', { view_id: id, view: modal([optional]) });
    expect(await slack.people.as(ALICE).submit(id)).not.toHaveProperty('failed');
  });

  it('stays open when the bot finds errors in it', async () => {
    const { id } = await openForm(modal([{ ...reason, optional: true }]));
    ack = { response_action: 'errors', errors: { reason: 'no' } };
    expect(await slack.people.as(ALICE).submit(id)).toMatchObject({ ackBody: ack });
    expect(open().map((view) => view.id)).toEqual([id]);
  });

  it('becomes another, gets one on top, or closes with all others, as the bot says', async () => {
    const alice = slack.people.as(ALICE);
    const { id } = await openForm(modal([more]));
    const next = modal([{ type: 'section', text: plain('Sure?') }]);

    ack = { response_action: 'update', view: next };
    await alice.submit(id);
    expect(open()).toMatchObject([{ id, view: { blocks: [{ text: { text: 'Sure?' } }] } }]);

    ack = { response_action: 'push', view: next };
    await alice.submit(id);
    expect(open()).toHaveLength(2);

    ack = { response_action: 'clear' };
    await alice.submit(String(open()[1]?.id));
    expect(open()).toEqual([]);
  });

  it('stays open, and says so, when the bot does not answer', async () => {
    const { id } = await openForm(modal([more]));
    bot.close();
    bot.closeAllConnections();
    expect(await slack.people.as(ALICE).submit(id)).toMatchObject({
      failed: 'unreachable',
      shown: expect.stringContaining('Try again'),
    });
    expect(open()).toHaveLength(1);
  });

  it('is nobody else’s', async () => {
    const { id } = await openForm(modal([more]));
    await expect(slack.people.as(BOB).submit(id)).rejects.toThrow('bob sees no view');
    await expect(slack.people.as(BOB).close(id)).rejects.toThrow('bob sees no view');
    await expect(slack.people.as(BOB).clickInView(id, { actionId: 'more' })).rejects.toThrow('bob sees no view');
  });
});

describe('a form that is closed', () => {
  it('is told to the bot only when it wants to know', async () => {
    const alice = slack.people.as(ALICE);
    await alice.close((await openForm(modal([more]))).id);
    expect(heard.at(-1)?.type).toBe('block_actions');
    expect(open()).toEqual([]);

    const { id } = await openForm(modal([more], { notify_on_close: true }));
    await alice.close(id);
    expect(heard.at(-1)).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id, callback_id: 'form' } });
    await expect(alice.close(id)).rejects.toThrow('sees no view');
  });
});

describe('a button in a view', () => {
  it('goes to the bot with the view and what its fields hold, and without a channel', async () => {
    const { id } = await openForm(modal([reason, more]));
    const pressed = await slack.people
      .as(ALICE)
      .clickInView(id, { actionId: 'more' }, { reason: { reason: { value: 'half' } } });

    expect(pressed).toMatchObject({ sent: true });
    const payload = heard.at(-1);
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: id },
      view: { id, state: { values: { reason: { reason: { value: 'half' } } } } },
      actions: [{ action_id: 'more', block_id: expect.any(String), value: 'v1' }],
    });
    expect(payload).not.toHaveProperty('channel');
    expect(payload).not.toHaveProperty('response_url');
  });

  it('is not sent when it is not there', async () => {
    const { id } = await openForm(modal([more]));
    const pressed = await slack.people.as(ALICE).clickInView(id, { blockId: 'other', actionId: 'more' });
    expect(pressed).toMatchObject({ sent: false, failed: 'gone' });
  });
});

describe('the Home tab', () => {
  it('is told to the bot when it is opened, and shows what the bot publishes, to that person alone', async () => {
    const alice = slack.people.as(ALICE);
    await alice.openHome();
    expect(heard.at(-1)).toMatchObject({ event: { type: 'app_home_opened', user: ALICE, tab: 'home' } });
    expect(heard.at(-1)?.event).not.toHaveProperty('view');

    await clientOf(slack).apiCall('views.publish', { user_id: ALICE, view: { type: 'home', blocks: [more] } });
    expect(open()).toMatchObject([{ view: { type: 'home' } }]);
    expect(open(BOB)).toEqual([]);

    await alice.openHome();
    expect(heard.at(-1)).toMatchObject({ event: { view: { type: 'home' } } });
    await alice.clickInView(onlyOpen().id, { actionId: 'less' });
    expect(heard.at(-1)).toMatchObject({ container: { type: 'view' }, actions: [{ action_id: 'less' }] });
    await expect(alice.close(onlyOpen().id)).rejects.toThrow('cannot be closed');
  });
});
