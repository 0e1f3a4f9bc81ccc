import { type Pace, speeds } from './pace.js';
import { cast, type Stage, type StageOptions } from './stage.js';

/** One simulated product of each kind, at the pace of somebody who watches. */
export function pageStage(pace: Pace = speeds.normal): StageOptions {
  const cluster = { timings: pace.node, finalizeMs: pace.finalizeMs };
  return {
    clusters: { confluence: cluster, bitbucket: cluster, jira: cluster },
    instabase: pace.instabase,
    // Without the guest on the list: `doctor` would speak of it every time.
    config: { operators: [cast.alice, cast.bob], poll: { active: '500ms', idle: '1s' } },
  };
}

/** How long everything takes from now on; what is under way keeps its pace. */
export function setPace({ targets, instabase }: Stage, pace: Pace): void {
  for (const { cluster } of Object.values(targets)) cluster.setPace(pace.node, pace.finalizeMs);
  instabase?.server.setPace(pace.instabase);
}
