import { setTimeout as delay } from 'node:timers/promises';
import { openAdapters } from './adapters/adapters.js';
import type { Parts } from './app-parts.js';
import { doctorOf, makeWebSide, type WebSide } from './app-web.js';
import { makeWorkerSide } from './app-worker.js';
import type { Config, Role } from './config/config.js';
import type { Clock, Logger } from './core/ports.js';
import type { Readiness } from './health.js';
import { type Metrics, makeMetrics } from './metrics.js';
import { readinessOf } from './readiness.js';
import { examineAtStart } from './service/examine-at-start.js';
import { readPeople } from './slack/in/people.js';
import { type Identity, slackClient } from './slack/out/client.js';
import { slackFiles } from './slack/out/files.js';
import { waitForIdentity } from './slack/out/identity.js';
import { keysOf } from './store/keys.js';
import { connectRedis, type Patience, type RedisClient } from './store/redis.js';
import { troubleBook } from './store/troubles.js';

/** How long (ms) one of Slack's calls about files may take. */
const FILES_TIMEOUT_MS = 10_000;
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

/** With its parts beside it the only place that constructs things. */
export function makeApp(config: Config, role: Role, log: Logger): App {
  const clock: Clock = { now: Date.now, wait: (ms) => delay(ms) };
  const keys = keysOf(config.redisPrefix);
  const metrics = makeMetrics();
  const { botToken: token, apiUrl } = config.slack;
  const slack = slackClient({ token, apiUrl, logger: log });
  const files = slackFiles({ token, apiUrl, logger: log, timeoutMs: FILES_TIMEOUT_MS });
  const adapters = openAdapters(config.targets);
  const parts: Parts = { config, log, clock, keys, metrics, slack, files, adapters };
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
