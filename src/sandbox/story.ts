import { setTimeout as delay } from 'node:timers/promises';
import type { Pace } from './pace.js';
import type { Session } from './session.js';
import type { Message } from './slack/state.js';
import { cast } from './stage.js';
import { waitUntil } from './wait-until.js';

const WITHIN_MS = 20_000;

/**
 * One upgrade from question to end: alice starts it, an administrator rolls the nodes one by one, alice asks to
 * finalize and may not approve that herself, bob approves.
 * @throws Error when something that has to happen does not happen in time
 */
export async function playStory(session: Session, pace: Pace, signal: AbortSignal): Promise<void> {
  const { stage, narrator, acting } = session;
  const { cluster } = stage.cluster;
  const pause = (): Promise<void> => delay(pace.pauseMs, undefined, { signal });

  await acting.command('alice', 'start confluence security fix');
  const card = await waitUntil(() => cardIn(session), { what: 'the card', withinMs: WITHIN_MS, signal });
  await said(session, ['READY_TO_UPGRADE'], signal);
  for (const node of cluster.nodes()) {
    await pause();
    narrator.tells('admin', `upgrades ${node.name} to ${stage.cluster.targetVersion}`);
    await cluster.upgradeNode(node.id);
    // Slack takes one message a second: the story waits for its thread.
    await said(session, [node.name, 'ACTIVE'], signal);
  }
  await said(session, ['READY_TO_RUN_UPGRADE_TASKS'], signal);
  await pause();
  await acting.command('alice', 'approve confluence all nodes look well');
  await pause();
  await acting.click('alice', { button: 'Approve' });
  await pause();
  await acting.click('bob', { button: 'Approve' });
  const finished = (): true | undefined => (/finished/i.test(card.text) ? true : undefined);
  // Card and thread are brought up to date separately: either may be first.
  await said(session, ['finished'], signal);
  await waitUntil(finished, { what: 'the end of the upgrade', withinMs: WITHIN_MS, signal });
  narrator.shows(card, 'has the card at the end:');
}

/** The root message of the first upgrade. */
const cardIn = ({ stage }: Session): Message | undefined =>
  stage.slack.messages(cast.channel).find(({ thread_ts: thread }) => thread === undefined);

/** Waits until a line of the thread holds all these words. */
async function said({ stage }: Session, words: readonly string[], signal: AbortSignal): Promise<void> {
  const holds = (line: string): boolean => words.every((word) => new RegExp(`\\b${word}\\b`).test(line));
  const told = (): true | undefined => {
    const replies = stage.slack.everything(cast.channel).filter(({ thread_ts: thread }) => thread !== undefined);
    return replies.some(({ text }) => text.split('\n').some(holds)) ? true : undefined;
  };
  await waitUntil(told, { what: `the thread to say ${words.join(' ')}`, withinMs: WITHIN_MS, signal });
}
