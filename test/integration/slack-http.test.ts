import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpReceiver } from '../../src/slack/in/receiver-http.js';
import { capturedLog } from '../support/captured-log.js';
import { type Edge, ops, startEdge } from '../support/slack-edge.js';

let edge: Edge;

beforeEach(async () => {
  edge = await startEdge('http');
});

afterEach(() => edge.stop());

const command = (trigger: string) =>
  new URLSearchParams({
    command: '/upgrade',
    text: 'list',
    user_id: 'U0ALICE',
    team_id: edge.slack.teamId,
    channel_id: ops,
    trigger_id: trigger,
  }).toString();

const secondsAway = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
const served = () => edge.services.shown.length;

describe('the HTTP address for Slack', () => {
  it('serves a signed command', async () => {
    expect((await edge.slack.deliver.signed(command('t1'))).status).toBe(200);
    await expect.poll(served).toBe(1);
  });

  it('takes a form with a charset', async () => {
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    expect((await edge.slack.deliver.signed(command('t1'), { contentType })).status).toBe(200);
    await expect.poll(served).toBe(1);
  });

  it.each([
    ['a wrong secret', { secret: 'another' }],
    ['no signature', { signature: null }],
    ['a signature of another scheme', { signature: 'v1=00' }],
    ['a timestamp of ten minutes ago', { timestamp: secondsAway(-600) }],
    ['a timestamp ten minutes ahead', { timestamp: secondsAway(600) }],
    ['a timestamp that is no number', { timestamp: 'soon' }],
  ])('refuses %s with 401', async (_what, options) => {
    expect((await edge.slack.deliver.signed(command('t1'), options)).status).toBe(401);
    await expect.poll(() => edge.logger.all()).toContain('request refused');
    expect(served()).toBe(0);
  });

  it('acknowledges a replayed request, which has no second effect', async () => {
    await edge.slack.deliver.signed(command('t1'));
    await expect.poll(served).toBe(1);
    expect((await edge.slack.deliver.replayLast()).status).toBe(200);
    await expect.poll(() => edge.logger.all()).toContain('delivered again');
    expect(served()).toBe(1);
  });

  it.each(['null', '7', '[]', 'no json'])('answers 400 to the signed body %s', async (body) => {
    expect((await edge.slack.deliver.signed(body, { contentType: 'application/json' })).status).toBe(400);
  });

  it('answers the check of the address, and of the certificate', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c1' });
    const answer = await edge.slack.deliver.signed(body, { contentType: 'application/json' });
    expect(JSON.parse(answer.text)).toEqual({ challenge: 'c1' });
    expect((await edge.slack.deliver.signed('ssl_check=1', { signature: null })).status).toBe(200);
  });

  it('refuses a body of more than four megabytes', async () => {
    const body = `payload=${'x'.repeat(5 * 1024 * 1024)}`;
    const status = await edge.slack.deliver.signed(body).then(
      (answer) => answer.status,
      () => 'cut while sending',
    );
    expect([413, 'cut while sending']).toContain(status);
    expect((await edge.slack.deliver.signed(command('t1'))).status).toBe(200);
  });

  it('knows no other path or method', async () => {
    const { origin } = new URL(edge.eventsUrl);
    expect((await fetch(edge.eventsUrl)).status).toBe(404);
    expect((await fetch(`${origin}//`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${origin}/%`, { method: 'POST', body: command('t1') })).status).toBe(404);
  });

  it('stops although a connection is kept open', async () => {
    const { port } = new URL(edge.eventsUrl);
    const idle = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => {
      idle.once('connect', resolve);
    });
    const begun = performance.now();
    await edge.bot.stop(1000);
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(edge.bot.ready().ok).toBe(false);
    idle.destroy();
  });

  it('cannot be started on an address in use', async () => {
    const port = Number(new URL(edge.eventsUrl).port);
    const receiver = httpReceiver({ signingSecret: 's', host: '127.0.0.1', port, logger: capturedLog(), clock: Date });
    await expect(receiver.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
