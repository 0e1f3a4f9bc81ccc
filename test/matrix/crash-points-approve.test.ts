import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory, type StruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { approvePoints, askPoints, inFlow, inFours } from './points.js';

const running = /^RUNNING_UPGRADE_TASKS:/;
const REST_MS = 3_300;

/** Upgrade tasks run until the test ends them: a state that passes by unseen is no event. */
const cluster = { finalizeMs: Number.POSITIVE_INFINITY };

/** Two upgrades, with a kill while finalizing is asked for and one while it is approved, in each. */
const rounds = inFours(askPoints.always, approvePoints.always);

const nothingOwed = (story: StruckStory) =>
  eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0, 40_000);

/** Somebody turns upgrade mode on elsewhere and upgrades the nodes. */
async function openUpgrade(story: StruckStory, number: number): Promise<void> {
  readyToFinalize(story);
  await eventually(`the card of upgrade ${number}`, () => story.roots().length === number);
  await actsOn(story).newestLine(/^READY_TO_RUN_UPGRADE_TASKS:/);
}

/** The upgrade tasks end, and the cluster goes back to its old version for the next round. */
async function finish(story: StruckStory): Promise<void> {
  story.cluster.cluster.finishFinalization();
  await actsOn(story).newestLine(/Upgrade finished/);
  await nothingOwed(story);
  for (const { id } of story.cluster.cluster.nodes()) {
    story.cluster.cluster.setNode(id, { version: story.cluster.version });
  }
}

describe('the points of asking to finalize and of approving it', () => {
  it('are all listed here', async (context) => {
    const { expect } = context;
    const story = await aStruckStory({ cluster, before: readyToFinalize }, context);
    const { ask, approve, openRequest } = actsOn(story);
    const pointsOf = async (act: () => Promise<unknown>): Promise<string[]> => {
      await story.quiet(REST_MS);
      const reached = await story.pointsOf(async () => {
        await act();
        await nothingOwed(story);
        await story.quiet(1_000);
      });
      return inFlow(reached);
    };
    const asked = await pointsOf(async () => {
      await ask('approve');
      await openRequest();
    });
    const approved = await pointsOf(() => approve(running));

    expect(asked).toEqual(expect.arrayContaining([...askPoints.always]));
    expect([...askPoints.always, ...askPoints.byTiming]).toEqual(expect.arrayContaining(asked));
    expect(approved).toEqual(expect.arrayContaining([...approvePoints.always]));
    expect([...approvePoints.always, ...approvePoints.byTiming]).toEqual(expect.arrayContaining(approved));
  });
});

describe('kill -9 and a restart lead to one request, one decision and one call', () => {
  it.concurrent.for(rounds)(
    'at "%s" (asked), "%s" (approved), "%s" (asked), "%s" (approved)',
    async (struck, context) => {
      const { expect } = context;
      const story = await aStruckStory({ cluster }, context);
      const { ask, approve } = actsOn(story);
      const [asked, approved, askedAgain, approvedAgain] = struck;
      await openUpgrade(story, 1);
      await ask('approve', asked);
      await approve(running, approved);
      await eventually('the card', () => story.card().includes('RUNNING_UPGRADE_TASKS'));
      await finish(story);
      await openUpgrade(story, 2);
      await ask('approve', askedAgain);
      await approve(running, approvedAgain);

      const states = await expectToldRight(story, expect);
      const stages = ['READY_TO_RUN_UPGRADE_TASKS', 'RUNNING_UPGRADE_TASKS'];
      expect(states).toEqual([[...stages, 'STABLE'], stages]);
      expect(story.points.struck().map(({ name }) => name)).toEqual(struck);
    },
  );
});
