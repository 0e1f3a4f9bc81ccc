import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import { actionIds, encodeButtonValue } from '../../src/slack/ids.js';
import { type Edge, ops, startEdge } from '../support/slack-edge.js';

const running: Edge[] = [];

async function edgeOf(kind: 'socket' | 'http'): Promise<Edge> {
  const edge = await startEdge(kind);
  running.push(edge);
  return edge;
}

afterEach(async () => {
  for (const edge of running.splice(0)) await edge.stop();
});

const textOf = (answers: readonly { text: string }[]): string => answers.map((answer) => answer.text).join('\n');

/** Posts a request's message with its two buttons, as the publisher does. */
async function postRequest({ client }: Edge): Promise<string> {
  const value = encodeButtonValue({ target: 'confluence', upgrade: 12, request: 'r1' });
  const button = (actionId: string, text: string) => ({
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text },
    value,
  });
  const elements = [button(actionIds.approve, 'Approve'), button(actionIds.reject, 'Reject')];
  const { ts } = await client.post({
    channel: ops,
    text: 'A request',
    blocks: [{ type: 'actions', elements }],
    metadata: { event_type: 'upgrade_bot_message', event_payload: { key: 'request' } },
  });
  return ts;
}

describe.each(['socket', 'http'] as const)('commands, mentions and clicks over %s', (kind) => {
  it('acknowledges a command at once and answers the caller alone, with a link', async () => {
    const { slack, services } = await edgeOf(kind);
    const outcome = await slack.people.as('U0ALICE').command('start confluence security fix', { channel: ops });
    expect(outcome.failed).toBeUndefined();
    await expect.poll(() => outcome.answers().length).toBe(1);
    expect(services.asked).toEqual([{ action: 'start', target: 'confluence', reason: 'security fix', by: 'U0ALICE' }]);
    expect(JSON.stringify(outcome.answers()[0]?.blocks)).toContain('https://slack.test/p1');
    expect(slack.messages(ops)).toEqual([]);
  });

  it('answers reading commands', async () => {
    const { slack, services } = await edgeOf(kind);
    const outcome = await slack.people.as('U0ALICE').command('list', { channel: ops });
    await expect.poll(() => outcome.answers().length).toBe(1);
    expect(services.shown).toEqual([{ kind: 'list' }]);
  });

  it('names the nearest action for an unknown one, and asks for nothing', async () => {
    const { slack, services } = await edgeOf(kind);
    const outcome = await slack.people.as('U0ALICE').command('statsu confluence', { channel: ops });
    await expect.poll(() => textOf(outcome.answers())).toContain('status');
    expect(services.asked).toEqual([]);
    expect(services.shown).toEqual([]);
  });

  it('says what its command is when another one reaches it', async () => {
    const { slack, services } = await edgeOf(kind);
    const outcome = await slack.people.as('U0ALICE').command('list', { channel: ops, command: '/deploy' });
    await expect.poll(() => textOf(outcome.answers())).toContain('/upgrade');
    expect(services.shown).toEqual([]);
  });

  it.each(['U0GUS', 'U0DAN', 'U0SUE'])('lets %s do nothing, not even read', async (user) => {
    const { slack, services } = await edgeOf(kind);
    for (const text of ['help', 'status confluence', 'start confluence']) {
      const outcome = await slack.people.as(user).command(text, { channel: ops });
      await expect.poll(() => textOf(outcome.answers())).toContain('Only full members');
    }
    expect(services.asked).toEqual([]);
    expect(services.shown).toEqual([]);
  });

  it('serves a command once, however often it is delivered', async () => {
    const { slack, services, logger } = await edgeOf(kind);
    slack.faults.redeliver({ copies: 3 });
    const outcome = await slack.people.as('U0ALICE').command('start confluence', { channel: ops });
    await expect.poll(() => logger.lines.filter((line) => line.text === 'delivered again, dropped').length).toBe(2);
    await expect.poll(() => outcome.answers().length).toBe(1);
    expect(services.asked).toHaveLength(1);
  });

  it('serves a mention in its thread, where the target may be left out', async () => {
    const { slack, services, client } = await edgeOf(kind);
    const card = { channel: ops, text: 'Card', blocks: [], metadata: { event_type: 'x', event_payload: { key: 'c' } } };
    const { ts } = await client.post(card);
    services.answers.threads.set(`${ops} ${ts}`, 'confluence');
    const outcome = await slack.people.as('U0ALICE').mention('status', { channel: ops, threadTs: ts });
    await expect.poll(() => services.shown).toEqual([{ kind: 'status', target: 'confluence' }]);
    await expect.poll(() => outcome.answers()).toMatchObject([{ user: 'U0ALICE', thread_ts: ts }]);
  });

  it('ignores mentions by bots, by itself, in edited messages and in messages of Slack', async () => {
    const { slack, services } = await edgeOf(kind);
    const mention = {
      type: 'app_mention',
      user: 'U0ALICE',
      text: `<@${slack.botUserId}> list`,
      ts: '1.0',
      channel: ops,
    };
    await slack.sendEvent({ ...mention, bot_id: 'B0OTHER' });
    await slack.sendEvent({ ...mention, user: slack.botUserId });
    await slack.sendEvent({ ...mention, edited: { user: 'U0ALICE', ts: '2.0' } });
    await slack.sendEvent({ ...mention, subtype: 'channel_topic' });
    await slack.sendEvent({ ...mention, user_team: 'T0ELSEWHERE' });
    await slack.sendEvent({ ...mention, ts: '3.0', text: `<@${slack.botUserId}> nodes confluence` });
    await expect.poll(() => services.shown).toEqual([{ kind: 'nodes', target: 'confluence' }]);
    expect(slack.ephemerals('U0ALICE').filter((it) => it.text.includes('Only full members'))).toHaveLength(1);
  });

  it('takes a click on Approve to the request it names, and answers privately', async () => {
    const edge = await edgeOf(kind);
    const { slack, services } = edge;
    const ts = await postRequest(edge);
    const outcome = await slack.people.as('U0ALICE').click(ts, { buttonText: 'Approve' });
    await expect.poll(() => textOf(outcome.answers())).toContain('Approved');
    expect(services.clicked).toEqual([
      { decision: 'approve', target: 'confluence', upgrade: 12, request: 'r1', by: 'U0ALICE' },
    ]);
    expect(slack.messages(ops).map((message) => message.text)).toEqual(['A request']);
  });

  it('lets a guest decide nothing', async () => {
    const edge = await edgeOf(kind);
    const ts = await postRequest(edge);
    const outcome = await edge.slack.people.as('U0GUS').click(ts, { buttonText: 'Reject' });
    await expect.poll(() => textOf(outcome.answers())).toContain('Only full members');
    expect(edge.services.clicked).toEqual([]);
  });

  it('says within three seconds that the store is down, and does nothing', async () => {
    const { slack, services } = await edgeOf(kind);
    services.store = 'down';
    const down = await slack.people.as('U0ALICE').command('start confluence', { channel: ops });
    await expect.poll(() => textOf(down.answers())).toContain('cannot reach its store');
    services.store = 'hanging';
    const hanging = await slack.people.as('U0ALICE').command('start confluence', { channel: ops });
    await expect.poll(() => textOf(hanging.answers()), { timeout: 3000 }).toContain('cannot reach its store');
    expect(services.asked).toEqual([]);
  });

  it('lets nobody do anything while their rights cannot be read', async () => {
    const { slack, services } = await edgeOf(kind);
    slack.faults.fail('users.info', { status: 503, times: 1 });
    const outcome = await slack.people.as('U0ALICE').command('start confluence', { channel: ops });
    await expect.poll(() => textOf(outcome.answers())).toContain('rights could not be read');
    expect(services.asked).toEqual([]);
  });

  it('tells the person when something breaks inside, and logs it', async () => {
    const { slack, services, logger } = await edgeOf(kind);
    services.beforeAnswer = () => Promise.reject(new AppError('internal', 'a bug'));
    const outcome = await slack.people.as('U0ALICE').command('list', { channel: ops });
    await expect.poll(() => textOf(outcome.answers())).toContain('went wrong inside the bot');
    expect(logger.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('logs no token, answer address or trigger', async () => {
    const { slack, services, logger } = await edgeOf(kind);
    services.beforeAnswer = () => Promise.reject(new Error('a bug'));
    const outcome = await slack.people.as('U0ALICE').command('start confluence topsecretreason', { channel: ops });
    await expect.poll(() => outcome.answers().length).toBe(1);
    const logged = logger.all();
    for (const secret of [slack.botToken, slack.appToken, slack.signingSecret, 'response', 'topsecretreason']) {
      expect(logged).not.toContain(secret);
    }
  });

  it('finishes what it is serving before it stops', async () => {
    const { slack, services, bot } = await edgeOf(kind);
    let finish: () => void = () => undefined;
    services.beforeAnswer = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const outcome = await slack.people.as('U0ALICE').command('list', { channel: ops });
    await expect.poll(() => services.shown.length).toBe(1);
    const stopped = bot.stop(5000);
    finish();
    await stopped;
    expect(outcome.answers()).toHaveLength(1);
    expect((await slack.people.as('U0ALICE').command('list', { channel: ops })).failed).toBeDefined();
  });

  it('stops by its deadline although something is still being served', async () => {
    const { slack, services, bot, logger } = await edgeOf(kind);
    services.beforeAnswer = () => new Promise(() => undefined);
    await slack.people.as('U0ALICE').command('list', { channel: ops });
    await expect.poll(() => services.shown.length).toBe(1);
    const begun = performance.now();
    await bot.stop(300);
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(logger.all()).toContain('stopped before everything was served');
  });
});
