import { describe, it } from 'vitest';
import { anInstabaseStory } from '../support/instabase-story.js';
import { doubledLines } from '../support/once.js';
import { cast } from '../support/story.js';

const forever = Number.POSITIVE_INFINITY;
/** A process that is asked to end has ended after so long (ms). */
const DRAINED_WITHIN_MS = 10_000;

describe('SIGTERM', () => {
  it.concurrent('in a long creation ends in time, and the next process tells what came of it', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: { stageMs: forever, createMs: forever } }, context);
    await story.slack.people.as(cast.alice).command('create ib 23.07.0', { channel: cast.channel });
    await expect.poll(() => story.posts(), { timeout: 15_000 }).toEqual(['create']);
    await story.looks();
    const from = performance.now();
    const code = await story.bot.end('SIGTERM');
    const took = performance.now() - from;
    await story.startReady();
    story.ib.finishCreation();
    await story.line(/create: done/, 60_000);
    await story.line(/^CONFIRM_START:/);
    await story.quiet();

    expect(code).toBe(0);
    expect(took).toBeLessThan(DRAINED_WITHIN_MS);
    expect(story.posts()).toEqual(['create']);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('in a long validation ends in time, and the next process asks again', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory(
      { instabase: { stageMs: forever, validateMs: forever }, before: ({ ib }) => ib.run.create() },
      context,
    );
    const validations = (): number => story.ib.requests.filter(({ verb }) => verb === 'validate').length;
    await story.line(/^CONFIRM_START:/);
    await story.type(cast.alice, 'validate ib');
    await expect.poll(validations, { timeout: 15_000 }).toBe(1);
    const from = performance.now();
    const code = await story.bot.end('SIGTERM');
    const took = performance.now() - from;
    await story.startReady();
    await expect.poll(validations, { timeout: 20_000 }).toBe(2);
    story.ib.finishValidation();
    await story.line(/validate: done/);
    await story.quiet();

    expect(code).toBe(0);
    expect(took).toBeLessThan(DRAINED_WITHIN_MS);
    expect(story.count(/validate: /)).toBe(1);
    expect(validations()).toBe(2);
  });
});
