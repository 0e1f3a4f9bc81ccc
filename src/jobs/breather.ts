import type { Worker } from 'bullmq';
import type { Logger } from '../core/ports.js';

/** Errors that Redis answers at once, over and over: without a pause a worker spins on them. */
const SPINNING = /OOM|MISCONF|READONLY/;
const PAUSE_MS = 1_000;
/** All workers meet the same error every second; it is said this often. */
const SAY_EVERY_MS = 30_000;

/** Lets workers pause for a second whenever the store refuses their writes. */
export function breather(log: Logger): (worker: Worker, error: Error) => void {
  const pausing = new WeakSet<Worker>();
  let saidAt = Number.NEGATIVE_INFINITY;

  const say = (worker: Worker, error: Error): void => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    log.error({ queue: worker.name, err: error }, 'the store refuses writes; workers try again every second');
  };

  return (worker, error) => {
    log.debug({ queue: worker.name, err: error }, 'a worker reported an error');
    if (!SPINNING.test(error.message) || pausing.has(worker)) return;
    pausing.add(worker);
    say(worker, error);
    takeBreath(worker)
      .catch((failure: unknown) => log.error({ queue: worker.name, err: failure }, 'could not resume a worker'))
      .finally(() => pausing.delete(worker));
  };
}

async function takeBreath(worker: Worker): Promise<void> {
  await worker.pause(true);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  await worker.resume();
}
