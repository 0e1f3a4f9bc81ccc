import { setTimeout as delay } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { eventually } from './eventually.js';
import { approve, finish, start, upgradeNodes } from './insisting.js';
import { type Kept, keptOn } from './kept.js';
import { makePoints, type Points } from './points.js';
import { aStory, type Story, type StoryOptions } from './story.js';
import { expectToldRight } from './told.js';

/** A point that is not reached in this time (ms) is not on the way. */
const REACHED_WITHIN_MS = 25_000;

/**
 * Long enough (ms) for others to do everything in place of a frozen process: its jobs are free after at most 7 s, and a
 * message that it may have sent is looked for 8 and 9 s after it was announced.
 */
export const TAKEN_OVER_MS = 11_000;

/**
 * Does something, and has the process that this leads to a point frozen there for so long (ms).
 * @throws Error when the point is not reached
 */
export type FreezeAt = (
  point: string,
  act: () => Promise<unknown>,
  options?: { readonly forMs?: number; readonly nth?: number },
) => Promise<void>;

/** Freezes processes that note these points. */
export const freezer =
  (points: Points): FreezeAt =>
  async (point, act, { forMs = TAKEN_OVER_MS, nth = 1 } = {}) => {
    const before = points.struck().length;
    points.arm(point, { signal: 'SIGSTOP', nth });
    const acting = act();
    const pid = await Promise.race([
      eventually(`a freeze at "${point}"`, () => points.struck()[before]?.pid, REACHED_WITHIN_MS),
      acting.then(() => points.struck()[before]?.pid),
    ]);
    if (pid === undefined) throw new Error(`nobody came to "${point}"`);
    await delay(forMs);
    process.kill(pid, 'SIGCONT');
    await acting;
  };

/** A story with processes that are frozen at chosen points and go on later. */
export interface FrozenStory extends Story {
  readonly kept: Kept;
  readonly freezeAt: FreezeAt;
}

/** Sets a stage whose processes note their points, two that do everything unless told otherwise. */
export async function aFrozenStory(
  options: StoryOptions,
  context: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
): Promise<FrozenStory> {
  const points = makePoints();
  context.onTestFinished(() => points.remove());
  const config = { poll: { active: '500ms', idle: '1s' }, ...options.config };
  const env = { ...points.env, ...options.env };
  const story = await aStory({ roles: ['all', 'all'], ...options, config, env }, context);
  const kept = keptOn(story);
  context.onTestFinished(() => kept.close());
  return { ...story, kept, freezeAt: freezer(points) };
}

const STATES = ['READY_TO_UPGRADE', 'READY_TO_RUN_UPGRADE_TASKS', 'RUNNING_UPGRADE_TASKS'];

/**
 * Two upgrades by two processes, each from start to end, with a process frozen on the way of either start and of either
 * approval; afterwards everything has happened once and is told once.
 */
export async function twoUpgrades(
  [first, second, third, fourth]: readonly [string, string, string, string],
  context: Pick<TestContext, 'onTestFinished' | 'onTestFailed' | 'expect'>,
): Promise<void> {
  const { expect } = context;
  const story = await aFrozenStory({ cluster: { finalizeMs: Number.POSITIVE_INFINITY } }, context);
  const { targetVersion } = story.cluster;

  await story.freezeAt(first, () => start(story));
  await upgradeNodes(story, targetVersion);
  await story.freezeAt(second, () => approve(story));
  await finish(story);
  await story.freezeAt(third, () => start(story));
  await upgradeNodes(story, '9.2.99');
  await story.freezeAt(fourth, () => approve(story));

  const states = await expectToldRight(story, expect);
  // A start that was not sent, or did not take effect, leaves an upgrade that never began.
  expect(states.filter(({ length }) => length > 0)).toEqual([[...STATES, 'STABLE'], STATES]);
}
