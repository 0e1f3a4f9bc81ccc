import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { cast } from '../support/story.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory, type StruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { approvePoints, askPoints, inGroups, STORY_MS, withoutBookkeeping } from './points.js';
import { expectListed, pointsIn } from './points-reached.js';

const running = /^RUNNING_UPGRADE_TASKS:/;
const READY = 'READY_TO_RUN_UPGRADE_TASKS';

/** Upgrade tasks run until the test ends them: a state that passes by unseen is no event. */
const cluster = { finalizeMs: Number.POSITIVE_INFINITY };

/** Somebody sets the nodes back to the old version, turns upgrade mode on elsewhere and upgrades them. */
async function openUpgrade(story: StruckStory): Promise<void> {
  const number = story.roots().length + 1;
  const { nodes, setNode } = story.cluster.cluster;
  for (const { id } of nodes()) setNode(id, { version: story.cluster.version });
  readyToFinalize(story);
  await eventually(`the card of upgrade ${number}`, () => story.roots().length === number);
  await actsOn(story).newestLine(/^READY_TO_RUN_UPGRADE_TASKS:/);
}

async function finish(story: StruckStory): Promise<void> {
  story.cluster.cluster.finishFinalization();
  await actsOn(story).newestLine(/Upgrade finished/);
}

describe('the points of asking to finalize and of approving it', () => {
  it('are all listed', async (context) => {
    const story = await aStruckStory({ cluster, before: readyToFinalize }, context);
    const { ask, approve, openRequest } = actsOn(story);
    const asked = await pointsIn(story, async () => {
      await ask('approve');
      await openRequest();
    });
    const approved = await pointsIn(story, () => approve(running));

    expectListed(context.expect, asked, askPoints);
    expectListed(context.expect, approved, approvePoints);
  });
});

describe('kill -9 while finalizing is asked for, and a restart', () => {
  const stories = inGroups(withoutBookkeeping(askPoints.always), 8);

  it.concurrent.for(stories)('lead to one request: %s', { timeout: STORY_MS }, async ([, points], context) => {
    const { expect } = context;
    const story = await aStruckStory({ cluster, before: readyToFinalize }, context);
    const { ask, decide } = actsOn(story);
    for (const point of points) {
      await ask('approve', point);
      await decide(cast.bob, 'Reject');
    }

    expect(await expectToldRight(story, expect)).toEqual([[READY]]);
    expect(story.requests()).toHaveLength(points.length);
    expect(story.points.struck().map(({ name }) => name)).toEqual(points);
  });
});

describe('kill -9 while finalizing is approved, and a restart', () => {
  const stories = inGroups(withoutBookkeeping(approvePoints.always), 5);

  it.concurrent.for(stories)(
    'lead to one decision and one call: %s',
    { timeout: STORY_MS },
    async ([, points], context) => {
      const { expect } = context;
      const story = await aStruckStory({ cluster }, context);
      const { ask, approve } = actsOn(story);
      for (const point of points) {
        await openUpgrade(story);
        await ask('approve');
        await approve(running, point);
        await finish(story);
      }

      const states = await expectToldRight(story, expect);
      expect(states).toEqual(points.map(() => [READY, 'RUNNING_UPGRADE_TASKS', 'STABLE']));
      expect(story.points.struck().map(({ name }) => name)).toEqual(points);
    },
  );
});
