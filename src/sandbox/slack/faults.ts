/** Which calls a fault meets: the next `times` (default 1), or all for `forMs` milliseconds. */
export interface Reach {
  times?: number;
  forMs?: number;
}

export type Effect =
  | { kind: 'rateLimit'; retryAfter: number; style: 'http429' | 'ok-false' | 'no-header' }
  | { kind: 'fail'; status: number; error?: string; acted: boolean }
  | { kind: 'html'; status: number }
  | { kind: 'loseReply' }
  | { kind: 'cut' }
  | { kind: 'slow'; ms: number; act: 'first' | 'last' }
  | { kind: 'hold'; gate: Promise<void>; act: 'first' | 'last' };

export interface Fault {
  /** Calls met so far. */
  hits: () => number;
  clear: () => void;
}

export interface Faults {
  rateLimit: (
    method: string,
    options?: Reach & { retryAfter?: number; style?: 'http429' | 'ok-false' | 'no-header' },
  ) => Fault;
  /** An HTTP status, or with `error` an answer `ok: false`; `acted`: it was done all the same. */
  fail: (method: string, options?: Reach & { status?: number; error?: string; acted?: boolean }) => Fault;
  /** A page of a proxy instead of JSON; nothing is done. */
  html: (method: string, options?: Reach & { status?: number }) => Fault;
  /** The call is carried out, then the connection is cut. */
  loseReply: (method: string, options?: Reach) => Fault;
  /** `act: 'first'` (default): done at once, answered late. `last`: done late too. */
  slow: (method: string, options: Reach & { ms: number; act?: 'first' | 'last' }) => Fault;
  /** Holds calls of this method, or only the next `times`, until `release`: before (`act: 'last'`) or after (default) carrying them out. */
  hold: (method: string, options?: { act?: 'first' | 'last'; times?: number }) => Fault & { release: () => void };
  /** Nothing of Slack answers: connections are cut, sockets closed. */
  outage: (options?: { forMs?: number }) => Fault;
  /**
   * Tells every open socket to reconnect, or only so many, those open longest first; the original renews one at a time.
   * `leaveTcpOpen`: closes the WebSocket but not the connection under it.
   */
  refreshSockets: (
    reason?: 'warning' | 'refresh_requested' | 'link_disabled',
    options?: { leaveTcpOpen?: boolean; sockets?: number },
  ) => void;
  /** Cuts every open socket without a word. */
  cutSockets: () => void;
  /** Sockets stop answering pings. */
  silencePongs: (options?: Reach) => Fault;
  /** The next deliveries to the bot arrive `copies` times. */
  redeliver: (options: Reach & { copies: number }) => Fault;
  /** Acks of the next deliveries get lost on the way. */
  dropAck: (options?: Reach) => Fault;
}
