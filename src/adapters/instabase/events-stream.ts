import { type Dispatcher, WebSocket } from 'undici';
import type { Nudges } from '../../core/ports.js';
import { parseJson } from '../excerpt.js';
import { tellsOfEvents } from './client.js';

export interface StreamOptions {
  /** Of the HTTP call with the same path: `https://…/product/upgrade/events`. */
  readonly url: string;
  /** Goes with the handshake. */
  readonly header: { readonly name: string; readonly value: string };
  readonly connections: Dispatcher;
  /** Times in ms; those of tests are shorter. */
  readonly firstWaitMs?: number;
  readonly longestWaitMs?: number;
  readonly renewAfterMs?: number;
}

/** A connection that died without a word is found out by renewing one that tells nothing for so long (ms). */
const RENEW_AFTER_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Characters from which on a frame is not worth looking into: a look tells more. */
const LARGE_FRAME = 1_000_000;

/** Whether a frame tells that something happened; what cannot be read tells nothing. */
function isNews(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  if (data.length > LARGE_FRAME) return true;
  const whole = parseJson(data);
  const values = whole === undefined ? data.split('\n').map(parseJson) : [whole];
  return tellsOfEvents(values.map((parsed) => parsed?.value));
}

/** One listener's stream: it is opened again, ever more slowly, until it is closed or tells something. */
function listenTo(options: StreamOptions, nudge: () => void): { close(): void } {
  const { firstWaitMs = FIRST_WAIT_MS, longestWaitMs = LONGEST_WAIT_MS, renewAfterMs = RENEW_AFTER_MS } = options;
  const { header, connections } = options;
  const url = options.url.replace(/^http/, 'ws');
  let wait = firstWaitMs;
  let closed = false;
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;

  function later(ms: number, step: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(step, ms);
    timer.unref();
  }

  /** With an hour of many bots reconnecting at once in mind: between half and the whole of the wait. */
  function openAgain(from: WebSocket): void {
    if (closed || socket !== from) return;
    socket = undefined;
    later(wait * (0.5 + Math.random() / 2), open);
    wait = Math.min(wait * 2, longestWaitMs);
  }

  function open(): void {
    const own = new WebSocket(url, { headers: { [header.name]: header.value }, dispatcher: connections });
    socket = own;
    const renew = (): void => {
      // Its close may never come: the next one is opened without waiting for it.
      openAgain(own);
      own.close();
    };
    later(renewAfterMs, renew);
    own.addEventListener('message', ({ data }) => {
      if (closed || socket !== own) return;
      later(renewAfterMs, renew);
      if (!isNews(data)) return;
      wait = firstWaitMs;
      nudge();
    });
    own.addEventListener('error', () => openAgain(own));
    own.addEventListener('close', () => openAgain(own));
  }

  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

/**
 * The event stream ("Stream upgrade events"), as a sign that it is worth looking now. What it tells is read by a look:
 * nothing says whether a frame tells everything or what is new.
 */
export function openEventStream(options: StreamOptions): Nudges {
  return { listen: (nudge) => listenTo(options, nudge) };
}
