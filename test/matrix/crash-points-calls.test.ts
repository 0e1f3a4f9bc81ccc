import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { cast } from '../support/story.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { inGroups, kindsOf, kindsOfCall, STORY_MS } from './points.js';

/** Upgrade tasks run until the test ends them: a state that passes by unseen is no event. */
const cluster = { finalizeMs: Number.POSITIVE_INFINITY };
const FAILURE = [{ message: 'no index' }];

describe('kill -9 in cancel, and a restart', () => {
  const stories = inGroups([...kindsOf('asked'), ...kindsOfCall('cancel')], 4);

  it.concurrent.for(stories)('send nothing twice: %s', { timeout: STORY_MS }, async ([, points], context) => {
    const { expect } = context;
    const story = await aStruckStory({}, context);
    const { run } = actsOn(story);
    for (const point of points) {
      await run('start', /^READY_TO_UPGRADE:/);
      await run('cancel', /Upgrade cancelled/, point);
    }

    expect(await expectToldRight(story, expect)).toEqual(points.map(() => ['READY_TO_UPGRADE', 'STABLE']));
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
  });
});

describe('kill -9 in retry of Jira, and a restart', () => {
  const stories = inGroups([...kindsOf('asked'), ...kindsOfCall('retryUpgrade')], 4);

  it.concurrent.for(stories)('send nothing twice: %s', { timeout: STORY_MS }, async ([, points], context) => {
    const { expect } = context;
    const story = await aStruckStory({ clusters: { jira: cluster }, before: readyToFinalize }, context);
    const { ask, decide, run, newestLine } = actsOn(story, 'jira');
    const { failFinalization, finishFinalization } = story.cluster.cluster;
    await ask('approve');
    await decide(cast.bob, 'Approve');
    await newestLine(/^RUNNING_UPGRADE_TASKS:/);
    for (const [index, point] of points.entries()) {
      failFinalization(FAILURE);
      finishFinalization();
      await newestLine(/^UPGRADE_TASKS_FAILED:/, index + 1);
      await run('retry', /^RUNNING_UPGRADE_TASKS:/, point, { nth: index + 2 });
    }

    const [states = []] = await expectToldRight(story, expect);
    expect(states).toEqual([
      'READY_TO_RUN_UPGRADE_TASKS',
      'RUNNING_UPGRADE_TASKS',
      ...points.flatMap(() => ['UPGRADE_TASKS_FAILED', 'RUNNING_UPGRADE_TASKS']),
    ]);
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
  });
});
