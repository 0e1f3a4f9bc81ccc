import { asAppError } from '../../core/errors.js';
import type { Intent } from '../../core/publishing.js';
import type { Posted } from './client.js';
import { takeBack } from './lost-card.js';
import type { Due } from './next-message.js';
import type { Posting } from './post-message.js';

/**
 * Another process has taken over while this one was posting, as happens when it was frozen at the very instant of
 * sending: takes the message back if the other has posted it too. Of two, exactly one stays.
 */
export async function takeBackDouble(posting: Posting, due: Due, intent: Intent, own: Posted): Promise<void> {
  const { deps, context } = posting;
  const { target } = context.view;
  try {
    if (!(await isDouble(posting, due, intent, own.ts))) return;
    deps.log.warn({ target, kind: due.kind }, 'another process has posted this message too; taking it back');
    await takeBack(deps, own.channel, own.ts);
  } catch (error) {
    deps.log.warn({ target, kind: due.kind, err: asAppError(error) }, 'could not look whether a message is doubled');
  }
}

/** A card or request stays if it is the one on record, any other message if it is the older one. */
async function isDouble(posting: Posting, due: Due, intent: Intent, ts: string): Promise<boolean> {
  if (due.kind !== 'lines') return ((await onRecord(posting, due)) ?? ts) !== ts;
  const { channel, key, thread, at } = intent;
  if (thread === undefined) return false;
  // No text: without its key no message counts, since lines may be alike.
  const first = await posting.deps.slack.find({ channel, threadTs: thread, key, text: '', oldestMs: at });
  return first !== undefined && Number(first) < Number(ts);
}

const LOOKS = 20;
const LOOK_AGAIN_MS = 1_000;

/** The timestamp id of the card or request; the other process may still be looking for it, or be about to post it. */
async function onRecord({ deps, context }: Posting, { kind, request = '' }: Due): Promise<string | undefined> {
  const { target, number } = context.view;
  for (let look = 1; look <= LOOKS; look += 1) {
    const { card, requests } = await deps.book.read(target, number);
    const ts = kind === 'card' ? card : requests.get(request);
    if (ts !== undefined) return ts;
    await deps.clock.wait(LOOK_AGAIN_MS);
  }
  return undefined;
}
