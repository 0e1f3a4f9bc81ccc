import { asAppError } from '../../core/errors.js';
import type { ShownChange } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import { upgradeCard } from '../render/upgrade-card.js';
import { hashOf } from './next-message.js';
import { comeBackAt, drawContext, type PublisherDeps, placeOf } from './publisher-deps.js';

/** One edit of a card in this time (ms); Slack advises against more. */
const CARD_EVERY_MS = 3_000;
/** All cards together: 30 edits a minute on average, at most 40 in any (chat.update allows 50 to the whole app). */
const EDIT_EVERY_MS = 2_000;
const EDIT_BURST = 10;
const REPAIR_MS = 15_000;

const blockWords = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'];
const gone = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/**
 * Brings an upgrade's card up to date; the newest state wins, and an edit that would change nothing is not made.
 * @returns when to come back (epoch ms), or undefined when the card is right.
 */
export async function drainCard(deps: PublisherDeps, target: string, upgrade: number): Promise<number | undefined> {
  const shown = await deps.book.takeUp(target, upgrade, 'card');
  const context = await drawContext(deps, target, upgrade);
  // Without a card yet, the thread's job posts it first, in its newest state.
  if (context === undefined || shown.card === undefined) return undefined;
  const { view } = context;
  const note = async (change: ShownChange): Promise<undefined> => {
    await deps.book.write(target, upgrade, 'card', shown.epoch, change);
    await deps.book.settle(target, upgrade, view.finishedAt === undefined ? undefined : deps.retentionMs);
  };
  const rendered = upgradeCard({ ...context, plain: shown.plain });
  const cardHash = hashOf(rendered);
  if (cardHash === shown.cardHash) return await note({ cardSeq: view.seq });
  const now = deps.clock.now();
  if (now < shown.cardAt + CARD_EVERY_MS) return shown.cardAt + CARD_EVERY_MS;
  const wait = await deps.pace.take('edits', EDIT_EVERY_MS, EDIT_BURST);
  if (wait > 0) return now + wait;
  try {
    const { channel } = placeOf(shown, view);
    await deps.slack.update({ channel, ts: shown.card, ...rendered });
    return await note({ cardHash, cardSeq: view.seq, cardAt: deps.clock.now() });
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    if (!(failure instanceof SlackRefused)) {
      if (failure.retryAfterMs !== undefined) await deps.pace.hold('edits', failure.retryAfterMs);
      return comeBackAt(deps.clock.now(), failure, 0);
    }
    const { slackError, details } = failure;
    deps.log.error({ target, problem: slackError, details }, 'slack refused an edit of a card');
    if (gone.includes(slackError)) return await note({ cardHash, cardSeq: view.seq });
    if (!blockWords.includes(slackError)) return deps.clock.now() + REPAIR_MS;
    if (shown.plain) return await note({ cardHash, cardSeq: view.seq });
    await deps.book.write(target, upgrade, 'card', shown.epoch, { plain: true });
    return deps.clock.now();
  }
}
