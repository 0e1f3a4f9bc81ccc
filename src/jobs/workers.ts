import { DelayedError, type Job, Worker } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import { asAppError } from '../core/errors.js';
import type { Logger } from '../core/ports.js';
import { breather } from './breather.js';
import type { Handler } from './handlers.js';
import { type QueueName, queueNames } from './queues.js';
import { pauseAfter } from './retry.js';

interface WorkerOptions {
  readonly connection: Redis | Cluster;
  readonly prefix: string;
  readonly handlers: Record<QueueName, Handler>;
  readonly log: Logger;
  /** Called with each tick of a watch and how late it came (ms). */
  readonly onLate?: (ms: number) => void;
}

/** Jobs that run at once per process. Watches mostly wait for the network. */
const concurrency: Record<QueueName, number> = { watch: 500, publish: 50, card: 20, act: 50, attend: 20, sweep: 1 };

export interface Workers {
  start(): void;
  /** Puts running jobs back and lets go of Redis, within `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/** Makes the workers of this process; nothing runs before `start`. */
export function makeWorkers(options: WorkerOptions): Workers {
  let stopping = false;
  const breathe = breather(options.log);
  const workers = queueNames.map((name) => {
    const worker = makeWorker(name, options, () => stopping);
    worker.on('error', (error) => breathe(worker, error));
    return worker;
  });
  return {
    start() {
      for (const worker of workers) {
        worker.run().catch((error: unknown) => options.log.error({ err: error }, 'a worker stopped unexpectedly'));
      }
    },
    async stop(deadlineMs) {
      stopping = true;
      const closing = workers.map(async (worker) => {
        worker.cancelAllJobs('shutdown');
        await worker.close();
      });
      // `close` never returns while Redis is down.
      await Promise.race([
        Promise.allSettled(closing),
        new Promise((resolve) => setTimeout(resolve, deadlineMs).unref()),
      ]);
    },
  };
}

function makeWorker(
  name: QueueName,
  { connection, prefix, handlers, log }: WorkerOptions,
  isStopping: () => boolean,
): Worker {
  // The third parameter must be declared without a default value, or BullMQ gives no signal.
  const process = async (job: Job, token?: string, signal?: AbortSignal): Promise<void> => {
    // A worker that is closing may take one more job: another process has it soon.
    const at = isStopping() ? Date.now() + HAND_OVER_MS : await runJob(name, job, handlers[name], log, signal);
    if (at === undefined) return;
    await job.moveToDelayed(Math.max(at, Date.now()), token);
    throw new DelayedError();
  };
  const worker = new Worker(name, process, {
    connection,
    prefix,
    autorun: false,
    concurrency: concurrency[name],
    // Counted over a job's whole life: with the default of 1 the second crash, days later, would end a watch.
    maxStalledCount: 1_000_000,
    lockDuration: 5_000,
    stalledInterval: 2_000,
  });
  worker.on('failed', (job, error) => log.error({ queue: name, job: job?.id, err: error }, 'a job failed for good'));
  return worker;
}

/** A job put back at once would wake the very worker that puts it back. */
const HAND_OVER_MS = 250;

/** No business error leaves a job: it comes back later instead, since a failed job would be forgotten. */
async function runJob(
  name: QueueName,
  job: Job,
  handler: Handler,
  log: Logger,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  try {
    return await handler(job.data, signal);
  } catch (error) {
    const failure = asAppError(error);
    if (signal?.aborted === true) return Date.now() + HAND_OVER_MS;
    if (failure.kind === 'internal')
      log.error({ queue: name, job: job.id, err: failure }, 'a job met an unforeseen error');
    else log.warn({ queue: name, job: job.id, err: failure }, 'a job could not finish and will be tried again');
    return Date.now() + pauseAfter(failure);
  }
}
