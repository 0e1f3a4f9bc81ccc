import { AppError, type ErrorKind } from '../core/errors.js';
import { looksLikeHtml, parseJson } from './excerpt.js';

/** An answer, with what an error about it may say. */
export interface HttpAnswer {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly status: number;
  readonly body: string;
  header(name: string): string | undefined;
  /** One safe line of the body; see `excerpt.ts`. */
  excerpt(): string;
}

const kinds: Readonly<Record<number, ErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  409: 'conflict',
  429: 'rate-limited',
};

function kindOf(status: number): ErrorKind {
  if (status >= 500 || status < 200) return 'unreachable';
  if (status >= 400) return kinds[status] ?? 'refused';
  return 'redirected';
}

/** 4xx refuses a call; 408 is a balancer's word for a request that it may have passed on in part. */
function tookEffect(answer: HttpAnswer): { tookEffect?: 'no' | 'unknown' } {
  if (answer.method === 'GET') return {};
  const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 408;
  return { tookEffect: refused ? 'no' : 'unknown' };
}

const longestWaitMs = 3_600_000;

/**
 * `Retry-After` in milliseconds, at most an hour; undefined when absent or unreadable.
 * Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}

/** Where a redirect leads, without what can hold a secret: a login, a session (`;jsessionid=`), a query. */
function destination(answer: HttpAnswer): string {
  const to = answer
    .header('location')
    ?.replace(/\/\/.*@/s, '//')
    .split(/[?#;]/)[0];
  return to === undefined || to === '' ? '' : ` to ${to.slice(0, 100)}`;
}

function sentence(answer: HttpAnswer): string {
  if (answer.status >= 300 && answer.status < 400) return `was redirected (${answer.status})${destination(answer)}`;
  const said = answer.excerpt();
  return `was answered ${answer.status}${said === '' ? '' : `: ${said}`}`;
}

/** The error that a status stands for; undefined for any 2xx. */
export function failureOf(answer: HttpAnswer, now: number): AppError | undefined {
  if (answer.status >= 200 && answer.status < 300) return undefined;
  const wait = retryAfterMs(answer.header('retry-after'), now);
  return new AppError(kindOf(answer.status), `${answer.method} ${answer.path} ${sentence(answer)}`, {
    ...tookEffect(answer),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

function notJson(answer: HttpAnswer, what: string): AppError {
  return new AppError('not-json', `${answer.method} ${answer.path} was answered with ${what}`, tookEffect(answer));
}

/** @throws AppError `not-json` for an empty body, HTML, cut JSON or other text */
export function jsonOf(answer: HttpAnswer): unknown {
  if (answer.body.trim() === '') throw notJson(answer, 'an empty body');
  if (looksLikeHtml(answer.body)) throw notJson(answer, `a web page: ${answer.excerpt()}`);
  const parsed = parseJson(answer.body);
  if (parsed === undefined) throw notJson(answer, 'something that is not whole JSON');
  return parsed.value;
}

/** A 2xx to a mutating call counts as done with JSON or without a body; anything else is not the product speaking. */
export function requireDone(answer: HttpAnswer): void {
  if (answer.body.trim() !== '') jsonOf(answer);
}
