import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { cast } from '../support/story.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { ackPoints, STORY_MS } from './points.js';

/** The other way to hear from Slack: there the acknowledgement is an HTTP answer, not a message on a socket. */
const mode = 'http';

describe('kill -9 around an acknowledgement over HTTP, and a restart', () => {
  it.concurrent('lead to one start for each command that was recorded', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const story = await aStruckStory({ mode }, context);
    const { run } = actsOn(story);
    for (const point of ackPoints) {
      await run('start', /^READY_TO_UPGRADE:/, point);
      await run('cancel', /Upgrade cancelled/);
    }

    const states = await expectToldRight(story, expect);
    expect(states).toEqual(ackPoints.map(() => ['READY_TO_UPGRADE', 'STABLE']));
    expect(story.posts()).toEqual(ackPoints.flatMap(() => ['start', 'cancel']));
    expect(story.points.struck().map(({ name }) => name)).toEqual(ackPoints);
  });

  it.concurrent('lead to one decision for each press', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const story = await aStruckStory({ mode, before: readyToFinalize }, context);
    const { ask, decide } = actsOn(story);
    for (const point of ackPoints) {
      await ask('approve');
      await decide(cast.bob, 'Reject', point);
    }

    expect(await expectToldRight(story, expect)).toEqual([['READY_TO_RUN_UPGRADE_TASKS']]);
    expect(story.requests()).toHaveLength(ackPoints.length);
    expect(story.posts()).toEqual([]);
    expect(story.points.struck().map(({ name }) => name)).toEqual(ackPoints);
  });
});
