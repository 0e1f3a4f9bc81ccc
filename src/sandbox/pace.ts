import type { LifeCycleTimings } from './zdu/life-cycle.js';

/** How fast a story goes, in milliseconds. */
export interface Pace {
  /** Between two things that people do. */
  readonly pauseMs: number;
  readonly node: LifeCycleTimings;
  /** How long the upgrade tasks run. */
  readonly finalizeMs: number;
  readonly instabase: InstabasePace;
}

/** What Instabase takes its time for, in milliseconds. */
export interface InstabasePace {
  /** After the upload. */
  readonly createMs: number;
  readonly validateMs: number;
  /** For each stage. */
  readonly stageMs: number;
}

export const paces = {
  /** For people who read every line. */
  slow: {
    pauseMs: 4_500,
    node: { stopMs: 2_500, offlineMs: 2_500, startMs: 3_000 },
    finalizeMs: 5_000,
    instabase: { createMs: 2_500, validateMs: 3_000, stageMs: 4_000 },
  },
  /** For people to watch: an upgrade takes about half a minute. */
  visible: {
    pauseMs: 2_200,
    node: { stopMs: 1_400, offlineMs: 1_400, startMs: 1_700 },
    finalizeMs: 3_000,
    instabase: { createMs: 1_200, validateMs: 1_500, stageMs: 1_500 },
  },
  /** For tests. */
  fast: {
    pauseMs: 100,
    node: { stopMs: 100, offlineMs: 250, startMs: 250 },
    finalizeMs: 400,
    instabase: { createMs: 150, validateMs: 200, stageMs: 300 },
  },
} as const satisfies Record<string, Pace>;

/** The paces by the words for them on the page. */
export const speeds = { slow: paces.slow, normal: paces.visible, fast: paces.fast } as const;

export type Speed = keyof typeof speeds;
