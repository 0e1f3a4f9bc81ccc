import { describe, it } from 'vitest';
import type { Fault } from '../../src/sandbox/slack/faults.js';
import { readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aStory, cast, type Story } from '../support/story.js';

interface Trouble {
  readonly name: string;
  readonly arm: ({ slack }: Story) => Fault | readonly Fault[];
}

const troubles: readonly Trouble[] = [
  { name: 'answers to posts are lost', arm: ({ slack }) => slack.faults.loseReply('chat.postMessage', { times: 2 }) },
  { name: 'posts are refused with 429', arm: ({ slack }) => slack.faults.rateLimit('chat.postMessage', { times: 2 }) },
  {
    name: 'posts are refused with ratelimited and HTTP 200',
    arm: ({ slack }) => slack.faults.rateLimit('chat.postMessage', { times: 1, style: 'ok-false' }),
  },
  { name: 'posts fail with 503', arm: ({ slack }) => slack.faults.fail('chat.postMessage', { forMs: 3_000 }) },
  {
    name: 'posts are carried out but answered with 500',
    arm: ({ slack }) => slack.faults.fail('chat.postMessage', { times: 2, status: 500, acted: true }),
  },
  {
    name: 'Slack says fatal_error although it has posted',
    arm: ({ slack }) => slack.faults.fail('chat.postMessage', { times: 1, error: 'fatal_error', acted: true }),
  },
  { name: 'a proxy answers posts in HTML', arm: ({ slack }) => slack.faults.html('chat.postMessage', { times: 2 }) },
  {
    name: 'posts are answered after the time-out',
    arm: ({ slack }) => slack.faults.slow('chat.postMessage', { ms: 6_000, times: 1 }),
  },
  {
    name: 'posts are carried out after the time-out',
    arm: ({ slack }) => slack.faults.slow('chat.postMessage', { ms: 5_300, act: 'last', times: 1 }),
  },
  { name: 'nothing of Slack answers for seconds', arm: ({ slack }) => slack.faults.outage({ forMs: 4_000 }) },
  {
    name: 'edits fail with 503 and 429',
    arm: ({ slack }) => [
      slack.faults.fail('chat.update', { times: 1 }),
      slack.faults.rateLimit('chat.update', { times: 1 }),
    ],
  },
  { name: 'answers to edits are lost', arm: ({ slack }) => slack.faults.loseReply('chat.update', { times: 2 }) },
];

describe('the thread and the card', () => {
  it.concurrent.for(troubles)('end right, in order and without doubles, when $name', async ({ arm }, context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    const faults = [arm(story)].flat();
    for (const state of ['DRAINING', 'OFFLINE', 'STARTING']) {
      story.cluster.cluster.setNode('confluence-0', { state });
      await story.looks();
    }
    story.cluster.cluster.setNode('confluence-0', { state: 'ACTIVE', version: '9.2.21' });

    await story.line(/^MIXED:/, 30_000);
    await eventually('the card', () => /State: MIXED/.test(story.card()), 20_000);
    await story.quiet();

    expect(story.lines().filter((line) => line.startsWith('confluence-0:'))).toEqual([
      'confluence-0: DRAINING',
      'confluence-0: OFFLINE',
      'confluence-0: STARTING',
      'confluence-0: ACTIVE, now on 9.2.21',
    ]);
    expect(story.count(/^MIXED:/)).toBe(1);
    expect(story.roots()).toHaveLength(1);
    for (const fault of faults) expect(fault.hits()).toBeGreaterThan(0);
    expect(story.card()).toMatch(/confluence-0: ACTIVE.*9\.2\.21/);
  });

  it.concurrent('begin with one card although the answer to it is lost', async (context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    story.slack.faults.loseReply('chat.postMessage', { times: 1 });
    expect(await story.type(cast.alice, 'start confluence')).toContain('Follow it here');
    await story.line(/^READY_TO_UPGRADE:/);
    expect(story.roots()).toHaveLength(1);
    expect(story.posts()).toEqual(['start']);
  });

  it.concurrent('come without a link in the answer when Slack takes no card for five seconds', async (context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    const fault = story.slack.faults.fail('chat.postMessage', { times: 1_000 });
    const begun = performance.now();
    const answer = await story.type(cast.alice, 'start confluence');
    const took = performance.now() - begun;
    fault.clear();
    expect(answer).toContain('Accepted');
    expect(answer).not.toContain('Follow it here');
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(8_000);
    await story.line(/^READY_TO_UPGRADE:/, 30_000);
    expect(story.posts()).toEqual(['start']);
  });

  it.concurrent('are posted when the bot has been invited to its channel, and who asks is told before', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: ({ slack }) => slack.workspace.kickBot(cast.channel) }, context);
    const answer = await story.type(cast.alice, 'start confluence');
    const readiness = await fetch(`${story.bot.opsUrl}/readyz`).then((response) => response.text());
    story.slack.workspace.inviteBot(cast.channel);

    await story.line(/^READY_TO_UPGRADE:/, 30_000);

    expect(answer).toContain('cannot be shown');
    expect(readiness).toContain('not_in_channel');
    expect(story.lines()[0]).toContain('@alice asked for start');
    expect(story.roots()).toHaveLength(1);
  });
});
