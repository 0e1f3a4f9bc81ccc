import { asAppError } from '../../core/errors.js';
import type { CardLoss, Shown } from '../../core/publishing.js';
import type { UpgradeView } from '../../core/view.js';
import { later, type PublisherDeps, placeOf, type Step } from './publisher-deps.js';

/** Slack's words for an edit of a card that is lost (https://docs.slack.dev/reference/methods/chat.update). */
const lostByEdit: Readonly<Record<string, CardLoss>> = {
  message_not_found: 'deleted',
  cant_update_message: 'foreign',
};

/** Slack's words for a reply to a card that is lost (https://docs.slack.dev/reference/methods/chat.postMessage). */
const lostByReply: readonly string[] = ['thread_not_found', 'cannot_reply_to_message', 'message_not_found'];

/** What a refused edit of a card says about it; undefined when the card is still there. */
export const lossByEdit = (slackError: string): CardLoss | undefined =>
  Object.hasOwn(lostByEdit, slackError) ? lostByEdit[slackError] : undefined;

/** What a refused reply says about the card that it was a reply to. */
export const lossByReply = (slackError: string): CardLoss | undefined =>
  lostByReply.includes(slackError) ? 'deleted' : undefined;

const REPLACE_AFTER_MS = 5_000;
const LONGEST_REPLACE_AFTER_MS = 3_600_000;

/**
 * Lets go of a lost card and wakes the thread's drain, which posts a new one. A card that is lost right after it was
 * posted is replaced a little later, and later each time: nothing may fill a channel with cards.
 * @param card timestamp id of the card that was found lost, which need not be the present one
 */
export async function letGo(
  deps: PublisherDeps,
  { target, number }: UpgradeView,
  shown: Shown,
  card: string,
  how: CardLoss,
): Promise<Step> {
  const patience = Math.min(REPLACE_AFTER_MS * 2 ** Math.min(shown.lostCards, 20), LONGEST_REPLACE_AFTER_MS);
  // A timestamp id is the time of posting, in seconds.
  const from = Number(card) * 1_000 + patience;
  if (deps.clock.now() < from) return later(from);
  const first = await deps.book.loseCard(target, number, card, how);
  if (first) deps.log.warn({ target, upgrade: number, how }, 'a card is lost and will be posted anew');
  await deps.jobs.publish(target, number);
  return { next: 'again' };
}

/**
 * Whether a reply that seems to have gone astray has: asked of Slack, since only a missing field says so. When Slack
 * cannot be asked, it has not.
 */
export async function isAstray(deps: PublisherDeps, view: UpgradeView, shown: Shown, card: string): Promise<boolean> {
  const { channel } = placeOf(shown, view);
  try {
    return !(await deps.slack.hasThread(channel, card));
  } catch (error) {
    deps.log.warn({ target: view.target, err: asAppError(error) }, 'could not look whether a thread is still there');
    return false;
  }
}

/** Takes a reply that went astray back out of the channel; it is posted again under a new card. */
export async function takeBack(deps: PublisherDeps, channel: string, ts: string): Promise<void> {
  try {
    await deps.slack.remove(channel, ts);
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    deps.log.warn({ channel, err: failure }, 'a message that went astray could not be taken back');
  }
}
