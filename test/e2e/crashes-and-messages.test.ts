import { describe, it } from 'vitest';
import { readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

/** The watch goes on within this time (ms) after a restart. */
const GOES_ON_WITHIN_MS = 15_000;

async function killAndRestart(story: Story): Promise<void> {
  await story.bots.at(-1)?.end('SIGKILL');
  await story.startReady();
}

describe('kill -9 and a restart', () => {
  it.concurrent.for([
    ['has shown but not confirmed', 'first'],
    ['shows only after the process has died', 'last'],
  ] as const)('double no message that Slack %s', async ([, act], context) => {
    const { expect, onTestFinished } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    const held = story.slack.faults.hold('chat.postMessage', { act });
    onTestFinished(() => held.release());
    story.cluster.cluster.setNode('confluence-0', { state: 'OFFLINE' });
    await eventually('a post that is held', () => held.hits() > 0);
    await story.bot.end('SIGKILL');
    held.release();
    story.cluster.cluster.setNode('confluence-1', { state: 'OFFLINE' });
    await story.startReady();

    await story.line(/^confluence-1: OFFLINE/, GOES_ON_WITHIN_MS);
    await story.quiet(2_500);

    expect(story.lines().filter((line) => line.includes('OFFLINE'))).toEqual([
      'confluence-0: OFFLINE',
      'confluence-1: OFFLINE',
    ]);
    expect(story.roots()).toHaveLength(1);
  });

  it.concurrent('double no card', async (context) => {
    const { expect, onTestFinished } = context;
    const story = await aStory({}, context);
    const held = story.slack.faults.hold('chat.postMessage');
    onTestFinished(() => held.release());
    await story.slack.people.as(cast.alice).command('start confluence', { channel: cast.channel });
    await eventually('a card that is held', () => held.hits() > 0);
    await eventually('the start', () => story.cluster.cluster.state() === 'READY_TO_UPGRADE');
    await story.bot.end('SIGKILL');
    held.release();
    await story.startReady();
    await story.line(/^READY_TO_UPGRADE:/, GOES_ON_WITHIN_MS);
    expect(story.roots()).toHaveLength(1);
    expect(story.posts()).toEqual(['start']);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('during an outage of Slack lose nothing of what was seen', async (context) => {
    const { expect, onTestFinished } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    const { cluster } = story.cluster;
    await story.line(/^READY_TO_UPGRADE:/);
    const outage = story.slack.faults.outage();
    onTestFinished(() => outage.clear());
    cluster.setNode('confluence-0', { state: 'OFFLINE' });
    await story.looks();
    cluster.setNode('confluence-0', { state: 'STARTING' });
    await story.looks();
    await story.bot.end('SIGKILL');
    outage.clear();
    await story.startReady();
    cluster.setNode('confluence-0', { state: 'ACTIVE', version: '9.2.21' });

    await story.line(/^MIXED:/, GOES_ON_WITHIN_MS);
    await story.quiet();

    expect(story.lines().filter((line) => line.startsWith('confluence-0'))).toEqual([
      'confluence-0: OFFLINE',
      'confluence-0: STARTING',
      'confluence-0: ACTIVE, now on 9.2.21',
    ]);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('again and again while nodes are upgraded leave a thread without gap or double', async (context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    const { cluster } = story.cluster;
    await story.slack.people.as(cast.alice).command('start confluence', { channel: cast.channel });
    await eventually('the start', () => story.posts().length === 1);
    await killAndRestart(story);
    await story.line(/^READY_TO_UPGRADE:/, GOES_ON_WITHIN_MS);
    for (const { name } of cluster.nodes()) {
      cluster.setNode(name, { state: 'OFFLINE' });
      await killAndRestart(story);
      await story.line(new RegExp(`^${name}: OFFLINE`), GOES_ON_WITHIN_MS);
      cluster.setNode(name, { state: 'ACTIVE', version: '9.2.21' });
      await killAndRestart(story);
      await story.line(new RegExp(`^${name}: ACTIVE, now on 9\\.2\\.21`), GOES_ON_WITHIN_MS);
    }
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await eventually('the card', () => /State: READY_TO_RUN_UPGRADE_TASKS/.test(story.card()));
    await story.quiet();

    expect(story.posts()).toEqual(['start']);
    expect(story.roots()).toHaveLength(1);
    expect(doubledLines(story.lines())).toEqual([]);
  });
});
