import type { Progress, StageEvent } from './schema.js';
import { isTerminal } from './stages.js';
import { mergedByStage } from './transform.js';

/**
 * Whether what the stages tell cannot have been true together with the progress: it is asked for later, and a run may
 * have moved on meanwhile. A run that is over leaves its stages as they were.
 */
export function disagree({ stage, failedWithError }: Progress, told: readonly StageEvent[]): boolean {
  if (isTerminal(stage)) return false;
  return mergedByStage(told).some(({ name, status }) => {
    if (name !== stage) return status === 'UNDERWAY' || (isTerminal(name) && status === 'COMPLETED');
    const failed = failedWithError !== undefined && (failedWithError.stage || stage) === stage;
    return (status === 'FAILED' && failedWithError === undefined) || (status === 'UNDERWAY' && failed);
  });
}
