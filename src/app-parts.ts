import { randomUUID } from 'node:crypto';
import type { Adapters } from './adapters/adapters.js';
import type { Config } from './config/config.js';
import type { People } from './core/access.js';
import type { Clock, Logger } from './core/ports.js';
import type { ShownBook } from './core/publishing.js';
import { openQueues, type Queues } from './jobs/queues.js';
import type { Metrics } from './metrics.js';
import type { Deps, Target } from './service/deps.js';
import { recorder } from './service/record.js';
import type { SlackClient } from './slack/out/client.js';
import type { SlackFiles } from './slack/out/files.js';
import type { Keys } from './store/keys.js';
import type { RedisClient } from './store/redis.js';
import { shownBook } from './store/shown.js';
import { lookBook, timelineReader, timelineWriter } from './store/timeline.js';

/** What all sides of the bot work with. */
export interface Parts {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly metrics: Metrics;
  readonly slack: SlackClient;
  readonly files: SlackFiles;
  readonly adapters: Adapters;
}

/** Everything that rests on one kind of Redis connection. */
export interface Side {
  readonly queues: Queues;
  readonly deps: Deps;
  readonly book: ShownBook;
}

export function makeSide(parts: Parts, redis: RedisClient, people: People, failFast: boolean): Side {
  const { config, log, clock, keys, metrics, adapters } = parts;
  const queues = openQueues({ connection: redis, prefix: keys.queues, log, failFast });
  const { jobs } = queues;
  const targets = new Map<string, Target>(
    Object.values(config.targets).map((settings) => {
      const { observer, actor: _actor, ...adapter } = adapters.of(settings.name);
      return [settings.name, { ...adapter, settings, observer: metrics.watched(settings.name, observer) }];
    }),
  );
  const deps: Deps = {
    targets,
    timeline: timelineReader(redis, keys),
    looks: lookBook(redis, keys),
    record: recorder({ writer: timelineWriter(redis, keys), jobs, clock }),
    jobs,
    people,
    clock,
    log,
    newId: randomUUID,
  };
  return { queues, deps, book: shownBook(redis, keys) };
}

/** Closing a queue waits for Redis; the connections are cut instead, which ends it at once. */
export function letGo(queues: Queues, connections: readonly RedisClient[]): void {
  queues.close().catch(() => {
    // Redis may be away: there is nothing to tell it.
  });
  for (const connection of connections) connection.disconnect();
}
