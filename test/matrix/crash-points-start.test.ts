import { describe, it } from 'vitest';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { inGroups, isApart, STORY_MS, startPoints } from './points.js';
import { expectListed, pointsIn } from './points-reached.js';

const started = /^READY_TO_UPGRADE:/;
const cancelled = /Upgrade cancelled/;

describe('the points of start', () => {
  it('are all listed', async (context) => {
    const story = await aStruckStory({}, context);
    const { run } = actsOn(story);
    const reached = await pointsIn(story, () => run('start', started));

    expectListed(context.expect, reached, startPoints);
  });
});

describe('kill -9 in start, and a restart', () => {
  const stories = inGroups(startPoints.always.filter(isApart), 6);

  it.concurrent.for(stories)(
    'send nothing twice, and lose or double no line: %s',
    { timeout: STORY_MS },
    async ([, points], context) => {
      const { expect } = context;
      const story = await aStruckStory({}, context);
      const { run } = actsOn(story);
      for (const point of points) {
        await run('start', started, point);
        await run('cancel', cancelled);
      }

      const states = await expectToldRight(story, expect);
      const upgrade = ['READY_TO_UPGRADE', 'STABLE'];
      // What was found not to have been sent ends an upgrade, and the person who asks again opens the next.
      expect(states.filter(({ length }) => length > 0)).toEqual(points.map(() => upgrade));
      expect(story.points.struck().map(({ name }) => name)).toEqual(points);
    },
  );
});
