import { asAppError } from '../../core/errors.js';
import type { Intent } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import { isWord } from './client.js';
import type { Wanted } from './find.js';
import { takeBack } from './lost-card.js';
import type { Due } from './next-message.js';
import { type Posting, posted, refused, write } from './post-message.js';
import { CLOCKS_DIFFER_MS, comeBackAt, later, SEND_WITHIN_MS, type Step } from './publisher-deps.js';

/** A post that was under way when its process died may arrive until this long (ms) after it was sent. */
const POST_TIMEOUT_MS = 5_000;
const LOOK_AFTER_MS = 500;
const LOOKS = 2;
const LOOK_AGAIN_MS = 1_000;

/**
 * An earlier attempt's outcome is unknown: wait until it can no longer be under way, look for the message twice, and
 * only then post it again. `absent` when that is to be done.
 */
export async function resolveDoubt(posting: Posting, due: Due | undefined, intent: Intent): Promise<Step | 'absent'> {
  const now = posting.deps.clock.now();
  const lookFrom =
    intent.doubtAt === undefined ? intent.at + SEND_WITHIN_MS + POST_TIMEOUT_MS : intent.doubtAt + LOOK_AFTER_MS;
  if (now < lookFrom) return later(lookFrom);
  const found = await lookFor(posting, due, intent);
  if ('step' in found) return found.step;
  if (found.ts !== undefined && due !== undefined) {
    // What it shows was drawn some time ago.
    return await posted(posting, { ...due, rendered: undefined }, found.ts, intent.channel);
  }
  if (intent.looks + 1 >= LOOKS) return 'absent';
  const kept = await write(posting, { intent: { ...intent, doubtAt: now, looks: intent.looks + 1 } });
  return kept.next === 'done' ? kept : later(now + LOOK_AGAIN_MS);
}

/** The message's timestamp id, if it is there, or what to do when Slack cannot say. */
type Found = { readonly ts: string | undefined; readonly noThread: boolean } | { readonly step: Step };

async function lookFor(posting: Posting, due: Due | undefined, intent: Intent): Promise<Found> {
  const { channel, key, at, kind, thread } = intent;
  const wanted = { channel, key, text: due?.rendered?.text ?? '', oldestMs: at - CLOCKS_DIFFER_MS };
  const threadTs = thread ?? (kind === 'card' ? undefined : posting.shown.card);
  if (threadTs === undefined) return await look(posting, wanted, intent);
  const found = await look(posting, { ...wanted, threadTs }, intent);
  if ('step' in found || !found.noThread) return found;
  // The card was deleted before anything stood under it: then the reply went into the channel itself. It is posted again,
  // and the loss of the card shows.
  const astray = await look(posting, wanted, intent);
  if ('step' in astray) return astray;
  if (astray.ts !== undefined) await takeBack(posting.deps, channel, astray.ts);
  return { step: await write(posting, { intent: null }) };
}

async function look(posting: Posting, wanted: Wanted, intent: Intent): Promise<Found> {
  const { deps, shown } = posting;
  try {
    return { ts: await deps.slack.find(wanted), noThread: false };
  } catch (error) {
    const failure = asAppError(error);
    if (isWord(failure, 'thread_not_found')) return { ts: undefined, noThread: true };
    if (failure instanceof SlackRefused) return { step: await refusedLook(posting, failure, intent) };
    const kept = await write(posting, { failures: shown.failures + 1 });
    return { step: kept.next === 'done' ? kept : later(comeBackAt(deps.clock.now(), failure, shown.failures)) };
  }
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
