import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';
import type { Kept } from './kept.js';
import { cast, type Story } from './story.js';

/** Stories in which what people do may go under: they look, and do it again, as people do. */
type Insisting = Story & { readonly kept: Kept };

/** What a person sees of something they did. */
interface Seen {
  /** Slack shows an error in place of an answer. */
  readonly error: boolean;
  /** The bot has answered that nothing was done. */
  refused(): boolean;
}

const NOT_DONE = /: not (sent|done): /;
/** Nobody does it again sooner (ms) when Slack showed an error, or when nothing was seen of it at all. */
const AGAIN_AFTER_MS = { error: 15_000, silence: 40_000 };
const TRIES = 3;

/** Does something again when the thread or an answer says that nothing came of it, or nothing is seen for long. */
async function insist(story: Story, what: string, isSo: () => boolean, act: () => Promise<Seen>): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const told = story.count(NOT_DONE);
    const seen = await act();
    const until = performance.now() + AGAIN_AFTER_MS[seen.error ? 'error' : 'silence'];
    const goesOn = () => story.count(NOT_DONE) === told && !seen.refused();
    while (performance.now() < until && !isSo() && goesOn()) await delay(50);
    if (isSo()) return;
  }
  throw new Error(`tried ${TRIES} times in vain: ${what}`);
}

async function seen(story: Story, doing: Promise<{ failed?: unknown; answers: () => Answer[] }>): Promise<Seen> {
  const { failed, answers } = await doing;
  return {
    error: failed !== undefined,
    refused: () => answers().some((answer) => story.read(answer).includes('Nothing was done')),
  };
}

type Answer = { text: string; blocks: unknown };

const types = (story: Story, text: string): Promise<Seen> =>
  seen(story, story.slack.people.as(cast.alice).command(text, { channel: cast.channel }));

const presses = (story: Story, request: Message): Promise<Seen> =>
  seen(story, story.slack.people.as(cast.bob).click(request, { buttonText: 'Approve' }));

/** Whether a line of the newest upgrade's thread begins like this. */
function says({ slack, roots, read }: Story, begin: string): boolean {
  const card = roots().at(-1);
  const replies = card === undefined ? [] : slack.thread(cast.channel, card.ts).slice(1);
  return replies.some(
    (one) =>
      !one.broadcast &&
      read(one)
        .split('\n')
        .some((line) => line.startsWith(begin)),
  );
}

const nothingOwed = (story: Insisting) =>
  eventually('nothing to be owed', async () => (await story.kept.owing()).length === 0, 60_000);

/** Alice starts an upgrade, until everything that this leads to is shown. */
export async function start(story: Insisting): Promise<void> {
  const before = story.roots().length;
  const begun = () => story.roots().length > before && says(story, 'READY_TO_UPGRADE: ');
  await insist(story, 'start', begun, () => types(story, 'start confluence'));
  await nothingOwed(story);
}

/** Alice asks for the approval that Bob gives, until the cluster finalizes and everything is shown. */
export async function approve(story: Insisting): Promise<void> {
  const open = (): Message | undefined => story.requests().findLast((one) => story.buttons(one).length > 0);
  const ask = () => types(story, 'approve confluence');
  const approved = async (): Promise<Seen> => {
    await insist(story, 'ask', () => open() !== undefined, ask);
    const request = await eventually('a request', open);
    await insist(
      story,
      'press',
      () => open() === undefined,
      () => presses(story, request),
    );
    return { error: false, refused: () => false };
  };
  await insist(story, 'approve', () => says(story, 'RUNNING_UPGRADE_TASKS: '), approved);
  await nothingOwed(story);
}

/** Upgrades every node in one step. */
export async function upgradeNodes(story: Insisting, version: string): Promise<void> {
  const { cluster } = story.cluster;
  for (const { id } of cluster.nodes()) cluster.setNode(id, { version });
  await eventually('upgraded nodes', () => says(story, 'READY_TO_RUN_UPGRADE_TASKS: '));
}

/** The cluster has finalized, and the upgrade is over. */
export async function finish(story: Insisting): Promise<void> {
  story.cluster.cluster.finishFinalization();
  await eventually('the end', () => says(story, 'STABLE: '));
  await nothingOwed(story);
}
