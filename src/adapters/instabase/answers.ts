import { AppError, type ErrorKind } from '../../core/errors.js';
import { parseJson } from '../excerpt.js';
import { failureOf, type HttpAnswer, jsonOf } from '../http-answer.js';
import { isObject } from './messages.js';

/**
 * gRPC codes that an answer's body may carry (https://grpc.io/docs/guides/status-codes/). Two gateways give them
 * different HTTP statuses, so the code decides where there is one.
 */
const codes: Readonly<Record<number, { readonly kind: ErrorKind; readonly tookEffect: 'no' | 'unknown' }>> = {
  3: { kind: 'refused', tookEffect: 'no' },
  4: { kind: 'unreachable', tookEffect: 'unknown' },
  5: { kind: 'not-found', tookEffect: 'no' },
  6: { kind: 'conflict', tookEffect: 'no' },
  7: { kind: 'forbidden', tookEffect: 'no' },
  8: { kind: 'rate-limited', tookEffect: 'no' },
  9: { kind: 'conflict', tookEffect: 'no' },
  12: { kind: 'not-found', tookEffect: 'no' },
  13: { kind: 'unreachable', tookEffect: 'unknown' },
  14: { kind: 'unreachable', tookEffect: 'unknown' },
  16: { kind: 'unauthorized', tookEffect: 'no' },
};

const meanings: Readonly<Record<number, string>> = {
  5: 'no upgrade has been created',
  9: 'the present state of the upgrade does not allow it',
};

export const NO_UPGRADE = 5;

/** `{code, message, details}`, or of an older gateway `{error, code}`; a stream puts it into `error`. */
interface Refusal {
  readonly code: number;
  readonly text: string;
}

function refusalIn(body: unknown): Refusal | undefined {
  if (!isObject(body)) return undefined;
  const inner = isObject(body.error) ? body.error : body;
  const code = Number(inner.code ?? inner.grpc_code ?? Number.NaN);
  if (!Number.isInteger(code) || code === 0) return undefined;
  const text = [inner.message, inner.error].find((one) => typeof one === 'string' && one !== '');
  return { code, text: typeof text === 'string' ? text : '' };
}

/** The code in the answer's body, whatever its HTTP status; undefined when it carries none. */
export function codeOf(answer: HttpAnswer): number | undefined {
  return refusalIn(parseJson(answer.body)?.value)?.code;
}

/** `StartUpgrade failed: updateState failed: Start failed: already started` comes with code 13, like any accident. */
const alreadyThere = /\balready\b/i;

function explained(answer: HttpAnswer, { code, text }: Refusal): AppError | undefined {
  const meaning = codes[code];
  if (meaning === undefined) return undefined;
  const precondition = code === 13 && alreadyThere.test(text);
  const { kind, tookEffect } = precondition ? { kind: 'conflict' as const, tookEffect: 'no' as const } : meaning;
  const said = text === '' ? (meanings[code] ?? '') : answer.excerpt();
  const sentence = `${answer.method} ${answer.path} was answered code ${code}${said === '' ? '' : `: ${said}`}`;
  return new AppError(kind, sentence, {
    ...(answer.method === 'GET' ? {} : { tookEffect }),
    ...retryAfter(answer),
  });
}

/** The error an answer stands for: by the code in its body, else by its HTTP status; undefined when it is none. */
export function refusalOf(answer: HttpAnswer): AppError | undefined {
  const refusal = refusalIn(parseJson(answer.body)?.value);
  const byCode = refusal === undefined ? undefined : explained(answer, refusal);
  if (byCode !== undefined) return byCode;
  const byStatus = failureOf(answer, Date.now());
  if (byStatus !== undefined || refusal === undefined) return byStatus;
  // A code that nobody knows beside a status of success: something was refused, and nothing tells what.
  const sentence = `${answer.method} ${answer.path} was answered code ${refusal.code}: ${answer.excerpt()}`;
  return new AppError('refused', sentence, answer.method === 'GET' ? {} : { tookEffect: 'unknown' });
}

function retryAfter(answer: HttpAnswer): { retryAfterMs?: number } {
  const byStatus = failureOf(answer, Date.now())?.retryAfterMs;
  return byStatus === undefined ? {} : { retryAfterMs: byStatus };
}

/** `{statusCode, data, error}`, with which preflight checks and creation answer whatever their HTTP status is. */
export interface Envelope {
  readonly ok: boolean;
  readonly data: unknown;
  readonly error: string;
}

/**
 * The envelope in an answer; undefined when there is none.
 * @param excerpt makes of the product's words what may be shown
 */
export function envelopeIn(answer: HttpAnswer): Envelope | undefined {
  const body = parseJson(answer.body)?.value;
  if (!isObject(body) || !('statusCode' in body || 'status_code' in body)) return undefined;
  const statusCode = Number(body.statusCode ?? body.status_code);
  const error = typeof body.error === 'string' ? body.error : '';
  return { ok: statusCode >= 200 && statusCode < 300 && error === '', data: body.data, error };
}

/** One JSON value, or several after each other, one a line, as a gateway writes a stream. @throws AppError `not-json` */
export function jsonValuesOf(answer: HttpAnswer): readonly unknown[] {
  const lines = answer.body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && parseJson(answer.body) === undefined) {
    const values = lines.map(parseJson);
    if (values.every((value) => value !== undefined)) return values.map(({ value }) => value);
  }
  return [jsonOf(answer)];
}
