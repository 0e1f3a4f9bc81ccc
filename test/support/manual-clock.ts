import type { Clock } from '../../src/core/ports.js';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Goes on to this time (epoch ms), never back. */
  advanceTo(at: number): void;
}

/** A clock that stands still until it is moved; it starts at the real time, as Slack's and Redis' clocks do. */
export function manualClock(): ManualClock {
  let at = Date.now();
  return {
    now: () => at,
    wait: async (ms) => {
      at += ms;
    },
    advance: (ms) => {
      at += ms;
    },
    advanceTo: (time) => {
      at = Math.max(at, time);
    },
  };
}
