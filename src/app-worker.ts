import { letGo, makeSide, type Parts } from './app-parts.js';
import type { People } from './core/access.js';
import { handlers, sweepAll } from './jobs/handlers.js';
import { listenToTargets } from './jobs/nudges.js';
import { safetyNet } from './jobs/safety-net.js';
import { makeWorkers, type Workers } from './jobs/workers.js';
import { publisher } from './slack/out/publisher.js';
import { redisPace } from './store/pace.js';
import type { RedisClient } from './store/redis.js';
import { troubleBook } from './store/troubles.js';

/** The side of the bot that watches targets, carries out what was granted and tells of it. */
export interface WorkerSide {
  start(): Promise<void>;
  stop(deadlineMs: number): Promise<void>;
}

/** Nobody asks for anything in a worker: rights are read where people are answered. */
const nobody: People = {
  person: (id) => Promise.resolve({ id, member: false, notMemberBecause: 'unknown here' }),
  groupMembers: () => Promise.resolve([]),
};

/** Workers block on a connection of their own. */
export function makeWorkerSide(parts: Parts, redis: RedisClient, blocking: RedisClient): WorkerSide {
  const { config, log, clock, keys, slack, files, adapters } = parts;
  const { queues, deps, book } = makeSide(parts, redis, nobody, false);
  const publishing = publisher({
    timeline: deps.timeline,
    book,
    pace: redisPace(redis, keys),
    slack,
    profileOf: (name) => adapters.of(name).profile,
    jobs: deps.jobs,
    clock,
    log,
    command: config.command,
    keyPrefix: config.redisPrefix,
    retentionMs: config.retentionMs,
    troubles: troubleBook(redis, keys),
    settingsOf: (name) => config.targets[name],
  });
  const ensureWatches = (): Promise<void> => queues.ensureWatches([...deps.targets.keys()]);
  const { openUpload } = files;
  const hands = { actorOf: (name: string) => adapters.of(name).actor, openUpload };
  const work = handlers({ deps, publisher: publishing, hands, ensureWatches });
  const net = safetyNet({ isSwept: queues.isSwept, sweep: () => sweepAll(deps, ensureWatches), log });
  const listening = listenToTargets({
    nudges: adapters.nudges(),
    isOn: async (name) => (await deps.timeline.record(name)).open !== undefined,
    look: deps.jobs.look,
    clock,
    log,
  });
  const workers: Workers = makeWorkers({ connection: blocking, prefix: keys.queues, handlers: work, log });
  return {
    async start() {
      workers.start();
      net.start();
      listening.start();
    },
    async stop(deadlineMs) {
      net.stop();
      listening.stop();
      await workers.stop(deadlineMs);
      letGo(queues, [redis, blocking]);
    },
  };
}
