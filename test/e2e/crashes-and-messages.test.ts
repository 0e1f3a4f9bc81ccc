import { describe, it } from 'vitest';
import { readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory } from '../support/story.js';

/** The watch goes on within this time (ms) after a restart. */
const GOES_ON_WITHIN_MS = 15_000;

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
});
