import { type AppError, asAppError } from '../../core/errors.js';
import type { Shown, ShownChange } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import type { Rendered } from '../render/message.js';
import { letGo, lossByEdit } from './lost-card.js';
import { type DrawContext, drawCard, hashOf } from './next-message.js';
import { comeBackAt, drawContext, type PublisherDeps, placeOf, sendableFrom, whoOf } from './publisher-deps.js';
import { blockWords, gone, REPAIR_MS } from './slack-words.js';

/** One edit of a card in this time (ms); Slack advises against more. */
const CARD_EVERY_MS = 3_000;
/** All cards together: 30 edits a minute on average, at most 40 in any (chat.update allows 50 to the whole app). */
const EDIT_EVERY_MS = 2_000;
const EDIT_BURST = 10;

/**
 * Brings an upgrade's card up to date; the newest state wins, and an edit that would change nothing is not made.
 * @returns when to come back (epoch ms), or undefined when the card is right.
 */
export async function drainCard(deps: PublisherDeps, target: string, upgrade: number): Promise<number | undefined> {
  const at = deps.clock.now();
  const shown = await deps.book.takeUp(target, upgrade, 'card');
  const context = await drawContext(deps, target, upgrade);
  // Without a card yet, the thread's job posts it first, in its newest state.
  if (context === undefined || shown.card === undefined) return undefined;
  const drain = { deps, at, shown, context, card: shown.card };
  const rendered = drawCard(context, shown);
  const cardHash = hashOf(rendered);
  if (cardHash === shown.cardHash) return await note(drain, {});
  const { view } = context;
  const now = deps.clock.now();
  if (now < shown.cardAt + CARD_EVERY_MS) return shown.cardAt + CARD_EVERY_MS;
  const wait = await deps.pace.take('edits', whoOf(view), EDIT_EVERY_MS, EDIT_BURST);
  return wait > 0 ? now + wait : await edit(drain, rendered, cardHash);
}

interface CardDrain {
  readonly deps: PublisherDeps;
  /** When reading what is drawn began (epoch ms). */
  readonly at: number;
  readonly shown: Shown;
  readonly context: DrawContext;
  /** Timestamp id of the card. */
  readonly card: string;
}

/** The card shows everything up to the view's last event. */
async function note({ deps, shown, context }: CardDrain, change: ShownChange): Promise<undefined> {
  const { target, number, seq, finishedAt } = context.view;
  const kept = await deps.book.write(target, number, 'card', shown.epoch, { ...change, cardSeq: seq });
  if (!kept) return change.cardHash === undefined ? undefined : await showAnew(deps, target, number);
  await deps.book.settle(target, number, finishedAt === undefined ? undefined : deps.retentionMs);
}

/** Another process has taken over: an edit of this one, late, may have covered what that one has shown since. */
async function showAnew(deps: PublisherDeps, target: string, upgrade: number): Promise<undefined> {
  const { epoch } = await deps.book.takeUp(target, upgrade, 'card');
  await deps.book.write(target, upgrade, 'card', epoch, { cardHash: null });
  await deps.jobs.card(target, upgrade);
}

async function edit(drain: CardDrain, rendered: Rendered, cardHash: string): Promise<number | undefined> {
  const { deps, at, shown, context, card } = drain;
  const { target, number } = context.view;
  // From here on nobody knows what the card shows, until it is noted: a later drain edits it whatever it showed before.
  const ours = await deps.book.write(target, number, 'card', shown.epoch, { cardHash: null });
  if (!ours) return undefined;
  try {
    const { channel } = placeOf(shown, context.view);
    await deps.slack.update({ channel, ts: card, ...rendered }, sendableFrom(deps, at));
  } catch (error) {
    return await afterFailedEdit(drain, cardHash, asAppError(error));
  }
  return await note(drain, { cardHash, cardAt: deps.clock.now() });
}

async function afterFailedEdit(drain: CardDrain, cardHash: string, failure: AppError): Promise<number | undefined> {
  const { deps, shown, context, card } = drain;
  const { target, number } = context.view;
  if (failure.kind === 'store-down') throw failure;
  if (!(failure instanceof SlackRefused)) {
    if (failure.retryAfterMs !== undefined) await deps.pace.hold('edits', failure.retryAfterMs);
    return comeBackAt(deps.clock.now(), failure, 0);
  }
  const { slackError, details } = failure;
  deps.log.error({ target, problem: slackError, details }, 'slack refused an edit of a card');
  const lost = lossByEdit(slackError);
  if (lost !== undefined) {
    const step = await letGo(deps, context.view, shown, card, lost);
    return step.next === 'later' ? step.at : undefined;
  }
  const refusesBlocks = blockWords.includes(slackError);
  if (gone.includes(slackError) || (refusesBlocks && shown.plain)) return await note(drain, { cardHash });
  if (!refusesBlocks) return deps.clock.now() + REPAIR_MS;
  await deps.book.write(target, number, 'card', shown.epoch, { plain: true });
  return deps.clock.now();
}
