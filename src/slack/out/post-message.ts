import { type AppError, asAppError } from '../../core/errors.js';
import type { Intent, Shown, ShownChange } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import { metadataEventType } from '../ids.js';
import type { Rendered } from '../render/message.js';
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
  whoOf,
} from './publisher-deps.js';
import { blockWords, REPAIR_MS } from './slack-words.js';

/** How long a thread's name is remembered beyond any upgrade (ms). */
const THREAD_KEPT_MS = 400 * 86_400_000;

export interface Posting {
  readonly deps: PublisherDeps;
  readonly shown: Shown;
  readonly context: DrawContext;
}

/** Posts one message: the intent is on record before, the result after. */
export async function postMessage({ deps, shown, context }: Posting, due: Due): Promise<Step> {
  const { view } = context;
  const { rendered } = due;
  if (rendered === undefined) return await write({ deps, shown, context }, { cursor: due.last });
  const { channel } = placeOf(shown, view);
  const wait = await deps.pace.take(`post:${channel}`, whoOf(view), POST_EVERY_MS, POST_BURST);
  const now = deps.clock.now();
  if (wait > 0) return later(now + wait);
  const key = `${deps.keyPrefix}/${view.target}/${view.number}/${due.kind}/${due.first}-${due.last}`;
  const intent: Intent = { key, kind: due.kind, first: due.first, last: due.last, channel, at: now, looks: 0 };
  const begun = await deps.book.write(view.target, view.number, 'thread', shown.epoch, { intent });
  if (!begun) return done;
  return await send({ deps, shown, context }, due, rendered, intent);
}

async function send(posting: Posting, due: Due, rendered: Rendered, intent: Intent): Promise<Step> {
  const { deps, shown } = posting;
  const thread = due.kind === 'card' || shown.card === undefined ? {} : { threadTs: shown.card };
  const metadata = { event_type: metadataEventType, event_payload: { key: intent.key } };
  const broadcast = due.kind === 'request';
  let sent: { ts: string; channel: string };
  try {
    sent = await deps.slack.post({ channel: intent.channel, ...rendered, ...thread, metadata, broadcast });
  } catch (error) {
    return await afterFailedPost(posting, due, rendered, intent, asAppError(error));
  }
  return await posted(posting, due, sent.ts, sent.channel);
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
  return await send(posting, due, { ...rendered, blocks: [] }, intent);
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
  deps.problems.set(target, { channel, problem });
  deps.log.error({ target, channel, problem }, 'slack refuses messages to a channel');
  const kept = await write(posting, { intent, problem, failures: posting.shown.failures + 1 });
  return kept.next === 'done' ? kept : later(deps.clock.now() + REPAIR_MS);
}

/** The message is in Slack: forget the intent and move on. */
export async function posted(
  posting: Posting,
  due: Pick<Due, 'kind' | 'last' | 'request' | 'rendered'>,
  ts: string,
  channel: string,
): Promise<Step> {
  const { deps, context } = posting;
  const { view } = context;
  deps.problems.delete(view.target);
  const common: ShownChange = { intent: null, problem: null, failures: 0 };
  if (due.kind !== 'card') {
    const request = due.request === undefined ? {} : { request: { id: due.request, ts } };
    return await write(posting, { ...common, ...request, cursor: due.last });
  }
  await deps.book.indexThread(channel, ts, view.target, deps.retentionMs + THREAD_KEPT_MS);
  const cardHash = due.rendered === undefined ? {} : { cardHash: hashOf(due.rendered) };
  const now = deps.clock.now();
  return await write(posting, { ...common, ...cardHash, card: ts, channel, cardSeq: view.seq, cardAt: now });
}

export async function write({ deps, shown, context }: Posting, change: ShownChange): Promise<Step> {
  const { target, number } = context.view;
  const kept = await deps.book.write(target, number, 'thread', shown.epoch, change);
  return kept ? again : done;
}
