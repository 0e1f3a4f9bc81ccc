import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Adapters, openAdapters } from './adapters/adapters.js';
import type { Config, Role } from './config/config.js';
import type { People } from './core/access.js';
import type { Clock, Logger } from './core/ports.js';
import { type ActionName, actionNames } from './core/products.js';
import type { Readiness } from './health.js';
import { handlers, sweepAll } from './jobs/handlers.js';
import { openQueues, type Queues } from './jobs/queues.js';
import { safetyNet } from './jobs/safety-net.js';
import { makeWorkers, type Workers } from './jobs/workers.js';
import { type Metrics, makeMetrics } from './metrics.js';
import { readinessOf } from './readiness.js';
import type { Deps, Target } from './service/deps.js';
import { type Doctor, makeDoctor } from './service/doctor.js';
import { examineAtStart } from './service/examine-at-start.js';
import { recorder } from './service/record.js';
import { makeServices } from './service/services.js';
import { type SlackIn, slackIn } from './slack/in/bolt-app.js';
import { readPeople } from './slack/in/people.js';
import { type Identity, type SlackClient, slackClient } from './slack/out/client.js';
import { examineSlack } from './slack/out/examine-slack.js';
import { waitForIdentity } from './slack/out/identity.js';
import { publisher } from './slack/out/publisher.js';
import { deliveries } from './store/deliveries.js';
import { examineStore } from './store/examine-store.js';
import { type Keys, keysOf } from './store/keys.js';
import { redisPace } from './store/pace.js';
import { connectRedis, type Patience, type RedisClient } from './store/redis.js';
import { shownBook } from './store/shown.js';
import { lookBook, timelineReader, timelineWriter } from './store/timeline.js';
import { troubleBook } from './store/troubles.js';

/** How long (ms) a person's rights may be shared between clicks. */
const RIGHTS_AGE_MS = 2_000;

export interface App {
  /** @throws AppError or a system error when this process cannot do its work: a token refused, an address in use. */
  start(): Promise<void>;
  /** Lets go of everything within `deadlineMs`, Redis up or down. */
  stop(deadlineMs: number): Promise<void>;
  readiness(): Promise<Readiness>;
  readonly metrics: Metrics;
}

/** The only place that constructs things. */
export function makeApp(config: Config, role: Role, log: Logger): App {
  const clock: Clock = { now: Date.now, wait: (ms) => delay(ms) };
  const keys = keysOf(config.redisPrefix);
  const metrics = makeMetrics();
  const slack = slackClient({ token: config.slack.botToken, apiUrl: config.slack.apiUrl, logger: log });
  const adapters = openAdapters(config.targets);
  const parts: Parts = { config, log, clock, keys, metrics, slack, adapters };
  const stopping = new AbortController();
  const connect = (patience: Patience): RedisClient =>
    connectRedis(config.redis, patience, (err) => log.debug({ err }, 'redis connection error'));
  const fast = connect('fast');
  const troubles = troubleBook(fast, keys);
  const worker = role === 'web' ? undefined : makeWorkerSide(parts, connect('patient'), connect('patient'));
  let web: WebSide | undefined;
  let identity: Identity | undefined;

  return {
    metrics,
    async start() {
      await worker?.start();
      identity = await waitForIdentity(slack, { logger: log, signal: stopping.signal });
      log.info({ team: identity.teamId, bot: identity.userId }, 'slack knows the bot');
      const people = readPeople({ client: slack, teamId: identity.teamId, maxAgeMs: RIGHTS_AGE_MS, clock });
      const doctor = doctorOf(parts, people, fast);
      if (role !== 'worker') {
        web = makeWebSide({ parts, identity, people, redis: fast, doctor });
        await web.slack.start();
      }
      // Nothing waits for it. Workers read targets, so that a login that fails is not tried by every process.
      const names = role === 'web' ? [] : Object.keys(config.targets);
      examineAtStart({ doctor, names, log, clock, signal: stopping.signal }).catch((error: unknown) =>
        log.error({ err: error }, 'the set-up could not be examined'),
      );
    },
    async stop(deadlineMs) {
      stopping.abort(new Error('stopping'));
      await Promise.race([stopAll(deadlineMs), delay(deadlineMs, undefined, { ref: false })]);
    },
    readiness: () =>
      readinessOf({
        configuration: config.hash,
        pingStore: () => fast.ping(),
        team: identity?.teamId,
        edge: role === 'worker' ? undefined : (web?.slack.ready() ?? { ok: false, detail: 'not started yet' }),
        troubles: () => troubles.all(),
      }),
  };

  async function stopAll(deadlineMs: number): Promise<void> {
    await web?.stop(deadlineMs * 0.6);
    await worker?.stop(deadlineMs * 0.6);
    fast.disconnect();
    await adapters.close();
  }
}

interface Parts {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly metrics: Metrics;
  readonly slack: SlackClient;
  readonly adapters: Adapters;
}

/** Everything that rests on one kind of Redis connection. */
function makeSide(parts: Parts, redis: RedisClient, people: People, failFast: boolean) {
  const { config, log, clock, keys, metrics, adapters } = parts;
  const queues = openQueues({ connection: redis, prefix: keys.queues, log, failFast });
  const { jobs } = queues;
  const targets = new Map<string, Target>(
    Object.values(config.targets).map((settings) => {
      const { profile, observer } = adapters.of(settings.name);
      return [settings.name, { settings, profile, observer: metrics.watched(settings.name, observer) }];
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

interface WorkerSide {
  start(): Promise<void>;
  stop(deadlineMs: number): Promise<void>;
}

/** Nobody asks for anything in a worker: rights are read where people are answered. */
const nobody: People = {
  person: (id) => Promise.resolve({ id, member: false, notMemberBecause: 'unknown here' }),
  groupMembers: () => Promise.resolve([]),
};

/** Workers block on a connection of their own. */
function makeWorkerSide(parts: Parts, redis: RedisClient, blocking: RedisClient): WorkerSide {
  const { config, log, clock, keys, slack, adapters } = parts;
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
  const actorOf = (name: string) => adapters.of(name).actor;
  const work = handlers({ deps, publisher: publishing, actorOf, ensureWatches });
  const net = safetyNet({ isSwept: queues.isSwept, sweep: () => sweepAll(deps, ensureWatches), log });
  const workers: Workers = makeWorkers({ connection: blocking, prefix: keys.queues, handlers: work, log });
  return {
    async start() {
      workers.start();
      net.start();
    },
    async stop(deadlineMs) {
      net.stop();
      await workers.stop(deadlineMs);
      letGo(queues, [redis, blocking]);
    },
  };
}

function doctorOf({ config, clock, keys, slack, adapters }: Parts, people: People, redis: RedisClient): Doctor {
  return makeDoctor({
    targets: config.targets,
    slack: examineSlack(slack, people.person),
    store: examineStore(redis, keys),
    examinerOf: (name) => adapters.of(name).examiner,
    clock,
  });
}

interface WebSide {
  readonly slack: SlackIn;
  stop(deadlineMs: number): Promise<void>;
}

interface WebNeeds {
  readonly parts: Parts;
  readonly identity: Identity;
  readonly people: People;
  readonly redis: RedisClient;
  readonly doctor: Doctor;
}

function makeWebSide({ parts, identity, people, redis, doctor }: WebNeeds): WebSide {
  const { config, log, clock, keys, slack } = parts;
  const { mode, apiUrl, botToken } = config.slack;
  if (mode.kind === 'none') throw new Error('a web process needs one of the two ways to hear from Slack');
  const { queues, deps, book } = makeSide(parts, redis, people, true);
  const services = makeServices({
    deps,
    book,
    firstDelivery: deliveries(redis, keys),
    permalink: (channel, ts) => slack.permalink(channel, ts),
    command: config.command,
    doctor,
  });
  const actionsOf = ({ profile }: Target): ActionName[] => actionNames.filter((name) => name in profile.actions);
  const vocabulary = {
    targets: new Map(
      [...deps.targets].map(([name, target]) => [name, { label: target.profile.label, actions: actionsOf(target) }]),
    ),
  };
  const { command } = config;
  const shared = { services, people, vocabulary, command, sender: slack, logger: log, clock };
  const edge = slackIn({ ...shared, mode, apiUrl, botToken, identity });
  return {
    slack: edge,
    async stop(deadlineMs) {
      await edge.stop(deadlineMs);
      letGo(queues, [redis]);
    },
  };
}

/** Closing a queue waits for Redis; the connections are cut instead, which ends it at once. */
function letGo(queues: Queues, connections: readonly RedisClient[]): void {
  queues.close().catch(() => {
    // Redis may be away: there is nothing to tell it.
  });
  for (const connection of connections) connection.disconnect();
}
