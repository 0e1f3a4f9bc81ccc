import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { told, untilReady } from '../support/redis-story.js';
import { aStory, cast, type Story } from '../support/story.js';

/** A private Redis without an append-only file: a restart loses everything. */
const forgetful = { redis: { url: null }, before: readyToFinalize } as const;

async function noticedAgain(story: Story): Promise<string> {
  await eventually('a second card', () => story.roots().length === 2, 30_000);
  return await eventually('a card that says so', () => /earlier record.*gone/.test(story.card()) && story.card());
}

describe('Redis loses its data', () => {
  it.concurrent('while a request is open: a press of its button is answered privately, and nothing is sent', async (context) => {
    const { expect } = context;
    const story = await aStory(forgetful, context);
    await story.type(cast.alice, 'approve confluence');
    const old = await story.openRequest();
    await story.redis.restart();
    await noticedAgain(story);
    await untilReady(story);

    const pressed = await story.press(cast.bob, old, 'Approve');
    expect(pressed).toMatch(/no longer/);
    await story.looks();
    expect(story.posts()).toEqual([]);
    await story.type(cast.alice, 'approve confluence');
    await eventually('another request', () => story.requests().length === 2);
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/Upgrade finished/);
    await story.quiet();

    expect(told(story).posts).toEqual(['approve']);
    expect(told(story).roots).toBe(2);
  });

  it.concurrent.for(['before', 'after'] as const)(
    'while a call is under way (%s the target acts on it): it is not sent again',
    async (when, context) => {
      const { expect, onTestFinished } = context;
      const story = await aStory({ ...forgetful, cluster: { finalizeMs: 60_000 } }, context);
      await story.type(cast.alice, 'approve confluence');
      const request = await story.openRequest();
      const held = story.cluster.faults.hold({ verb: 'approve' }, when);
      onTestFinished(() => held.release());
      await story.press(cast.bob, request, 'Approve');
      await held.reached;
      await story.redis.restart();
      const card = await noticedAgain(story);
      held.release();
      await eventually('what the target does', () => /RUNNING_UPGRADE_TASKS/.test(story.card()));
      await story.looks(30);
      await story.quiet();

      expect(card).toContain('outside this bot');
      expect(story.posts()).toEqual(['approve']);
      expect(story.roots()).toHaveLength(2);
    },
  );
});
