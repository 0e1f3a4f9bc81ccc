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

function historyLine(entry: HistoryEntry): Line {
  const { number, how, from, to, openedAt, finishedAt, by, card } = entry;
  const versions =
    from === undefined ? [] : line`${text(from, 40)}${to === undefined || to === from ? [] : line` → ${text(to, 40)}`}`;
  const parts = [
    line`${endingWords[how]}`,
    versions,
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
