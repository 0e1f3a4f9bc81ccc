import type { TestContext } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import { type Kept, keptOn } from './kept.js';
import { makePoints, type Points } from './points.js';
import { aStory, cast, type Story, type StoryOptions } from './story.js';

/** The watch goes on within this time (ms) after a restart. */
const GOES_ON_WITHIN_MS = 15_000;
/** How long (ms) a machine that does much else may take to load a process. */
const BEGINS_WITHIN_MS = 60_000;
/** A point that is not reached in this time (ms), on a machine that does much else, is not on the way. */
const REACHED_WITHIN_MS = 60_000;

/** A bot that is killed every few seconds reads rights more often than Slack lets one that lives; not tested here. */
const manyRestarts = { 'usergroups.users.list': 1_000, 'users.info': 1_000, 'conversations.info': 1_000 };

/** A story whose bot is killed at chosen points and started again. */
export interface StruckStory extends Story {
  readonly points: Points;
  readonly kept: Kept;
  /**
   * Does something, has the bot killed at the point that this leads it to, and starts it again.
   * @throws Error when the point is not reached, or when the watch does not go on in time.
   */
  killAt(point: string, act: () => Promise<unknown>): Promise<void>;
  /** Lines of the newest thread as they are read. */
  newest(): string[];
  /** Points that are reached while something is done, each once. */
  pointsOf(act: () => Promise<unknown>): Promise<string[]>;
}

export interface StruckOptions extends StoryOptions {
  /** Whose timelines are read; the first cluster when left out. */
  readonly timelineOf?: string;
}

/** Sets a stage whose bot notes its points, for the test that calls it. */
export async function aStruckStory(
  { timelineOf, ...options }: StruckOptions,
  context: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
): Promise<StruckStory> {
  const points = makePoints();
  context.onTestFinished(() => points.remove());
  const config = { poll: { active: '800ms', idle: '800ms' }, ...options.config };
  const slack = { rateLimits: { perMinute: manyRestarts }, ...options.slack };
  const story = await aStory({ ...options, slack, config, env: { ...points.env, ...options.env } }, context);
  const kept = keptOn(story, timelineOf ?? Object.keys(story.targets)[0]);
  context.onTestFinished(() => kept.close());
  return {
    ...story,
    points,
    kept,
    newest: () => linesOf(story, story.roots().at(-1)),
    async killAt(point, act) {
      const before = points.struck().length;
      points.arm(point);
      const acting = act();
      await eventually(`a kill at "${point}"`, () => points.struck().length > before, REACHED_WITHIN_MS);
      await story.bots.at(-1)?.exited;
      await restart(story, points);
      await acting;
    },
    async pointsOf(act) {
      const before = points.reached().length;
      await act();
      return [
        ...new Set(
          points
            .reached()
            .slice(before)
            .map(({ name }) => name),
        ),
      ];
    },
  };
}

/** The lines of one thread as they are read, oldest first. */
export function linesOf(story: Story, root: Message | undefined): string[] {
  return story.slack
    .everything(cast.channel)
    .filter(({ broadcast, thread_ts }) => !broadcast && thread_ts !== undefined && thread_ts === root?.ts)
    .flatMap((message) => story.read(message).split('\n'));
}

async function restart(story: Story, points: Points): Promise<void> {
  const before = points.reached().length;
  const since = () => points.reached().slice(before);
  const ready = story.startReady();
  // The machine may be busy before the process comes to work at all.
  await eventually('a process that works', () => since().length > 0, BEGINS_WITHIN_MS);
  const watches = () => since().some(({ name }) => name === 'put job back watch, after');
  await eventually('the watch to go on', watches, GOES_ON_WITHIN_MS);
  await ready;
}
