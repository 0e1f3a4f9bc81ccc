import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStory, cast, openStory, type Story } from '../support/story.js';

const MINUTE_S = 60;
const nowS = (): number => Math.floor(Date.now() / 1000);

/** A slash command as Slack posts it. */
function startForm(triggerId: string): string {
  return new URLSearchParams({
    command: '/upgrade',
    text: 'start confluence',
    user_id: cast.alice,
    team_id: 'T0SANDBOX',
    channel_id: cast.channel,
    trigger_id: triggerId,
    response_url: 'http://127.0.0.1:9/none',
  }).toString();
}

describe('a request to the HTTP endpoint', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ mode: 'http' });
  });
  afterAll(() => story?.stop());

  const signatureFor = (body: string, timestamp: number): string =>
    `v0=${createHmac('sha256', story.slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

  it.each<[string, () => { signature?: string | null; secret?: string; timestamp?: number | string }]>([
    ['without a signature', () => ({ signature: null })],
    ['with the signature of another secret', () => ({ secret: 'another secret' })],
    ['with the signature of another body', () => ({ signature: signatureFor('text=help', nowS()) })],
    ['with a signature that is none', () => ({ signature: 'v0=' })],
    [
      'with a signature of another version',
      () => ({ signature: signatureFor(startForm('forged'), nowS()).replace('v0', 'v1') }),
    ],
    ['signed an hour ago', () => ({ timestamp: nowS() - 60 * MINUTE_S })],
    ['signed six minutes ago', () => ({ timestamp: nowS() - 6 * MINUTE_S })],
    ['signed for an hour from now', () => ({ timestamp: nowS() + 60 * MINUTE_S })],
    ['with a time that is none', () => ({ timestamp: 'yesterday' })],
  ])('is refused with 401 when it comes %s, and nothing is done', async (_how, options) => {
    const answer = await story.slack.deliver.signed(startForm('forged'), options());
    expect(answer.status).toBe(401);
    await story.looks(2);
    expect(story.posts()).toEqual([]);
    expect(story.slack.everything(cast.channel)).toEqual([]);
  });

  it.each([
    ['a form without fields', '', 'application/x-www-form-urlencoded'],
    ['broken JSON', '{"type":', 'application/json'],
    ['JSON that is no object', '"text"', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a payload that is no JSON', 'payload=%7Bnot', 'application/x-www-form-urlencoded'],
  ])('that is signed but holds %s does no harm', async (_what, body, contentType) => {
    const answer = await story.slack.deliver.signed(body, { contentType });
    expect(answer.status).toBeLessThan(500);
    expect(await story.type(cast.mallory, 'status confluence')).toContain('STABLE');
  });

  it('is not found on any other path', async () => {
    const url = new URL('/slack/other', `http://127.0.0.1:${story.env.PORT}`).href;
    expect((await story.slack.deliver.signed(startForm('elsewhere'), { url })).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${story.env.PORT}/slack/events`)).status).toBe(404);
  });
});

describe('a signed request that is sent again', () => {
  it('has no second effect', async () => {
    const story = await aStory({ mode: 'http' });
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    const answers = story.slack.ephemerals().length;
    const replays = await Promise.all([story.slack.deliver.replayLast(), story.slack.deliver.replayLast()]);
    await story.quiet();
    for (const { status } of replays) expect([200, 401]).toContain(status);
    expect(story.slack.ephemerals()).toHaveLength(answers);
    expect(story.count(/asked for start/)).toBe(1);
    expect(story.posts()).toEqual(['start']);
  });

  it('has no second effect after a restart either', async () => {
    const story = await aStory({ mode: 'http' });
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    story.cluster.cluster.setUpgradeMode(false);
    await story.line(/Upgrade cancelled/);
    await story.bot.end('SIGKILL');
    await story.startReady();
    await story.slack.deliver.replayLast();
    await story.quiet();
    expect(story.roots()).toHaveLength(1);
    expect(story.posts()).toEqual(['start']);
  });
});
