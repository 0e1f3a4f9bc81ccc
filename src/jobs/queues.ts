import { type JobsOptions, Queue } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import type { Jobs, Logger } from '../core/ports.js';

/** Every queue by what its jobs mean. Jobs carry ids only. */
export const queueNames = ['watch', 'publish', 'card', 'act', 'attend', 'sweep'] as const;
export type QueueName = (typeof queueNames)[number];

const target = z.string();
const upgrade = z.number().int();
export const payloads = {
  watch: z.object({ target }),
  publish: z.object({ target, upgrade }),
  card: z.object({ target, upgrade }),
  act: z.object({ target, upgrade, request: z.string() }),
  attend: z.object({ target }),
  sweep: z.object({}),
} as const satisfies Record<QueueName, z.ZodType>;

/**
 * Jobs leave nothing behind: a kept job would block its id, and the timeline is the record. Handlers never let a
 * business error escape, so one attempt is enough.
 */
const once: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

export interface Queues {
  readonly jobs: Jobs;
  /** Makes sure that every target is watched and the sweep runs. @throws when Redis does not answer. */
  ensureWatches(targets: readonly string[]): Promise<void>;
  /** Whether the sweep's job exists; it is gone when the store has lost its data. @throws when Redis does not answer. */
  isSwept(): Promise<boolean>;
  close(): Promise<void>;
}

interface QueueOptions {
  readonly connection: Redis | Cluster;
  /** Key prefix with a hash tag: all queues share one slot. */
  readonly prefix: string;
  readonly log: Logger;
  /** For connections a person waits on: fail at once instead of waiting for Redis. */
  readonly failFast: boolean;
}

const watchId = (name: string): string => `watch-${name}`;
export const SWEEP_ID = 'sweep-all';

/** Opens the queues. Adding a job never throws: the sweep repays a job that could not be added. */
export function openQueues({ connection, prefix, log, failFast }: QueueOptions): Queues {
  const open = (name: QueueName): Queue => {
    const patience = failFast ? { skipWaitingForReady: true, skipVersionCheck: true } : {};
    const queue = new Queue(name, { connection, prefix, streams: { events: { maxLen: 200 } }, ...patience });
    queue.on('error', (error) => log.debug({ queue: name, err: error }, 'a queue reported an error'));
    return queue;
  };
  const queues = Object.fromEntries(queueNames.map((name) => [name, open(name)])) as Record<QueueName, Queue>;

  async function add(name: QueueName, data: object, options: JobsOptions): Promise<void> {
    try {
      await queues[name].add(name, data, { ...once, ...options });
    } catch (error) {
      log.warn({ queue: name, err: error }, 'could not add a job; the sweep will');
    }
  }

  /** One drain per thread; what is added while it runs makes it run once more. */
  const drain = (id: string): JobsOptions => ({ deduplication: { id, keepLastIfActive: true } });

  return {
    jobs: {
      publish: (name, number) => add('publish', { target: name, upgrade: number }, drain(`publish-${name}-${number}`)),
      card: (name, number) => add('card', { target: name, upgrade: number }, drain(`card-${name}-${number}`)),
      act: (name, number, request) =>
        add('act', { target: name, upgrade: number, request }, { jobId: `act-${request}` }),
      attend: (name, _number, request, at) =>
        add('attend', { target: name }, { jobId: `attend-${request}`, delay: Math.max(0, at - Date.now()) }),
      look: (name) => lookNow(queues.watch, name, log),
    },
    async ensureWatches(targets) {
      await queues.watch.addBulk(
        targets.map((name) => ({ name: 'watch', data: { target: name }, opts: { ...once, jobId: watchId(name) } })),
      );
      await queues.sweep.add('sweep', {}, { ...once, jobId: SWEEP_ID });
    },
    isSwept: async () => (await queues.sweep.getJob(SWEEP_ID)) !== undefined,
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

const PROMOTE_TRIES = 5;
const PROMOTE_AGAIN_MS = 150;

/** Brings a watch's next look forward. A watch that is being looked at right now cannot be promoted: try again. */
async function lookNow(queue: Queue, target: string, log: Logger): Promise<void> {
  for (let attempt = 1; attempt <= PROMOTE_TRIES; attempt += 1) {
    try {
      const job = await queue.getJob(watchId(target));
      if (job === undefined) return;
      if ((await job.getState()) !== 'active') return await job.promote();
    } catch (error) {
      log.debug({ target, err: error }, 'could not bring a look forward');
    }
    await new Promise((resolve) => setTimeout(resolve, PROMOTE_AGAIN_MS));
  }
}
