import { asAppError } from '../../core/errors.js';
import type { Intent } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import { isWord } from './client.js';
import type { Wanted } from './find.js';
import { takeBack } from './lost-card.js';
import type { Due } from './next-message.js';
import { type Posting, posted, refused, write } from './post-message.js';
import { comeBackAt, later, SEND_WITHIN_MS, type Step } from './publisher-deps.js';

/** A clock of ours and Slack's may differ by so much (ms) when a message is looked for. */
const CLOCKS_DIFFER_MS = 60_000;
/** A post that was under way when its process died may arrive until this long (ms) after it was sent. */
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
  const lookFrom =
    intent.doubtAt === undefined ? intent.at + SEND_WITHIN_MS + POST_TIMEOUT_MS : intent.doubtAt + LOOK_AFTER_MS;
  if (now < lookFrom) return later(lookFrom);
  const threadTs = intent.thread ?? (intent.kind === 'card' ? undefined : shown.card);
  const { channel, key } = intent;
  const text = due?.rendered?.text ?? '';
  const wanted = { channel, oldestMs: intent.at - CLOCKS_DIFFER_MS, key, text };
  let ts: string | undefined;
  try {
    ts = await deps.slack.find({ ...wanted, ...(threadTs === undefined ? {} : { threadTs }) });
  } catch (error) {
    const failure = asAppError(error);
    if (isWord(failure, 'thread_not_found')) return await lookForAstray(posting, wanted, intent);
    if (failure instanceof SlackRefused) return await refusedLook(posting, failure, intent);
    return later(comeBackAt(now, failure, shown.failures));
  }
  if (ts !== undefined && due !== undefined) return await posted(posting, due, ts, channel);
  if (intent.looks + 1 >= LOOKS) return await write(posting, { intent: null });
  const kept = await write(posting, { intent: { ...intent, doubtAt: now, looks: intent.looks + 1 } });
  return kept.next === 'done' ? kept : later(now + LOOK_AGAIN_MS);
}

/**
 * The card was deleted before anything stood under it: the message may have gone into the channel itself, and is taken
 * back. It is posted again; then the loss of the card shows.
 */
async function lookForAstray(posting: Posting, wanted: Wanted, intent: Intent): Promise<Step> {
  const { deps, shown } = posting;
  try {
    const ts = await deps.slack.find(wanted);
    if (ts !== undefined) await takeBack(deps, intent.channel, ts);
  } catch (error) {
    const failure = asAppError(error);
    if (failure instanceof SlackRefused) return await refusedLook(posting, failure, intent);
    return later(comeBackAt(deps.clock.now(), failure, shown.failures));
  }
  return await write(posting, { intent: null });
}

/** Words after which looking will never work: nobody can say whether the message is there, and twice is better than lost. */
const cannotLook: readonly string[] = [
  'missing_scope',
  'not_allowed_token_type',
  'unknown_method',
  'method_not_supported_for_channel_type',
];

/** A channel that cannot be read now can be read when it has been repaired: the doubt stays until then. */
async function refusedLook(posting: Posting, failure: SlackRefused, intent: Intent): Promise<Step> {
  const { deps, context } = posting;
  const { target } = context.view;
  deps.log.error({ target, problem: failure.slackError }, 'slack does not let the bot look for its own message');
  if (cannotLook.includes(failure.slackError)) return await write(posting, { intent: null });
  return await refused(posting, failure.slackError, intent.channel, intent);
}
