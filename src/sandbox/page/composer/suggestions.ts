import type { CommandHint } from '../../control/shown.js';

/** One line of the menu over the composer. */
export interface Suggestion {
  /** Shown, and what stands in the composer when it is taken. */
  readonly label: string;
  readonly does: string;
  /** The whole text when it is taken. */
  readonly text: string;
}

export interface Suggestions {
  readonly title: string;
  readonly options: readonly Suggestion[];
  /** Enter takes the first one although nobody moved to it: what is typed is no whole word yet. */
  readonly takesFirst: boolean;
}

interface Known {
  readonly command: string;
  readonly commands: readonly CommandHint[];
  readonly bot: string;
  readonly people: readonly { readonly name: string; readonly role: string }[];
  readonly inThread: boolean;
}

const NONE: Suggestions = { title: '', options: [], takesFirst: false };

/** Lines of the menu at a time; the rest shows while typing goes on. */
const MOST = 50;

/** What may be meant by a text that is being typed; the caret stands at its end. */
export function suggestionsFor(typed: string, known: Known): Suggestions {
  if (typed.startsWith('/')) return known.inThread ? NONE : commandSuggestions(typed, known);
  return mentionSuggestions(typed, known);
}

function commandSuggestions(typed: string, { command, commands }: Known): Suggestions {
  const wanted = typed.replace(/\s+/g, ' ').toLowerCase();
  const options = commands
    .map(({ text, does }) => ({ label: `${command} ${text}`, does, text: `${command} ${text} ` }))
    .filter(({ label }) => isMeant(label.toLowerCase(), wanted, command))
    .slice(0, MOST);
  return { title: 'Commands', options, takesFirst: wanted.length < command.length };
}

/** As it begins, or with a later word: `/confluence` finds every command for it. A whole command offers nothing more. */
function isMeant(label: string, wanted: string, command: string): boolean {
  const typed = wanted.trimEnd();
  if (label === typed) return false;
  if (label.startsWith(wanted) || label.startsWith(typed)) return true;
  const word = typed.slice(1);
  return !command.startsWith(typed) && !typed.includes(' ') && label.split(' ').some((part) => part.startsWith(word));
}

const MENTION = /(^|\s)@([\w.-]*)$/;

function mentionSuggestions(typed: string, { bot, people }: Known): Suggestions {
  const found = MENTION.exec(typed);
  if (found === null) return NONE;
  const [, , begun = ''] = found;
  const before = typed.slice(0, typed.length - begun.length);
  const everybody = [{ name: bot, role: 'the app: ask it for an action or a status' }, ...people];
  const options = everybody
    .filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()))
    .map(({ name, role }) => ({ label: `@${name}`, does: role, text: `${before}${name} ` }));
  return { title: 'People and apps', options, takesFirst: true };
}

/** The option above or below, round the ends; `null` is none. */
export function moved(active: number | null, by: 1 | -1, count: number): number | null {
  if (count === 0) return null;
  if (active === null) return by === 1 ? 0 : count - 1;
  return (active + by + count) % count;
}
