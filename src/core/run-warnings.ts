import type { Observation } from './observation.js';
import type { UpgradeView } from './view.js';
import { type Warning, warning } from './warning.js';

/**
 * What is worth warning of in a run that goes through stages.
 * @param outage stages in which what the product serves is down
 */
export function runWarnings(view: UpgradeView, seen: Observation, outage: readonly string[] = []): Warning[] {
  const { run, state } = seen;
  if (run === undefined || seen.phase === 'idle') return [];
  const found: Warning[] = [];
  const failed = run.stages.find(({ condition }) => condition === 'error');
  const stage = run.failure?.stage ?? failed?.name;
  if (stage !== undefined && seen.phase === 'failed') found.push(warning('stage-failed', stage, run.failure?.message));
  if (run.pause === 'asked') found.push(warning('pause-pending', state));
  if (run.started && outage.includes(state)) found.push(warning('outage', view.target));
  return found;
}
