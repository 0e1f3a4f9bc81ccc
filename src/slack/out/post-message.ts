import { asAppError } from '../../core/errors.js';
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
} from './publisher-deps.js';

/** Slack's words for blocks that it will not take. */
const blockWords = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'];
/** A channel that cannot be posted to is tried again this often (ms): people repair it. */
const REPAIR_MS = 15_000;
/** How long a thread's name is remembered beyond any upgrade (ms). */
const THREAD_KEPT_MS = 400 * 86_400_000;
/** A clock of ours and Slack's may differ by so much (ms) when a message is looked for. */
const CLOCKS_DIFFER_MS = 60_000;

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
  const wait = await deps.pace.take(`post:${channel}`, POST_EVERY_MS, POST_BURST);
  const now = deps.clock.now();
  if (wait > 0) return later(now + wait);
  const key = `${deps.keyPrefix}/${view.target}/${view.number}/${due.kind}/${due.first}-${due.last}`;
  const intent: Intent = { key, kind: due.kind, first: due.first, last: due.last, channel, at: now, looks: 0 };
  const begun = await deps.book.write(view.target, view.number, 'thread', shown.epoch, { intent });
  if (!begun) return done;
  return await send({ deps, shown, context }, due, rendered, intent);
}

async function send(posting: Posting, due: Due, rendered: Rendered, intent: Intent): Promise<Step> {
  const { deps, shown, context } = posting;
  const thread = due.kind === 'card' || shown.card === undefined ? {} : { threadTs: shown.card };
  const metadata = { event_type: metadataEventType, event_payload: { key: intent.key } };
  const broadcast = due.kind === 'request';
  try {
    const { ts, channel } = await deps.slack.post({
      channel: intent.channel,
      ...rendered,
      ...thread,
      metadata,
      broadcast,
    });
    return await posted(posting, due, ts, channel);
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    if (failure instanceof SlackRefused && blockWords.includes(failure.slackError)) {
      return await withoutBlocks(posting, due, rendered, intent, failure);
    }
    if (failure instanceof SlackRefused) return await refused(posting, failure.slackError, intent.channel);
    const now = deps.clock.now();
    if (failure.tookEffect !== 'no') {
      deps.log.warn({ target: context.view.target, err: failure }, 'it is not known whether a message was posted');
      return await write(posting, { intent: { ...intent, doubtAt: now } });
    }
    if (failure.retryAfterMs !== undefined) await deps.pace.hold(`post:${intent.channel}`, failure.retryAfterMs);
    const kept = await write(posting, { intent: null, failures: shown.failures + 1 });
    return kept.next === 'done' ? kept : later(comeBackAt(now, failure, shown.failures));
  }
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

/** The channel cannot be posted to. Nothing is lost: everything is posted when it has been repaired. */
async function refused(posting: Posting, problem: string, channel: string): Promise<Step> {
  const { deps, context } = posting;
  const { target } = context.view;
  deps.problems.set(target, { channel, problem });
  deps.log.error({ target, channel, problem }, 'slack refuses messages to a channel');
  const kept = await write(posting, { intent: null, problem, failures: posting.shown.failures + 1 });
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

async function write({ deps, shown, context }: Posting, change: ShownChange): Promise<Step> {
  const { target, number } = context.view;
  const kept = await deps.book.write(target, number, 'thread', shown.epoch, change);
  return kept ? again : done;
}

/** A post that was under way when its process died may arrive until this long (ms) after it began. */
const POST_TIMEOUT_MS = 5_000;
const LOOK_AFTER_MS = 500;
const LOOKS = 2;
const LOOK_AGAIN_MS = 1_000;

/**
 * An earlier attempt's outcome is unknown: wait until it can no longer be under way, look for the message twice, and
 * only then post it again.
 */
export async function resolveDoubt(posting: Posting, due: Due | undefined, intent: Intent): Promise<Step> {
  const { deps, shown } = posting;
  const now = deps.clock.now();
  const lookFrom = intent.doubtAt === undefined ? intent.at + POST_TIMEOUT_MS : intent.doubtAt + LOOK_AFTER_MS;
  if (now < lookFrom) return later(lookFrom);
  const thread = intent.kind === 'card' || shown.card === undefined ? {} : { threadTs: shown.card };
  const { channel, key } = intent;
  const text = due?.rendered?.text ?? '';
  const oldestMs = intent.at - CLOCKS_DIFFER_MS;
  try {
    const ts = await deps.slack.find({ channel, ...thread, oldestMs, key, text });
    if (ts !== undefined && due !== undefined) return await posted(posting, due, ts, channel);
  } catch (error) {
    const failure = asAppError(error);
    if (failure.kind === 'store-down') throw failure;
    if (failure instanceof SlackRefused) return await refusedLook(posting, failure, intent);
    return later(comeBackAt(now, failure, shown.failures));
  }
  if (intent.looks + 1 >= LOOKS) return await write(posting, { intent: null });
  const kept = await write(posting, { intent: { ...intent, doubtAt: now, looks: intent.looks + 1 } });
  return kept.next === 'done' ? kept : later(now + LOOK_AGAIN_MS);
}

/** Without the right to read the channel nobody can say whether the message is there: better twice than lost. */
async function refusedLook(posting: Posting, failure: SlackRefused, intent: Intent): Promise<Step> {
  const { deps, context } = posting;
  const { target } = context.view;
  deps.log.error({ target, problem: failure.slackError }, 'slack does not let the bot look for its own message');
  if (failure.slackError === 'missing_scope' || failure.slackError === 'thread_not_found') {
    return await write(posting, { intent: null });
  }
  return await refused(posting, failure.slackError, intent.channel);
}
