import { channel } from 'node:diagnostics_channel';
import { EventEmitter, once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { signatureOf } from '../../src/sandbox/slack/post.js';
import { type Edge, ops, startEdge } from '../support/slack-edge.js';

/** Tells of each request whose head has reached the bot. */
const arrivals = new EventEmitter();
channel('http.server.request.start').subscribe((message) => {
  const { request: arrived } = message as { request: { url: string } };
  if (arrived.url === '/slack/events') arrivals.emit('request');
});

/** A signed slash command whose last byte is still missing. */
async function halfSent({ slack, eventsUrl }: Edge): Promise<{ readonly sending: ClientRequest; finish(): void }> {
  const fields = { team_id: slack.teamId, channel_id: ops, user_id: 'U0ALICE', command: '/upgrade', text: 'list' };
  const body = new URLSearchParams({
    ...fields,
    trigger_id: 'trigger',
    response_url: `${slack.url}/response/none`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sending = request(eventsUrl, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': body.length,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(slack.signingSecret, timestamp, body),
    },
  });
  const begun = once(arrivals, 'request');
  sending.write(body.slice(0, -1));
  await begun;
  return { sending, finish: () => void sending.end(body.slice(-1)) };
}

it('a command that has arrived in full only while a process stops is served to its end', async () => {
  const edge = await startEdge('http');
  onTestFinished(() => edge.stop());
  const { services, bot, logger } = edge;
  let served = false;
  services.beforeAnswer = async () => {
    await delay(100);
    served = true;
  };
  const { sending, finish } = await halfSent(edge);
  const stopped = bot.stop(5_000);
  finish();
  const [response] = await once(sending, 'response');
  expect(response.statusCode).toBe(200);
  await stopped;

  expect(services.shown).toHaveLength(1);
  expect(served).toBe(true);
  expect(logger.all()).not.toContain('stopped before everything was served');
});
