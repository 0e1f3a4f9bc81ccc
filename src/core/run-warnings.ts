import type { UpgradeView } from './view.js';
import { type WarnBasis, type Warning, warning } from './warnings.js';

/** What is worth warning of in a run that goes through stages. */
export function runWarnings(view: UpgradeView, { seen, profile }: WarnBasis): Warning[] {
  const { run, state } = seen;
  if (run === undefined || seen.phase === 'idle') return [];
  const found: Warning[] = [];
  const failed = run.stages.find(({ condition }) => condition === 'error');
  const stage = run.failure?.stage ?? failed?.name;
  if (stage !== undefined && seen.phase === 'failed') found.push(warning('stage-failed', stage, run.failure?.message));
  if (run.pause === 'asked') found.push(warning('pause-pending', state));
  if (run.started && profile.outage?.includes(state) === true) found.push(warning('outage', view.target));
  return found;
}
