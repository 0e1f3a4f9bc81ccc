import { inject } from 'vitest';
import type { Handler } from '../../src/jobs/handlers.js';
import { openQueues, type QueueName } from '../../src/jobs/queues.js';
import { makeWorkers } from '../../src/jobs/workers.js';
import { keysOf } from '../../src/store/keys.js';
import { connectRedis } from '../../src/store/redis.js';
import { capturedLog } from './captured-log.js';

interface CrewOptions {
  readonly prefix: string;
  readonly url?: string;
  /** What the jobs of a queue do; the others end at once. */
  readonly work?: Partial<Record<QueueName, Handler>>;
}

const done: Handler = () => Promise.resolve(undefined);
const idle: Record<QueueName, Handler> = {
  watch: done,
  publish: done,
  card: done,
  act: done,
  attend: done,
  sweep: done,
};

/** The queues and workers of one process, with connections of their own; the caller starts and stops it. */
export function makeCrew({ prefix, url = inject('redisUrl'), work = {} }: CrewOptions) {
  const log = capturedLog();
  // Tests that cut the connections see it in what becomes of the jobs.
  const connect = () => connectRedis({ kind: 'url', url }, 'patient', () => undefined);
  const connections = [connect(), connect()] as const;
  const { queues: queuesPrefix } = keysOf(prefix);
  const queues = openQueues({ connection: connections[0], prefix: queuesPrefix, log, failFast: false });
  const handlers = { ...idle, ...work };
  const workers = makeWorkers({ connection: connections[1], prefix: queuesPrefix, handlers, log });
  return {
    log,
    jobs: queues.jobs,
    ensureWatches: queues.ensureWatches,
    start: () => workers.start(),
    stop: (deadlineMs: number) => workers.stop(deadlineMs),
    /** Lets go of Redis without another word. */
    disconnect: () => {
      queues.close().catch((err: unknown) => log.debug({ err }, 'the queues were cut off'));
      for (const connection of connections) connection.disconnect();
    },
  };
}

export type Crew = ReturnType<typeof makeCrew>;
