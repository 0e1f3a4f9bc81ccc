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
async function isDouble({ deps, context }: Posting, due: Due, intent: Intent, ts: string): Promise<boolean> {
  const { target, number } = context.view;
  const { card, requests } = await deps.book.read(target, number);
  if (due.kind === 'card') return card !== undefined && card !== ts;
  if (due.request !== undefined) return (requests.get(due.request) ?? ts) !== ts;
  const { channel, key, thread, at } = intent;
  if (thread === undefined) return false;
  // No text: without its key no message counts, since lines may be alike.
  const first = await deps.slack.find({ channel, threadTs: thread, key, text: '', oldestMs: at });
  return first !== undefined && Number(first) < Number(ts);
}
