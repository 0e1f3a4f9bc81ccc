import type { Logger } from '../core/ports.js';

interface NetOptions {
  /** Whether the sweep's own job exists. */
  readonly isSwept: () => Promise<boolean>;
  readonly sweep: () => Promise<void>;
  readonly log: Logger;
}

const CHECK_EVERY_MS = 5_000;

/**
 * What the queues cannot do for themselves: begin. At start whatever a crash left owing is repaid at once, and when the
 * store has lost everything, jobs included, the watches are set up anew.
 */
export function safetyNet({ isSwept, sweep, log }: NetOptions) {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const check = async (first: boolean): Promise<void> => {
    try {
      if (first || !(await isSwept())) await sweep();
    } catch (err) {
      log.warn({ err }, 'could not check for owed work; it is checked again soon');
      return schedule(first);
    }
    schedule(false);
  };
  const schedule = (first: boolean): void => {
    if (!stopped) timer = setTimeout(() => void check(first), CHECK_EVERY_MS);
  };
  return {
    /** Does not wait for the first sweep: the store may be away, and must not keep the process from starting. */
    start: (): void => void check(true),
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
