import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import { socketReceiver } from '../../src/slack/in/receiver-socket.js';
import { capturedLog } from '../support/captured-log.js';
import { type Edge, ops, startEdge } from '../support/slack-edge.js';

let edge: Edge;

beforeEach(async () => {
  edge = await startEdge('socket');
});

afterEach(() => edge.stop());

const list = () => edge.slack.people.as('U0ALICE').command('list', { channel: ops });
const allOpen = () => expect.poll(() => edge.bot.ready().detail, { timeout: 15_000 }).toBe('2 of 2 sockets open');

describe('sockets to Slack', () => {
  it('are two, and one is enough to be ready', async () => {
    await allOpen();
    expect(edge.slack.openSockets()).toBe(2);
    expect(edge.bot.ready().ok).toBe(true);
  });

  it.each([
    ['warning', false],
    ['refresh_requested', false],
    ['refresh_requested', true],
  ] as const)('are replaced without a failed command on %s (TCP left open: %s)', async (reason, leaveTcpOpen) => {
    await allOpen();
    edge.slack.faults.refreshSockets(reason, { leaveTcpOpen });
    // A socket told `refresh_requested` gets nothing more, so there is nobody until its successor is there.
    if (reason === 'refresh_requested') await expect.poll(() => edge.slack.openSockets()).toBeGreaterThan(0);
    for (let count = 0; count < 20; count += 1) expect(await list()).not.toHaveProperty('failed');
    await allOpen();
    await expect.poll(() => edge.slack.calls.filter((call) => call.method === 'apps.connections.open').length).toBe(4);
  });

  it('are opened again after they were cut', async () => {
    await allOpen();
    edge.slack.faults.cutSockets();
    await expect.poll(() => edge.bot.ready().ok).toBe(false);
    await allOpen();
    expect((await list()).failed).toBeUndefined();
  });

  it('are opened again soon after an outage, during which the bot is not ready and says why', async () => {
    await allOpen();
    const outage = edge.slack.faults.outage();
    await expect.poll(() => edge.bot.ready()).toMatchObject({ ok: false });
    await expect.poll(() => edge.bot.ready().detail).toContain('Slack: ');
    outage.clear();
    await allOpen();
  });

  it('survive a token that is refused while they are opened again', async () => {
    await allOpen();
    edge.slack.revokeToken('app');
    await expect.poll(() => edge.bot.ready().detail).toContain('token_revoked');
    edge.slack.restoreToken('app');
    await allOpen();
  });

  it('survive an event without its inner part', async () => {
    await allOpen();
    // What `app_rate_limited` looks like.
    const sent = edge.slack.sendEvent(undefined as never);
    await expect.poll(() => edge.logger.all()).toContain('unknown shape');
    expect((await list()).failed).toBeUndefined();
    expect((await sent).failed).toBe('timeout');
  });

  it('are closed at the end', async () => {
    await allOpen();
    await edge.bot.stop(2000);
    await expect.poll(() => edge.slack.openSockets()).toBe(0);
    expect(edge.bot.ready().ok).toBe(false);
  });
});

describe('starting', () => {
  let slack: SlackServer;

  beforeEach(async () => {
    slack = await startSlack();
  });

  afterEach(() => slack.stop());

  it('fails with a token that Slack refuses', async () => {
    const receiver = socketReceiver({ appToken: 'xapp-wrong', apiUrl: slack.apiUrl, logger: capturedLog() });
    await expect(receiver.start()).rejects.toMatchObject({ kind: 'slack-refused', message: 'invalid_auth' });
  });

  it('goes on trying when Slack cannot be reached yet', async () => {
    const outage = slack.faults.outage();
    const logger = capturedLog();
    const receiver = socketReceiver({ appToken: slack.appToken, apiUrl: slack.apiUrl, logger });
    await receiver.start();
    expect(receiver.ready().ok).toBe(false);
    outage.clear();
    await expect.poll(() => receiver.ready().ok, { timeout: 5000 }).toBe(true);
    await receiver.stop(1000);
  });
});
