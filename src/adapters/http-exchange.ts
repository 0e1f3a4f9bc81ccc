import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { AppError, type ErrorKind } from '../core/errors.js';

/** An answer as it came, whatever its status. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ExchangeOptions {
  readonly method: 'GET' | 'POST';
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readable | undefined;
  /** From the call to the last byte of the answer, connecting included; milliseconds. */
  readonly timeoutMs: number;
  /** Longest answer read, in bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Asked immediately before the request is written; `false` gives up. */
  readonly beforeSend?: (() => boolean) | undefined;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name could not be looked up',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'no route to network',
  EPIPE: 'connection cut',
  ETIMEDOUT: 'connection timed out',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_SOCKET: 'connection cut',
};

/** Words for a transport error. Only its code is used: messages and fields of parser errors can hold received bytes. */
function reasonOf(code: string | undefined): string {
  return code === undefined ? 'the connection failed' : (reasons[code] ?? code);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The connection went away before a single byte of an answer. */
export class ConnectionCut extends AppError {}

const cuts: readonly string[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/** Thrown into undici to stop a request before its first byte is written. */
const giveUp = new Error('not sent');

/**
 * One request and its answer. undici calls `onRequestStart` directly before it writes the request to a connection, so
 * a failure before that has certainly not reached the other side. A second start would be undici sending again on
 * another connection, which never happens here: it is given up.
 */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private status = 0;
  private headers: RawAnswer['headers'] = {};
  private written = false;
  private settled = false;
  private controller: Dispatcher.DispatchController | undefined;
  private readonly options: ExchangeOptions;
  private readonly resolve: (answer: RawAnswer) => void;
  private readonly reject: (error: AppError) => void;
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = (): void => this.stop('unreachable', 'given up by the caller');

  constructor(options: ExchangeOptions, resolve: (answer: RawAnswer) => void, reject: (error: AppError) => void) {
    this.options = options;
    this.resolve = resolve;
    this.reject = reject;
    const { timeoutMs, signal } = options;
    this.timer = setTimeout(() => this.stop('unreachable', `no answer within ${timeoutMs} ms`), timeoutMs);
    signal?.addEventListener('abort', this.onAbort, { once: true });
    if (signal?.aborted === true) this.onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) throw giveUp;
    if (this.written) this.stop('unreachable', 'connection cut');
    else if (this.options.beforeSend?.() === false) this.stop('unreachable', 'too late to send it; nothing was sent');
    if (this.settled) throw giveUp;
    this.written = true;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: RawAnswer['headers']): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.options.maxBytes)
      this.stop('bad-body', `the answer is longer than ${this.options.maxBytes} bytes`);
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.settled) return;
    this.settle();
    this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks).toString('utf8') });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    const code = codeOf(error);
    const cut = this.status === 0 && code !== undefined && cuts.includes(code);
    this.fail('unreachable', reasonOf(code), cut ? ConnectionCut : AppError);
  }

  private stop(kind: ErrorKind, reason: string): void {
    this.fail(kind, reason);
    if (this.written) this.controller?.abort(giveUp);
  }

  private fail(kind: ErrorKind, reason: string, Failure = AppError): void {
    if (this.settled) return;
    this.settle();
    const { method, path } = this.options;
    const tookEffect = this.written ? 'unknown' : 'no';
    this.reject(new Failure(kind, `${method} ${path}: ${reason}`, method === 'GET' ? {} : { tookEffect }));
  }

  private settle(): void {
    this.settled = true;
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.onAbort);
  }
}

/**
 * Sends one request, once; follows no redirect and repeats nothing.
 * @throws AppError `unreachable` without an answer (`ConnectionCut` when the connection went away), `bad-body` for one that is too long; for a POST with `tookEffect`
 *   `no` when not one byte of it was written, else `unknown`.
 */
export function exchange(dispatcher: Dispatcher, options: ExchangeOptions): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method, origin, path, headers, body = null } = options;
    const handler = new Exchange(options, resolve, reject);
    // The exchange has one deadline of its own; undici's, which start over with each chunk, are switched off.
    dispatcher.dispatch({ method, origin, path, headers, body, headersTimeout: 0, bodyTimeout: 0 }, handler);
  });
}
