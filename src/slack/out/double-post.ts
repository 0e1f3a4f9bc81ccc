import { asAppError } from '../../core/errors.js';
import type { Intent, Shown } from '../../core/publishing.js';
import { takeBack } from './lost-card.js';
import type { Due } from './next-message.js';
import type { Posting } from './post-message.js';
import { CLOCKS_DIFFER_MS } from './publisher-deps.js';

/**
 * Another process has taken over while this one was posting, as happens when it was frozen at the very instant of
 * sending. If both have posted the message, all but one are taken back: the card or request on record stays, of lines
 * the oldest.
 */
export async function takeBackDoubles(posting: Posting, due: Due, intent: Intent): Promise<void> {
  const { deps, context } = posting;
  const { target } = context.view;
  try {
    const shown = await onceShown(posting, due);
    if (shown === undefined) return;
    const all = await find(posting, intent);
    const stays = due.kind === 'lines' ? oldest(all) : tsOf(shown, due);
    if (stays === undefined || !all.includes(stays)) return;
    for (const ts of all.filter((one) => one !== stays)) {
      deps.log.warn({ target, kind: due.kind, ts }, 'two processes have posted the same message; taking one back');
      await takeBack(deps, intent.channel, ts);
    }
  } catch (error) {
    deps.log.warn({ target, kind: due.kind, err: asAppError(error) }, 'could not look whether a message is doubled');
  }
}

const LOOKS = 20;
/** A post that is under way arrives within this time (ms), or is looked for once more. */
const LOOK_AGAIN_MS = 1_000;

/** What is on record once the other process has shown the message: it may still be looking for it, or about to post it. */
async function onceShown({ deps, context }: Posting, due: Due): Promise<Shown | undefined> {
  const { target, number } = context.view;
  for (let look = 1; look <= LOOKS; look += 1) {
    await deps.clock.wait(LOOK_AGAIN_MS);
    const shown = await deps.book.read(target, number);
    if (due.kind === 'lines' ? shown.cursor >= due.last : tsOf(shown, due) !== undefined) return shown;
  }
  return undefined;
}

function tsOf({ card, requests }: Shown, { kind, request = '' }: Due): string | undefined {
  return kind === 'card' ? card : requests.get(request);
}

/** No text is given: without its key no message counts, since lines may be alike. */
async function find({ deps }: Posting, { channel, key, thread, at }: Intent): Promise<readonly string[]> {
  const where = thread === undefined ? { channel } : { channel, threadTs: thread };
  return await deps.slack.findAll({ ...where, key, text: '', oldestMs: at - CLOCKS_DIFFER_MS });
}

function oldest(all: readonly string[]): string | undefined {
  return [...all].sort((one, other) => Number(one) - Number(other))[0];
}
