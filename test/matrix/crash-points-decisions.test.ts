import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { cast } from '../support/story.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { inGroups, kindsOf, STORY_MS } from './points.js';

const READY = 'READY_TO_RUN_UPGRADE_TASKS';

describe('kill -9 while a request ends without a call, and a restart', () => {
  it.concurrent.for([
    ['rejects', cast.bob, 'rejected'],
    ['withdraws', cast.alice, 'withdrawn'],
  ] as const)('end it once when somebody %s it', { timeout: STORY_MS }, async ([, who, type], context) => {
    const { expect } = context;
    const points = kindsOf(type);
    const story = await aStruckStory({ before: readyToFinalize }, context);
    const { ask, decide, newestLine } = actsOn(story);
    for (const [index, point] of points.entries()) {
      await ask('approve');
      await decide(who, 'Reject', point);
      await newestLine(new RegExp(`approve: ${type}`), index + 1);
    }

    expect(await expectToldRight(story, expect)).toEqual([[READY]]);
    expect(story.posts()).toEqual([]);
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
  });

  it.concurrent('end it once when the cluster has changed', { timeout: STORY_MS }, async (context) => {
    const { expect } = context;
    const points = kindsOf('voided');
    const story = await aStruckStory({ before: readyToFinalize }, context);
    const { ask, decide, newestLine } = actsOn(story);
    const { setNode } = story.cluster.cluster;
    for (const [index, point] of points.entries()) {
      await ask('approve');
      setNode('confluence-0', { state: 'OFFLINE' });
      await newestLine(/^confluence-0: OFFLINE/, index + 1);
      await decide(cast.bob, 'Approve', point);
      await newestLine(/approve: void/, index + 1);
      setNode('confluence-0', { state: 'ACTIVE' });
      await newestLine(/^confluence-0: ACTIVE/, index + 1);
    }

    await expectToldRight(story, expect);
    expect(story.posts()).toEqual([]);
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
  });

  it.concurrent.for(inGroups(kindsOf('expired'), 4))(
    'end it once when its time is over: %s',
    { timeout: STORY_MS },
    async ([, points], context) => {
      const { expect } = context;
      const config = { approval: { expires: '10s' } };
      const story = await aStruckStory({ before: readyToFinalize, config }, context);
      const { ask, openRequest, newestLine } = actsOn(story);
      for (const [index, point] of points.entries()) {
        await ask('approve');
        await openRequest();
        // Nobody does anything: time does.
        await story.killAt(point, () => Promise.resolve());
        await newestLine(/approve: expired/, index + 1);
      }
      await eventually('no buttons', () => story.requests().every((request) => story.buttons(request).length === 0));

      expect(await expectToldRight(story, expect)).toEqual([[READY]]);
      expect(story.requests()).toHaveLength(points.length);
      expect(story.points.struck().map(({ name }) => name)).toEqual(points);
    },
  );
});
