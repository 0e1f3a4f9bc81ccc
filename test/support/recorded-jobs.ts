import type { Jobs } from '../../src/core/ports.js';

export interface RecordedJobs extends Jobs {
  /** `<job> <target> …`, in the order asked for. */
  readonly calls: string[];
}

/** Jobs that are only noted down. */
export function recordedJobs(): RecordedJobs {
  const calls: string[] = [];
  const note =
    (job: keyof Jobs) =>
    async (...args: readonly (string | number)[]): Promise<void> => {
      calls.push([job, ...args].join(' '));
    };
  return {
    calls,
    publish: note('publish'),
    card: note('card'),
    act: note('act'),
    attend: note('attend'),
    look: note('look'),
  };
}
