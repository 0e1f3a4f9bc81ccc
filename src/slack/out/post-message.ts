import { type AppError, asAppError } from '../../core/errors.js';
import type { CardLoss, Intent, Shown, ShownChange } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import { metadataEventType } from '../ids.js';
import type { Rendered } from '../render/message.js';
import type { Posted } from './client.js';
import { takeBackDoubles } from './double-post.js';
import { isAstray, letGo, lossByReply, takeBack } from './lost-card.js';
import { type DrawContext, type Due, hashOf } from './next-message.js';
import {
  again,
  comeBackAt,
  done,
  later,
  POST_BURST,
  POST_EVERY_MS,
  type PublisherDeps,
  placeOf,
  type Step,
  sendableFrom,
  whoOf,
} from './publisher-deps.js';
import { blockWords, REPAIR_MS } from './slack-words.js';
import { tellRepaired, tellTrouble } from './tell-operators.js';

/** How long a thread's name is remembered beyond any upgrade (ms). */
const THREAD_KEPT_MS = 400 * 86_400_000;

export interface Posting {
  readonly deps: PublisherDeps;
  /** When reading what is drawn began (epoch ms). */
  readonly at: number;
  readonly shown: Shown;
  readonly context: DrawContext;
}

/** Posts one message: the intent is on record before, the result after. */
export async function postMessage(posting: Posting, due: Due): Promise<Step> {
  const { deps, shown, context } = posting;
  const { view } = context;
  const { rendered } = due;
  if (rendered === undefined) return await write(posting, { cursor: due.last });
  const { channel } = placeOf(shown, view);
  const wait = await deps.pace.take(`post:${channel}`, whoOf(view), POST_EVERY_MS, POST_BURST);
  const now = deps.clock.now();
  if (wait > 0) return later(now + wait);
  const { kind, first, last } = due;
  const lost = due.lost === undefined ? {} : { lost: due.lost };
  const thread = kind === 'card' || shown.card === undefined ? {} : { thread: shown.card };
  const intent: Intent = {
    key: keyOf(posting, due),
    kind,
    first,
    last,
    channel,
    ...thread,
    ...lost,
    at: now,
    looks: 0,
  };
  const begun = await deps.book.write(view.target, view.number, 'thread', shown.epoch, { intent });
  if (!begun) return done;
  return await send(posting, due, rendered, intent);
}

/** No two messages of one bot have the same key: what is looked for under a new card's key is not the lost one. */
function keyOf({ deps, shown, context }: Posting, { kind, first, last, lost }: Due): string {
  const { target, number } = context.view;
  const lostAt = lost === undefined ? undefined : shown.lostRequests.get(lost);
  const lostBefore = kind === 'card' && shown.lostCards > 0 ? shown.lostCards : lostAt;
  const again = lostBefore === undefined ? '' : `/after-${lostBefore}`;
  return `${deps.keyPrefix}/${target}/${number}/${kind}/${first}-${last}${again}`;
}

async function send(posting: Posting, due: Due, rendered: Rendered, intent: Intent): Promise<Step> {
  const { deps } = posting;
  const thread = intent.thread === undefined ? {} : { threadTs: intent.thread };
  const metadata = { event_type: metadataEventType, event_payload: { key: intent.key } };
  const broadcast = due.kind === 'request';
  let sent: Posted;
  try {
    const message = { channel: intent.channel, ...rendered, ...thread, metadata, broadcast };
    sent = await deps.slack.post(message, sendableFrom(deps, intent.at));
  } catch (error) {
    const failure = asAppError(error);
    const step = await afterFailedPost(posting, due, rendered, intent, failure);
    if (step.next === 'done' && failure.tookEffect !== 'no') await takeBackDoubles(posting, due, intent);
    return step;
  }
  if (sent.astray) return await afterAstray(posting, due, intent, sent);
  const step = await posted(posting, due, sent.ts, sent.channel);
  if (step.next === 'done') await takeBackDoubles(posting, due, intent);
  return step;
}

/** The card was deleted before anything stood under it. */
async function afterAstray(posting: Posting, due: Due, intent: Intent, { ts, channel }: Posted): Promise<Step> {
  const { deps, shown, context } = posting;
  const { thread } = intent;
  if (thread === undefined || !(await isAstray(deps, context.view, shown, thread))) {
    return await posted(posting, due, ts, channel);
  }
  await takeBack(deps, channel, ts);
  return await afterLoss(posting, thread, 'deleted');
}

/** Nothing was posted, since its card is lost. */
async function afterLoss(posting: Posting, card: string, how: CardLoss): Promise<Step> {
  const step = await letGo(posting.deps, posting.context.view, posting.shown, card, how);
  const kept = await write(posting, { intent: null });
  return kept.next === 'done' ? kept : step;
}

async function afterFailedPost(
  posting: Posting,
  due: Due,
  rendered: Rendered,
  intent: Intent,
  failure: AppError,
): Promise<Step> {
  const { deps, shown, context } = posting;
  if (failure instanceof SlackRefused) {
    const lost = intent.thread === undefined ? undefined : lossByReply(failure.slackError);
    if (intent.thread !== undefined && lost !== undefined) return await afterLoss(posting, intent.thread, lost);
    return blockWords.includes(failure.slackError)
      ? await withoutBlocks(posting, due, rendered, intent, failure)
      : await refused(posting, failure.slackError, intent.channel);
  }
  const now = deps.clock.now();
  if (failure.tookEffect !== 'no') {
    deps.log.warn({ target: context.view.target, err: failure }, 'it is not known whether a message was posted');
    return await write(posting, { intent: { ...intent, doubtAt: now } });
  }
  if (failure.retryAfterMs !== undefined) await deps.pace.hold(`post:${intent.channel}`, failure.retryAfterMs);
  const kept = await write(posting, { intent: null, failures: shown.failures + 1 });
  return kept.next === 'done' ? kept : later(comeBackAt(now, failure, shown.failures));
}

/** Slack will not take these blocks: first without the young block types, then as plain text. */
async function withoutBlocks(
  posting: Posting,
  due: Due,
  rendered: Rendered,
  intent: Intent,
  failure: SlackRefused,
): Promise<Step> {
  const { deps, shown } = posting;
  deps.log.error({ kind: due.kind, details: failure.details }, 'slack refused the blocks of a message');
  if (due.kind === 'card' && !shown.plain) return await write(posting, { plain: true, intent: null });
  if (rendered.blocks.length === 0) return await refused(posting, failure.slackError, intent.channel);
  const anew: Intent = { ...intent, at: deps.clock.now() };
  const begun = await write(posting, { intent: anew });
  return begun.next === 'done' ? begun : await send(posting, due, { ...rendered, blocks: [] }, anew);
}

/**
 * The channel cannot be posted to. Nothing is lost: everything is posted when it has been repaired. An `intent` whose
 * outcome is still unknown stays on record.
 */
export async function refused(
  posting: Posting,
  problem: string,
  channel: string,
  intent: Intent | null = null,
): Promise<Step> {
  const { deps, context } = posting;
  const { target } = context.view;
  const elsewhere = deps.settingsOf(target)?.channel ?? channel;
  if (elsewhere !== channel && lostChannels.includes(problem)) return await moveTo(posting, elsewhere, channel);
  deps.log.error({ target, channel, problem }, 'slack refuses messages to a channel');
  const kept = await write(posting, { intent, problem, failures: posting.shown.failures + 1 });
  if (kept.next === 'done') return kept;
  await tellTrouble(deps, context.view, channel, problem);
  return later(deps.clock.now() + REPAIR_MS);
}

/** Words after which a thread goes on in the channel that is configured now, if that is another one. */
const lostChannels: readonly string[] = ['channel_not_found', 'is_archived', 'not_in_channel'];

/** The upgrade is followed in another channel from here on, with a card of its own and the requests that are open. */
async function moveTo(posting: Posting, to: string, from: string): Promise<Step> {
  const { deps, shown, context } = posting;
  const { target, number } = context.view;
  deps.log.warn({ target, from, to }, 'an upgrade is followed in the configured channel from here on');
  const kept = await write(posting, { channel: to, intent: null, check: true });
  if (kept.next === 'done') return kept;
  if (shown.card !== undefined) await deps.book.loseCard(target, number, shown.card, 'moved');
  await deps.troubles.over(from);
  return kept;
}

/** The message is in Slack: forget the intent and move on. Without `rendered` nobody knows what a card shows. */
export async function posted(
  posting: Posting,
  due: Pick<Due, 'kind' | 'last' | 'request' | 'rendered'>,
  ts: string,
  channel: string,
): Promise<Step> {
  const { deps, shown, context } = posting;
  const wasTold = shown.problem !== undefined && (await deps.troubles.over(channel));
  const step = await note(posting, due, ts, channel);
  if (wasTold) await tellRepaired(deps, context.view, channel);
  return step;
}

async function note(
  posting: Posting,
  due: Pick<Due, 'kind' | 'last' | 'request' | 'rendered'>,
  ts: string,
  channel: string,
): Promise<Step> {
  const { deps, context } = posting;
  const { view } = context;
  const common: ShownChange = { intent: null, problem: null, failures: 0 };
  if (due.kind !== 'card') {
    const request = due.request === undefined ? {} : { request: { id: due.request, ts } };
    return await write(posting, { ...common, ...request, cursor: due.last });
  }
  await deps.book.indexThread(channel, ts, view.target, deps.retentionMs + THREAD_KEPT_MS);
  const { rendered } = due;
  const drawn = rendered === undefined ? { cardSeq: 0 } : { cardHash: hashOf(rendered), cardSeq: view.seq };
  return await write(posting, { ...common, ...drawn, card: ts, channel, cardAt: deps.clock.now() });
}

/** `done` when another process has taken up the thread since. */
export async function write({ deps, shown, context }: Posting, change: ShownChange): Promise<Step> {
  const { target, number } = context.view;
  const kept = await deps.book.write(target, number, 'thread', shown.epoch, change);
  return kept ? again : done;
}
