import type { TestContext } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import { doubledLines } from './once.js';
import { randomPrefix } from './random-prefix.js';
import { aStory, type Story, type StoryOptions } from './story.js';

/** Servers that a story is told on instead of a single Redis. */
interface Servers {
  readonly config: object;
  stop(): Promise<void>;
}

/** A story whose bot keeps its records on these servers; they are stopped with it. */
export async function aStoryOn(servers: Servers, options: StoryOptions, context: TestContext): Promise<Story> {
  context.onTestFinished(() => servers.stop());
  const redis = { prefix: randomPrefix(), ...servers.config };
  return await aStory({ ...options, config: { ...options.config, redis } }, context);
}

/** Waits until every process is ready. */
export async function untilReady({ bots }: Pick<Story, 'bots'>, withinMs = 20_000): Promise<void> {
  const ready = async (opsUrl: string) => (await fetch(`${opsUrl}/readyz`)).ok;
  const all = async () => (await Promise.all(bots.map(({ opsUrl }) => ready(opsUrl)))).every(Boolean);
  await eventually('every process to be ready', all, withinMs);
}

/** Types a command again and again while the bot says that it cannot take it now, as a person would. */
export async function typeUntilTaken(story: Story, who: string, text: string): Promise<string> {
  return await eventually(`"${text}" to be taken`, async () => {
    const answer = await story.type(who, text);
    return !/cannot reach its store/.test(answer) && answer;
  });
}

/** The same for a press of a button. */
export async function pressUntilTaken(story: Story, who: string, message: Message, button: string): Promise<string> {
  return await eventually(`the press of ${button} to be taken`, async () => {
    const answer = await story.press(who, message, button);
    return !/cannot reach its store/.test(answer) && answer;
  });
}

/** What nothing may spoil: the calls that were sent, one card, no line twice. */
export function told(story: Story): { posts: string[]; roots: number; doubled: string[] } {
  return { posts: story.posts(), roots: story.roots().length, doubled: doubledLines(story.lines()) };
}
