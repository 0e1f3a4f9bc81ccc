import { closest } from 'fastest-levenshtein';
import type { Refusal } from './answers.js';
import { type Given, readInquiryOptions, readOptions } from './options.js';
import type { Inquiry } from './ports.js';
import { type ActionName, actionAliases, actionNames, type InquiryName, inquiryNames } from './products.js';

/** What a typed command means. */
export type Intent =
  | { kind: 'help' }
  | { kind: 'list' }
  | { kind: 'status'; target?: string }
  | { kind: 'nodes'; target: string }
  | { kind: 'node'; target: string; node: string }
  | { kind: 'history'; target: string; number?: number }
  | { kind: 'doctor'; target?: string }
  | ({ kind: 'inquiry'; name: InquiryName; target: string } & Inquiry)
  | ({ kind: 'action'; action: ActionName; target: string } & Given);

/** What the grammar needs to know about the configuration. */
export interface Vocabulary {
  /** Configured targets, and the actions each target's product has. */
  readonly targets: ReadonlyMap<
    string,
    { label: string; actions: readonly ActionName[]; inquiries?: readonly InquiryName[] }
  >;
  /** The target of the thread in which it was typed: there the target may be left out. */
  readonly threadTarget?: string;
}

export type Parsed = { ok: true; intent: Intent } | { ok: false; refusal: Refusal };

export const readingWords = ['help', 'list', 'status', 'nodes', 'node', 'history', 'doctor'] as const;
type ReadingWord = (typeof readingWords)[number];

const knownWords: readonly string[] = [...readingWords, ...inquiryNames, ...actionNames, ...Object.keys(actionAliases)];

const refuse = (refusal: Refusal): Parsed => ({ ok: false, refusal });
const mean = (intent: Intent): Parsed => ({ ok: true, intent });

/**
 * Text after the command, as Slack sends it, as the person typed it: Slack escapes `&`, `<`, `>` and, with
 * `should_escape`, turns names into `<@U1|name>` (https://docs.slack.dev/interactivity/implementing-slash-commands).
 */
export function asTyped(text: string): string {
  return text
    .replace(/<([@#])[A-Z0-9]+\|([^>|]*)>/g, '$1$2')
    .replace(/<!subteam\^[A-Z0-9]+\|@?([^>|]*)>/g, '@$1')
    .replace(/<!(channel|here|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<(https?:[^>|]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Typed words are no property names: `constructor` is no alias. */
const aliasOf = (word: string): string | undefined =>
  Object.hasOwn(actionAliases, word) ? actionAliases[word] : undefined;

/** Reads a command's text. Pure; the grammar is the same for the slash command and a mention. */
export function parseIntent(text: string, vocabulary: Vocabulary): Parsed {
  const words = asTyped(text).trim().split(/\s+/).filter(Boolean);
  const [first, ...rest] = words;
  if (first === undefined) return mean({ kind: 'help' });
  const word = first.toLowerCase();
  const action = actionNames.find((name) => name === word || name === aliasOf(word));
  if (action !== undefined) return parseAction(action, rest, vocabulary);
  const inquiry = inquiryNames.find((name) => name === word);
  if (inquiry !== undefined) return parseInquiry(inquiry, rest, vocabulary);
  const reading = readingWords.find((name) => name === word);
  if (reading !== undefined) return parseReading(reading, rest, vocabulary);
  return unknownAction(first, rest[0], vocabulary);
}

function unknownAction(word: string, second: string | undefined, vocabulary: Vocabulary): Parsed {
  if (vocabulary.targets.has(word)) {
    const action = knownWords.find((known) => known === second?.toLowerCase());
    return refuse({ why: 'target-first', target: word, ...(action === undefined ? {} : { action }) });
  }
  const target = second === undefined ? undefined : vocabulary.targets.get(second);
  const actions = target === undefined ? knownWords : [...readingWords, ...(target.inquiries ?? []), ...target.actions];
  const nearest = nearestOf(word, knownWords);
  return refuse({
    why: 'unknown-action',
    word,
    actions,
    ...(nearest === undefined ? {} : { nearest }),
    ...(target === undefined || second === undefined ? {} : { target: second }),
  });
}

/** The nearest known word, when it is near enough to be what was meant. */
function nearestOf(word: string, known: readonly string[]): string | undefined {
  return known.length === 0 ? undefined : closest(word.toLowerCase(), known);
}

type Found = { ok: true; target: string; rest: string[] } | { ok: false; refusal: Refusal };

/** Takes the target from the first word or, inside an upgrade's thread, from the thread. */
function findTarget(action: string, words: string[], vocabulary: Vocabulary): Found {
  const names = [...vocabulary.targets.keys()];
  const [word, ...rest] = words;
  const typed = word === undefined ? undefined : names.find((name) => name.toLowerCase() === word.toLowerCase());
  if (typed !== undefined) return { ok: true, target: typed, rest };
  const { threadTarget } = vocabulary;
  if (threadTarget !== undefined) return { ok: true, target: threadTarget, rest: words };
  if (word === undefined) return { ok: false, refusal: { why: 'missing-target', action, targets: names } };
  const nearest = nearestOf(word, names);
  const refusal: Refusal = {
    why: 'unknown-target',
    word,
    targets: names,
    action,
    ...(nearest === undefined ? {} : { nearest }),
  };
  return { ok: false, refusal };
}

function parseReading(kind: ReadingWord, words: string[], vocabulary: Vocabulary): Parsed {
  if (kind === 'help' || kind === 'list') return mean({ kind });
  if ((kind === 'status' || kind === 'doctor') && words.length === 0) {
    const { threadTarget } = vocabulary;
    return mean(threadTarget === undefined ? { kind } : { kind, target: threadTarget });
  }
  const found = findTarget(kind, words, vocabulary);
  if (!found.ok) return found;
  const { target, rest } = found;
  if (kind === 'node') return parseNode(target, rest);
  if (kind === 'history') return parseHistory(target, rest);
  return rest.length === 0 ? mean({ kind, target }) : extraWords(rest, kind);
}

function parseNode(target: string, [node, ...more]: string[]): Parsed {
  if (node === undefined) return refuse({ why: 'missing-node', target });
  return more.length === 0 ? mean({ kind: 'node', target, node }) : extraWords(more, 'node');
}

/** `12` and `#12` are upgrade 12. */
function parseHistory(target: string, words: string[]): Parsed {
  const [first, ...more] = words;
  if (first === undefined) return mean({ kind: 'history', target });
  const number = /^#?(\d{1,9})$/.exec(first)?.[1];
  if (number === undefined) return extraWords(words, 'history');
  return more.length === 0 ? mean({ kind: 'history', target, number: Number(number) }) : extraWords(more, 'history');
}

const extraWords = (words: string[], action: string): Parsed =>
  refuse({ why: 'extra-words', words: words.join(' '), action });

/** What a target's product offers beyond reading its state. */
function offeredBy(target: string, vocabulary: Vocabulary): { label: string; actions: readonly string[] } | undefined {
  const known = vocabulary.targets.get(target);
  return known === undefined
    ? undefined
    : { label: known.label, actions: [...(known.inquiries ?? []), ...known.actions] };
}

function refuseMissing(action: string, target: string, vocabulary: Vocabulary): Parsed | undefined {
  const known = offeredBy(target, vocabulary);
  if (known === undefined || known.actions.includes(action)) return undefined;
  return refuse({
    why: 'not-offered',
    action,
    target,
    label: known.label,
    offered: [...readingWords, ...known.actions],
  });
}

function parseAction(action: ActionName, words: string[], vocabulary: Vocabulary): Parsed {
  const found = findTarget(action, words, vocabulary);
  if (!found.ok) return found;
  const { target, rest } = found;
  const missing = refuseMissing(action, target, vocabulary);
  if (missing !== undefined) return missing;
  const read = readOptions(action, rest);
  return read.ok ? mean({ kind: 'action', action, target, ...read.given }) : read;
}

function parseInquiry(name: InquiryName, words: string[], vocabulary: Vocabulary): Parsed {
  const found = findTarget(name, words, vocabulary);
  if (!found.ok) return found;
  const { target, rest } = found;
  const missing = refuseMissing(name, target, vocabulary);
  if (missing !== undefined) return missing;
  const read = readInquiryOptions(name, rest);
  if (!read.ok) return read;
  const { words: more, ...about } = read.given;
  return more.length === 0 ? mean({ kind: 'inquiry', name, target, ...about }) : extraWords([...more], name);
}
