import { type ActionName, actionAliases, actionNames } from '../core/products.js';
import type { HostPort } from './config.js';
import { oneOf } from './problems.js';

/** What is wrong with a value, in words that do not repeat it. */
export class Fault {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Turns a value of the file into what the bot uses, or says what is wrong with it. */
export type Reader<T> = (value: unknown) => T | Fault;

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const shortestMs = 100;
const longestMs = 3650 * 86_400_000;

/** A duration such as `500ms`, `5s`, `30m`, `12h`, `90d`, in milliseconds. */
export function readDuration(value: unknown): number | Fault {
  const match = typeof value === 'string' ? /^(\d+)(ms|s|m|h|d)$/.exec(value.trim()) : null;
  if (match === null) return new Fault('must be a whole number with a unit: 500ms, 5s, 30m, 12h or 90d');
  const ms = Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN);
  if (ms < shortestMs) return new Fault('is too short; 100ms is the least');
  return ms <= longestMs ? ms : new Fault('is too long; 3650d is the most');
}

const unitBytes: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };
const mostBytes = 100e9;

/** A size such as `500MB` or `2GB`, in bytes. */
export function readSize(value: unknown): number | Fault {
  const match = typeof value === 'string' ? /^(\d+)(KB|MB|GB)$/i.exec(value.trim()) : null;
  if (match === null) return new Fault('must be a whole number with a unit: 500MB or 2GB');
  const bytes = Number(match[1]) * (unitBytes[(match[2] ?? '').toUpperCase()] ?? Number.NaN);
  return bytes >= 1e3 && bytes <= mostBytes ? bytes : new Fault('must be from 1KB to 100GB');
}

export function readText(what: string, shape: RegExp): Reader<string> {
  return (value) => (typeof value === 'string' && shape.test(value) ? value : new Fault(what));
}

export function readChoice<const T extends readonly string[]>(choices: T): Reader<T[number]> {
  return (value) =>
    choices.find((choice) => choice === value) ?? new Fault(oneOf(typeof value === 'string' ? value : '', choices));
}

/** A number; one that came through `${NAME}` arrives as text. */
export function readNumber(what: string, valid: (value: number) => boolean): Reader<number> {
  return (value) => {
    const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && valid(number) ? number : new Fault(what);
  };
}

export function readBoolean(value: unknown): boolean | Fault {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : new Fault('must be true or false');
}

export function readAction(value: unknown): ActionName | Fault {
  const word = typeof value === 'string' ? value : '';
  const alias = Object.hasOwn(actionAliases, word) ? actionAliases[word] : undefined;
  return alias ?? readChoice(actionNames)(value);
}

/** A secret as a header can carry it. */
export function readSecret(value: unknown): string | Fault {
  if (typeof value === 'number') return new Fault('must be text; put it in quotes');
  if (typeof value !== 'string' || value === '') return new Fault('must be text that is not empty');
  return /^[\x20-\x7e\u00a0-\u{10ffff}]+$/u.test(value)
    ? value
    : new Fault('must not hold a line break or a control character');
}

/** `host:port`, `[::1]:port`; without a port the default. */
export function readHostPort(value: unknown, defaultPort: number): HostPort | Fault {
  const match =
    typeof value === 'string' ? /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(value.trim()) : null;
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535)
    return new Fault('must be host:port, with a port from 1 to 65535');
  return { host, port };
}
