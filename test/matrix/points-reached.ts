import type { ExpectStatic } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { StruckStory } from '../support/struck-story.js';
import { type FlowPoints, inFlow } from './points.js';

/** As long as a person's rights are remembered, and a card is left alone after an edit. */
const REST_MS = 3_300;

/** Points that belong to what is done here, until nothing is owed any more. */
export async function pointsIn(story: StruckStory, act: () => Promise<unknown>): Promise<string[]> {
  await story.quiet(REST_MS);
  const reached = await story.pointsOf(async () => {
    await act();
    await eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0);
    await story.quiet(1_000);
  });
  return inFlow(reached);
}

/** A point that nobody has listed is one at which nobody has tried a kill. */
export function expectListed(expect: ExpectStatic, reached: readonly string[], { always, byTiming }: FlowPoints): void {
  expect(always.filter((point) => !reached.includes(point))).toEqual([]);
  expect(reached.filter((point) => !always.includes(point) && !byTiming.includes(point))).toEqual([]);
}
