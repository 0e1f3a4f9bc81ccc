import type { HistoryEntry } from '../../core/answers.js';
import { bullets, paragraph } from './blocks.js';
import { bold, code, joinLines, type Line, line, link, person, text } from './leaves.js';
import { linesMessage, message, type Rendered } from './message.js';
import { duration, moment } from './times.js';
import { endingWords } from './words.js';

/** Upgrades that have ended, one line each. */
export function historyAnswer(
  target: string,
  entries: readonly HistoryEntry[],
  { command }: { readonly command: string },
): Rendered {
  const [newest] = entries;
  if (newest === undefined) return linesMessage([line`No upgrade of ${bold(target)} has ended yet.`]);
  const one = code(`${command} history ${target} ${newest.number}`);
  const title = line`${bold(`Upgrades of ${target}`)}. One of them in full: ${one}`;
  const lines = entries.map(historyLine);
  return message([title, ...lines], [paragraph([title]), bullets(lines)]);
}

/** "9.2.13 → 9.2.21", or "→ 23.04.3" where it is not known what was before. */
function versionsWords(from: string | undefined, to: string | undefined): Line {
  const before = from === undefined ? [] : text(from, 40);
  return to === undefined || to === from ? before : joinLines([before, line`→ ${text(to, 40)}`], ' ');
}

function historyLine(entry: HistoryEntry): Line {
  const { number, how, from, to, openedAt, finishedAt, by, card } = entry;
  const parts = [
    line`${endingWords[how]}`,
    versionsWords(from, to),
    line`${moment(openedAt)}`,
    line`took ${duration(finishedAt - openedAt)}`,
    by === undefined ? line`started outside this bot` : line`asked by ${person(by)}`,
    card?.startsWith('http') === true ? link(card, 'card') : [],
  ];
  return line`${bold(`#${number}`)}: ${joinLines(parts, ', ')}`;
}

/** One upgrade of which only its line is left. */
export function pastLineAnswer(target: string, entry: HistoryEntry): Rendered {
  return linesMessage([
    line`${bold(target)} ${historyLine(entry)}`,
    line`This line is all that is left: details of upgrades that have ended are kept for a limited time only.`,
  ]);
}
