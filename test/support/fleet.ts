import type { TestContext } from 'vitest';
import { type Bot, freePort } from '../../src/sandbox/bot.js';
import { type Front, startFront } from './front.js';
import { type Kept, keptOn } from './kept.js';
import { aStory, type Story, type StoryOptions } from './story.js';

export type Role = 'web' | 'worker' | 'all';

/** One process of several. */
export interface Member {
  readonly role: Role;
  readonly bot: Bot;
  /** Takes it away from the front, as a load balancer does with a process that is gone. */
  leave(): void;
}

/** A story with several processes that come and go, in HTTP mode behind one address. */
export interface Fleet extends Story {
  readonly kept: Kept;
  /** The processes at present, in the order in which they came. */
  readonly members: Member[];
  /** Starts one more and waits until it is ready. */
  join(role: Role): Promise<Member>;
  /** Ends one with a signal. @returns its exit code, null when it was killed */
  end(member: Member, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Two web processes and three workers. */
export const FIVE: readonly Role[] = ['web', 'web', 'worker', 'worker', 'worker'];

/** Sets a stage and starts these processes on it, for the test that calls it. */
export async function aFleet(
  { roles = FIVE, ...options }: StoryOptions,
  context: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
): Promise<Fleet> {
  const front = options.mode === 'http' ? await startFront() : undefined;
  context.onTestFinished(() => front?.stop());
  const story = await aStory({ ...options, roles: [] }, context);
  if (front !== undefined) story.slack.setEventsUrl(front.url);
  const kept = keptOn(story);
  context.onTestFinished(() => kept.close());
  const members = await Promise.all(roles.map((role) => start(story, role, front)));
  return {
    ...story,
    kept,
    members,
    join: async (role) => {
      const member = await start(story, role, front);
      members.push(member);
      return member;
    },
    end: async (member, signal) => {
      members.splice(members.indexOf(member), 1);
      const code = await member.bot.end(signal);
      member.leave();
      return code;
    },
  };
}

async function start(story: Story, role: Role, front: Front | undefined): Promise<Member> {
  const port = await freePort();
  const bot = await story.startReady(role, { PORT: String(port) });
  if (role !== 'worker') front?.add(port);
  return { role, bot, leave: () => front?.remove(port) };
}
