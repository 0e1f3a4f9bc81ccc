import type { CheckGroup } from '../core/checkup.js';
import type { Clock, Logger } from '../core/ports.js';
import type { Doctor } from './doctor.js';
import { reportProblems } from './report-problems.js';

interface AtStart {
  readonly doctor: Doctor;
  /** The targets to be examined. */
  readonly names: readonly string[];
  readonly log: Logger;
  readonly clock: Pick<Clock, 'wait'>;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Logs what an examination finds. A store that does not answer yet is looked at again until it does: how it is set up is
 * said whenever it comes.
 */
export async function examineAtStart({ doctor, names, log, clock, signal }: AtStart): Promise<void> {
  const groups = await doctor(names);
  if (signal.aborted) return;
  reportProblems(groups, log);
  let unreachable = groups.some(isUnreachable);
  for (let pause = FIRST_PAUSE_MS; unreachable; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    await clock.wait(pause);
    if (signal.aborted) return;
    const stores = (await doctor([])).filter(({ kind }) => kind === 'store');
    unreachable = stores.some(isUnreachable);
    if (!unreachable) reportProblems(stores, log);
  }
}

const isUnreachable = ({ kind, checks }: CheckGroup): boolean =>
  kind === 'store' && checks.some(({ name, result }) => name === 'connection' && result === 'failed');
