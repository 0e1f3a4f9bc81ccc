import type { Refusal } from './answers.js';
import type { Inquiry } from './ports.js';
import { type ActionName, type InquiryName, type Intended, presetSizes } from './products.js';

/** What a person typed after an action and its target. Texts are untrusted. */
export interface Given extends Omit<Intended, 'files'> {
  readonly reason?: string;
}

/** What a word that begins with `--` means; `flag` takes no value. */
type Kind = 'flag' | 'value' | 'list' | 'size';

const optionsOf: Partial<Record<ActionName, Readonly<Record<string, Kind>>>> = {
  start: { '--to': 'value' },
  create: { '--size': 'size', '--keep': 'list' },
  abandon: { '--started': 'flag' },
};

/** Actions whose first word is the release they are about. */
const namesRelease: readonly ActionName[] = ['create'];

/** Whether the action can name the version to go to. */
export const takesVersion = (action: ActionName): boolean => optionsOf[action]?.['--to'] !== undefined;

interface Failed {
  readonly ok: false;
  readonly refusal: Refusal;
}

const failed = (refusal: Refusal): Failed => ({ ok: false, refusal });

type Values = ReadonlyMap<string, string>;

/** Options may stand anywhere; the words that are left are the reason, after the release where there is one. */
export function readOptions(action: ActionName, words: readonly string[]): { ok: true; given: Given } | Failed {
  const read = separate(action, optionsOf[action] ?? {}, words);
  if (!read.ok) return read;
  const rest = [...read.rest];
  const release = namesRelease.includes(action) ? rest.shift() : undefined;
  const reason = rest.join(' ');
  const { values } = read;
  const keep = values.get('--keep')?.split(',').filter(Boolean);
  return {
    ok: true,
    given: {
      ...(release === undefined ? {} : { release }),
      ...(reason === '' ? {} : { reason }),
      ...optional('to', values.get('--to')),
      ...optional('size', values.get('--size')?.toUpperCase()),
      ...(keep === undefined ? {} : { keep }),
      ...(values.has('--started') ? { started: true } : {}),
    },
  };
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string };
}

const inquiryOptions: Partial<Record<InquiryName, Readonly<Record<string, Kind>>>> = { diff: { '--full': 'flag' } };

/** The same for a question; `words` are those that mean nothing. */
export function readInquiryOptions(
  name: InquiryName,
  all: readonly string[],
): { ok: true; given: Inquiry & { readonly words: readonly string[] } } | Failed {
  const read = separate(name, inquiryOptions[name] ?? {}, all);
  if (!read.ok) return read;
  const words = [...read.rest];
  const stage = name === 'events' ? words.shift()?.toUpperCase() : undefined;
  const full = read.values.has('--full') ? { full: true } : {};
  return { ok: true, given: { ...full, ...(stage === undefined ? {} : { stage }), words } };
}

type Kinds = Readonly<Record<string, Kind>>;

function separate(
  action: string,
  kinds: Kinds,
  words: readonly string[],
): { ok: true; values: Values; rest: readonly string[] } | Failed {
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (const waiting = words.map(dashes); waiting.length > 0; ) {
    const word = waiting.shift() ?? '';
    if (!word.startsWith('--')) {
      rest.push(word);
      continue;
    }
    const [option, inline] = splitOption(word);
    const wrong = refuseOption(action, kinds, option, values);
    if (wrong !== undefined) return failed(wrong);
    const value = valueFrom(kinds[option], inline, waiting);
    const useless = refuseValue(kinds[option], value, option, action);
    if (useless !== undefined) return failed(useless);
    values.set(option, value);
  }
  return { ok: true, values, rest };
}

/** The value stands in the same word or is taken from the words that follow; a flag has none. */
function valueFrom(kind: Kind | undefined, inline: string | undefined, waiting: string[]): string {
  return kind === 'flag' ? '' : (inline ?? waiting.shift() ?? '');
}

function refuseOption(action: string, kinds: Kinds, option: string, values: Values): Refusal | undefined {
  if (!Object.hasOwn(kinds, option)) return { why: 'unknown-option', option, action, options: Object.keys(kinds) };
  return values.has(option) ? { why: 'repeated-option', option, action } : undefined;
}

function refuseValue(kind: Kind | undefined, value: string, option: string, action: string): Refusal | undefined {
  if (kind === 'flag') return undefined;
  if (value === '' || value.startsWith('--')) return { why: 'missing-value', option, action };
  if (kind !== 'size' || presetSizes.some((size) => size === value.toUpperCase())) return undefined;
  return { why: 'wrong-value', option, action, value, allowed: presetSizes };
}

/** `--to=9.2.4` as option and value. */
function splitOption(word: string): [option: string, value: string | undefined] {
  const at = word.indexOf('=');
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** Phones and some keyboards turn a leading `--` into one long dash. */
function dashes(word: string): string {
  return word.replace(/^[\u2013\u2014](?=\w)/, '--');
}
