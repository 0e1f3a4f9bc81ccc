import { setTimeout as delay } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import { type Kept, keptOn } from './kept.js';
import { makePoints, type Points } from './points.js';
import { aStory, cast, type Story, type StoryOptions } from './story.js';
import { expectToldRight } from './told.js';

/** A point that is not reached in this time (ms) is not on the way. */
const REACHED_WITHIN_MS = 25_000;

/**
 * Long enough (ms) for others to do everything in place of a frozen process: its jobs are free after at most 7 s, and a
 * message that it may have sent is looked for 8 and 9 s after it was announced.
 */
export const TAKEN_OVER_MS = 11_000;

/** A story with processes that are frozen at chosen points and go on later. */
export interface FrozenStory extends Story {
  readonly points: Points;
  readonly kept: Kept;
  /**
   * Does something, and has the process that this leads to a point frozen there for so long (ms).
   * @throws Error when the point is not reached
   */
  freezeAt(point: string, act: () => Promise<unknown>, options?: { forMs?: number; nth?: number }): Promise<void>;
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
  return {
    ...story,
    points,
    kept,
    async freezeAt(point, act, { forMs = TAKEN_OVER_MS, nth = 1 } = {}) {
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
    },
  };
}

const NOT_DONE = /: not (sent|done): /;
/** Nobody types again sooner (ms) when Slack showed an error, or when it showed none. */
const AGAIN_AFTER_MS = { error: TAKEN_OVER_MS + 4_000, silence: 40_000 };
const TRIES = 3;

/**
 * Does something as a person does: again when the thread says that nothing came of it, or nothing is seen for long.
 * @param act whether Slack showed an error
 */
async function insist(story: Story, what: string, isSo: () => boolean, act: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const told = story.count(NOT_DONE);
    const error = await act();
    const until = performance.now() + AGAIN_AFTER_MS[error ? 'error' : 'silence'];
    while (performance.now() < until && !isSo() && story.count(NOT_DONE) === told) await delay(50);
    if (isSo()) return;
  }
  throw new Error(`tried ${TRIES} times in vain: ${what}`);
}

async function typed(story: Story, text: string): Promise<boolean> {
  const { failed } = await story.slack.people.as(cast.alice).command(text, { channel: cast.channel });
  return failed !== undefined;
}

/** Lines of the newest upgrade's thread. */
function newest({ slack, roots, read }: Story): string[] {
  const card = roots().at(-1);
  const replies = card === undefined ? [] : slack.thread(cast.channel, card.ts).slice(1);
  return replies.filter(({ broadcast }) => !broadcast).flatMap((message) => read(message).split('\n'));
}

const nothingOwed = (story: FrozenStory) =>
  eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0, 60_000);

/** Alice starts an upgrade, until everything that this leads to is shown. */
export async function start(story: FrozenStory): Promise<void> {
  const before = story.roots().length;
  const begun = () =>
    story.roots().length > before && newest(story).some((line) => line.startsWith('READY_TO_UPGRADE: '));
  await insist(story, 'start', begun, () => typed(story, 'start confluence'));
  await nothingOwed(story);
}

/** Alice asks for the approval that Bob gives, until the cluster finalizes and everything is shown. */
export async function approve(story: FrozenStory): Promise<void> {
  const begun = () => newest(story).some((line) => line.startsWith('RUNNING_UPGRADE_TASKS: '));
  const open = (): Message | undefined => story.requests().findLast((one) => story.buttons(one).length > 0);
  const asked = async (): Promise<boolean> => {
    await insist(
      story,
      'ask',
      () => open() !== undefined,
      () => typed(story, 'approve confluence'),
    );
    await insist(
      story,
      'press',
      () => open() === undefined,
      () => pressed(story, open()),
    );
    return false;
  };
  await insist(story, 'approve', begun, asked);
  await nothingOwed(story);
}

async function pressed(story: Story, request: Message | undefined): Promise<boolean> {
  if (request === undefined) return false;
  const { failed } = await story.slack.people.as(cast.bob).click(request, { buttonText: 'Approve' });
  return failed !== undefined;
}

/** Upgrades every node in one step. */
export async function upgradeNodes(story: FrozenStory, version: string): Promise<void> {
  const { cluster } = story.cluster;
  for (const { id } of cluster.nodes()) cluster.setNode(id, { version });
  await eventually('upgraded nodes', () => newest(story).some((line) => /^READY_TO_RUN_UPGRADE_TASKS: /.test(line)));
}

/** The cluster has finalized, and the upgrade is over. */
export async function finish(story: FrozenStory): Promise<void> {
  story.cluster.cluster.finishFinalization();
  await eventually('the end', () => newest(story).some((line) => line.includes('Upgrade finished')));
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

  const [one, two] = await expectToldRight(story, expect);
  expect([one, two]).toEqual([[...STATES, 'STABLE'], STATES]);
}
