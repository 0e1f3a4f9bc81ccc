import type { OutcomeResult } from '../../core/events.js';
import type { ActionName, Intended, Profile } from '../../core/products.js';
import { bold, joinLines, type Line, line, text } from './leaves.js';
import { typedAgain } from './typed-again.js';
import { actionWords, causeWords } from './words.js';

/** How an action came out, as one or two words. */
const outcomeWords = {
  done: 'done',
  failed: 'failed',
  'not-sent': 'not sent',
  'not-done': 'not done',
  unknown: 'unknown',
} as const satisfies Record<OutcomeResult, string>;

/** "not sent" */
export const outcomeName = (result: OutcomeResult): string => outcomeWords[result];

type Trouble = Exclude<OutcomeResult, 'done'>;

/** What it means for the person who reads it. */
const meaning = {
  failed: 'the target refused it and nothing was changed',
  'not-sent': 'nothing reached the target',
  'not-done': 'no plain yes came back, and the target shows that it has not taken effect',
  unknown: 'no plain yes came back, and the target does not show whether it took effect',
} as const satisfies Record<Trouble, string>;

/** What to do; the command to type follows. The bot itself repeats nothing. */
const advice = {
  failed: 'Mend the cause, then ask again:',
  'not-sent': 'The bot will not send it by itself. Ask again:',
  'not-done': 'The bot will not repeat it by itself. Look at the target, then ask again:',
  unknown: 'The bot will not repeat it by itself. Look at the target; if it has not taken effect, ask again:',
} as const satisfies Record<Trouble, string>;

export interface Outcome {
  readonly profile: Profile;
  readonly action: ActionName;
  readonly result: OutcomeResult;
  /** Why, or how it was found out; untrusted. */
  readonly detail?: string | undefined;
  /** Done although no plain yes came back: it was read from the target. */
  readonly lostAnswer?: boolean;
  /** What was asked for, for what follows from it. */
  readonly asked?: Intended;
  /** What the target answered, line by line; untrusted. */
  readonly report?: readonly string[] | undefined;
  readonly target: string;
  /** The slash command, `/upgrade`. */
  readonly command: string;
}

/** What came of an action, what that means and what to do now. Names no state of the cluster. */
export function outcomeLine(outcome: Outcome): Line {
  const { profile, action, result, detail, lostAnswer = false, target, command, asked = {}, report = [] } = outcome;
  const word = bold(outcomeWords[result]);
  const cause = detail === undefined ? [] : line` (${text(causeWords(detail).replace(/[.\s]+$/, ''), 500)})`;
  if (result === 'done') {
    const { done, next } = actionWords(profile, action);
    const after = profile.actions[action]?.afterwards?.(asked);
    const rest = line`${reportWords(report)} ${next}${after === undefined ? [] : line` ${text(after, 500)}`}`;
    if (!lostAnswer) return line`${word}. ${done}${cause}${rest}`;
    return line`${word}. No plain yes came back${cause}, but the target shows that it took effect. ${done}${rest}`;
  }
  const again = line`${advice[result]} ${typedAgain(action, asked, { command, target })}`;
  if (result !== 'failed') return line`${word}: ${meaning[result]}${cause}. ${again}`;
  const { means, first } = refusedWords(outcome);
  return line`${word}: ${means}${cause}. ${first}${again}`;
}

/** What a refusal means, and what comes before the next try. */
function refusedWords({ profile, action, command, target }: Outcome): { means: Line; first: Line } {
  const own = profile.actions[action];
  // A question that got no answer: nothing could have changed.
  if (own?.reads === true) return { means: line`the target gave no answer to it`, first: [] };
  const refused = own?.words.refused;
  if (refused === undefined) return { means: line`${meaning.failed}`, first: [] };
  const first = line`${refused.remedy} ${typedAgain(refused.by, {}, { command, target })}. `;
  return { means: line`${refused.means}`, first };
}

/** Lines of a report that are shown. */
const REPORT_SHOWN = 6;

/** What the target answered, in the same line; what is too much is counted. */
function reportWords(report: readonly string[]): Line {
  const shown = report.slice(0, REPORT_SHOWN).map((one) => text(one.replace(/[.\s]+$/, ''), 200));
  const rest = report.length - shown.length;
  const all = rest > 0 ? [...shown, line`and ${rest} more`] : shown;
  return all.length === 0 ? [] : line` It says: “${joinLines(all, '; ')}”.`;
}
