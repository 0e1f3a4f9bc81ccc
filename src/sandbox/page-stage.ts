import type { Pace } from './pace.js';
import type { StageOptions } from './stage.js';

/** What people rehearse on in the page: one target of each product. */
export function pageStage(pace: Pace): StageOptions {
  const cluster = { timings: pace.node, finalizeMs: pace.finalizeMs };
  return {
    clusters: { confluence: cluster, bitbucket: cluster, jira: cluster },
    instabase: pace.instabase,
    config: { poll: { active: '500ms', idle: '1s' } },
  };
}
