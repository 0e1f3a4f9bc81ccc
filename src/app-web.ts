import { letGo, makeSide, type Parts } from './app-parts.js';
import type { People } from './core/access.js';
import type { Profile } from './core/products.js';
import { targetOf } from './service/deps.js';
import { type Doctor, makeDoctor } from './service/doctor.js';
import { makeServices } from './service/services.js';
import { vocabularyOf } from './service/vocabulary.js';
import { type SlackIn, slackIn } from './slack/in/bolt-app.js';
import type { Identity } from './slack/out/client.js';
import { examineSlack } from './slack/out/examine-slack.js';
import { deliveries } from './store/deliveries.js';
import { examineStore } from './store/examine-store.js';
import type { RedisClient } from './store/redis.js';

/** The side of the bot that people speak to. */
export interface WebSide {
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

export function makeWebSide({ parts, identity, people, redis, doctor }: WebNeeds): WebSide {
  const { config, log, clock, keys, slack, files } = parts;
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
  const vocabulary = vocabularyOf(deps.targets);
  const { command } = config;
  const profileOf = (name: string): Profile => targetOf(deps, name).profile;
  const uploadLimitOf = (name: string): number => config.targets[name]?.maxBundleBytes ?? 0;
  const about = { vocabulary, command, profileOf, uploadLimitOf };
  const shared = { services, people, ...about, sender: slack, privately: files, logger: log, clock };
  const edge = slackIn({ ...shared, mode, apiUrl, botToken, identity });
  return {
    slack: edge,
    async stop(deadlineMs) {
      await edge.stop(deadlineMs);
      letGo(queues, [redis]);
    },
  };
}

/** Examines what the bot depends on. */
export function doctorOf({ config, clock, keys, slack, adapters }: Parts, people: People, redis: RedisClient): Doctor {
  return makeDoctor({
    targets: config.targets,
    slack: examineSlack(slack, people.person),
    store: examineStore(redis, keys),
    examinerOf: (name) => adapters.of(name).examiner,
    clock,
  });
}
