import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { actsOn } from '../support/struck-acts.js';
import { aStruckStory, type StruckStory } from '../support/struck-story.js';
import { expectToldRight } from '../support/told.js';
import { cancelPoints, inFlow, inFours, startPoints } from './points.js';

const started = /^READY_TO_UPGRADE:/;
const cancelled = /Upgrade cancelled/;
const REST_MS = 3_300;

/** Two rounds of start and cancel, with a kill in each: start, cancel, start, cancel. */
const rounds = inFours(startPoints.always, cancelPoints.always);

const nothingOwed = (story: StruckStory) =>
  eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0);

describe('the points of start and cancel', () => {
  it('are all listed here', async (context) => {
    const { expect } = context;
    const story = await aStruckStory({}, context);
    const { run } = actsOn(story);
    const pointsOf = async (act: () => Promise<void>): Promise<string[]> => {
      await story.quiet(REST_MS);
      const reached = await story.pointsOf(async () => {
        await act();
        await nothingOwed(story);
        await story.quiet(1_000);
      });
      return inFlow(reached);
    };
    const start = await pointsOf(() => run('start', started));
    const cancel = await pointsOf(() => run('cancel', cancelled));

    expect(start).toEqual(expect.arrayContaining([...startPoints.always]));
    expect([...startPoints.always, ...startPoints.byTiming]).toEqual(expect.arrayContaining(start));
    expect(cancel).toEqual(expect.arrayContaining([...cancelPoints.always]));
    expect([...cancelPoints.always, ...cancelPoints.byTiming]).toEqual(expect.arrayContaining(cancel));
  });
});

describe('kill -9 and a restart leave no call sent twice and no line lost or doubled', () => {
  it.concurrent.for(rounds)('at "%s" (start), "%s" (cancel), "%s" (start), "%s" (cancel)', async (struck, context) => {
    const { expect } = context;
    const story = await aStruckStory({}, context);
    const { run } = actsOn(story);
    const [start, cancel, startAgain, cancelAgain] = struck;
    await run('start', started, start);
    await run('cancel', cancelled, cancel);
    await run('start', started, startAgain);
    await run('cancel', cancelled, cancelAgain);

    const states = await expectToldRight(story, expect);
    expect(states).toEqual([
      ['READY_TO_UPGRADE', 'STABLE'],
      ['READY_TO_UPGRADE', 'STABLE'],
    ]);
    expect(story.points.struck().map(({ name }) => name)).toEqual(struck);
  });
});
