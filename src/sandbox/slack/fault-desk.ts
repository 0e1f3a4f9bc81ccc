import { createRules } from './fault-rules.js';
import type { Effect, Fault, Faults } from './faults.js';
import type { Sockets } from './sockets.js';

/** The switches, and the questions the rest of the sandbox asks them. */
export interface FaultDesk {
  faults: Faults;
  nextFault: (method: string) => Effect | undefined;
  isDown: () => boolean;
  losesAck: () => boolean;
  losesPong: () => boolean;
  copies: () => number;
  /** Lets go of everything that is held. */
  end: () => void;
}

const ANY = '*';

export const createFaultDesk = (now: () => number, sockets: () => Sockets): FaultDesk => {
  const calls = createRules<Effect>(now);
  const outages = createRules<true>(now);
  const lostAcks = createRules<true>(now);
  const lostPongs = createRules<true>(now);
  const copies = createRules<number>(now);
  const gates = new Set<() => void>();

  const hold: Faults['hold'] = (method, { act = 'first', times = Number.POSITIVE_INFINITY } = {}) => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    gates.add(open);
    const fault = calls.add(method, { kind: 'hold', gate, act }, { times });
    const release = () => {
      fault.clear();
      gates.delete(open);
      open();
    };
    return { ...fault, clear: release, release };
  };

  const outage = (options: { forMs?: number } = {}): Fault => {
    const reach = options.forMs === undefined ? { times: Number.POSITIVE_INFINITY } : { forMs: options.forMs };
    sockets().cut();
    return outages.add(ANY, true, reach);
  };

  const faults: Faults = {
    rateLimit: (method, { retryAfter = 1, style = 'http429', ...reach } = {}) =>
      calls.add(method, { kind: 'rateLimit', retryAfter, style }, reach),
    fail: (method, { status = 503, error, acted = false, ...reach } = {}) =>
      calls.add(method, { kind: 'fail', status, acted, ...(error === undefined ? {} : { error }) }, reach),
    html: (method, { status = 200, ...reach } = {}) => calls.add(method, { kind: 'html', status }, reach),
    loseReply: (method, reach) => calls.add(method, { kind: 'loseReply' }, reach),
    slow: (method, { ms, act = 'first', ...reach }) => calls.add(method, { kind: 'slow', ms, act }, reach),
    hold,
    outage,
    refreshSockets: (reason = 'refresh_requested', options) => sockets().disconnect(reason, options),
    cutSockets: () => sockets().cut(),
    silencePongs: (reach) => lostPongs.add(ANY, true, reach),
    redeliver: ({ copies: count, ...reach }) => copies.add(ANY, count, reach),
    dropAck: (reach) => lostAcks.add(ANY, true, reach),
  };

  return {
    faults,
    nextFault: (method) => (outages.next(method) ? { kind: 'cut' } : calls.next(method)),
    isDown: () => outages.next(ANY) === true,
    losesAck: () => lostAcks.next(ANY) === true,
    losesPong: () => lostPongs.next(ANY) === true,
    copies: () => copies.next(ANY) ?? 1,
    end: () => {
      for (const open of gates) open();
      gates.clear();
    },
  };
};
