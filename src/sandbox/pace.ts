import type { LifeCycleTimings } from './zdu/life-cycle.js';

/** How fast a story goes, in milliseconds. */
export interface Pace {
  /** Between two things that people do. */
  readonly pauseMs: number;
  readonly node: LifeCycleTimings;
  /** How long the upgrade tasks run. */
  readonly finalizeMs: number;
}

export const paces = {
  /** For people to watch: an upgrade takes about half a minute. */
  visible: { pauseMs: 1_500, node: { stopMs: 1_200, offlineMs: 1_200, startMs: 1_500 }, finalizeMs: 2_500 },
  /** For tests. */
  fast: { pauseMs: 100, node: { stopMs: 100, offlineMs: 250, startMs: 250 }, finalizeMs: 400 },
} as const satisfies Record<string, Pace>;
