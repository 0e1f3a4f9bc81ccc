import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, type BotOptions, freePort, startBot } from './bot.js';
import type { InstabaseOptions } from './instabase/server.js';
import { type RedisOptions, type RedisServer, startRedis } from './redis.js';
import { type SlackServer, startSlack } from './slack/server.js';
import type { SlackOptions } from './slack/settings.js';
import { type ClusterChoices, clusterSecrets, type StageClusters, startClusters } from './stage-clusters.js';
import { INSTABASE_TOKEN, instabaseName, type StageInstabase, startStageInstabase } from './stage-instabase.js';
import { noRecorder, type Recorder } from './traffic.js';
import type { ZduOptions, ZduServer } from './zdu/server.js';

export interface StageOptions {
  readonly mode?: 'socket' | 'http';
  readonly slack?: SlackOptions;
  /** The Confluence cluster, which a stage has unless `clusters` are given. */
  readonly cluster?: ZduOptions;
  /** Clusters by target name, of any product. */
  readonly clusters?: ClusterChoices;
  /** A simulated Instabase under the name `ib`, beside the clusters. */
  readonly instabase?: InstabaseOptions;
  readonly redis?: RedisOptions;
  /** A Redis that outlives the stage, in place of one of its own. */
  readonly redisServer?: RedisServer;
  /** Where the simulated servers write down what goes between them and the bot. */
  readonly recorder?: Recorder;
  /** Called after every change of a simulated product. */
  readonly changed?: () => void;
  /** Merged over the file the stage writes, key by key on the first level. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Merged over each target's part of the file. */
  readonly target?: Readonly<Record<string, unknown>>;
  /** Merged over the part of the target of that name. */
  readonly perTarget?: Readonly<Record<string, object>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Simulated Slack, cluster and a Redis, and everything that starting the bot between them needs. */
export interface Stage {
  readonly slack: SlackServer;
  /** The only cluster, or the first of several. */
  readonly cluster: ZduServer;
  /** All clusters by target name. */
  readonly targets: Readonly<Record<string, ZduServer>>;
  /** There when the stage was set with one. */
  readonly instabase: StageInstabase | undefined;
  readonly redis: RedisServer;
  /** The bot's environment and configuration file. */
  readonly env: Readonly<Record<string, string>>;
  readonly configFile: string;
  /** Starts one process of the bot; it is ended with the stage. */
  startBot(role?: BotOptions['role'], env?: Readonly<Record<string, string>>): Promise<Bot>;
  stop(): Promise<void>;
}

/** The people of the simulated workspace, the channel, and the group that may approve. */
export const cast = {
  alice: 'U0ALICE',
  bob: 'U0BOB',
  carol: 'U0CAROL',
  mallory: 'U0MALLORY',
  guest: 'U0GUEST',
  channel: 'C0OPS',
  approvers: 'S0APPROVERS',
} as const;

function populate({ workspace }: SlackServer): void {
  workspace.addUser({ id: cast.alice, name: 'alice' });
  workspace.addUser({ id: cast.bob, name: 'bob' });
  workspace.addUser({ id: cast.carol, name: 'carol' });
  workspace.addUser({ id: cast.mallory, name: 'mallory' });
  workspace.addUser({ id: cast.guest, name: 'guest', is_restricted: true });
  workspace.addGroup({
    id: cast.approvers,
    handle: 'approvers',
    users: [cast.alice, cast.bob, cast.carol, cast.guest],
  });
  workspace.addChannel({ id: cast.channel, name: 'ops' });
}

/** Starts the servers and writes the bot's configuration; the bot itself is started by `startBot`. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const { mode = 'socket' } = options;
  const { recorder = noRecorder, changed = () => undefined } = options;
  const watch = { recorder, changed };
  const slack = await startSlack({ ...options.slack, mode, recorder });
  populate(slack);
  const clusters = await startClusters(chosen(options), watch);
  const redis = options.redisServer ?? (await startRedis(options.redis));
  const dir = mkdtempSync(join(tmpdir(), 'upgrade-bot-'));
  const instabase = options.instabase && (await startStageInstabase({ ...watch, ...options.instabase }, dir));
  const configFile = join(dir, 'config.yml');
  // JSON is YAML too.
  writeFileSync(configFile, JSON.stringify(configOf(partsOf(clusters, instabase), options)));
  const env = { ...(await slackEnv(slack, mode)), REDIS_URL: redis.url, CONFIG_FILE: configFile, ...options.env };
  const bots: Bot[] = [];
  return {
    slack,
    cluster: clusters.first,
    targets: clusters.byName,
    instabase,
    redis,
    env,
    configFile,
    async startBot(role = 'all', extra = {}) {
      const bot = await startBot({ role, env: { ...env, ...clusterSecrets, INSTABASE_TOKEN, ...extra } });
      bots.push(bot);
      return bot;
    },
    async stop() {
      await Promise.all(bots.map((bot) => bot.end('SIGKILL')));
      await Promise.all([slack.stop(), clusters.stop(), instabase?.server.stop()]);
      if (options.redisServer === undefined) await redis.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function chosen({ cluster, clusters }: StageOptions): ClusterChoices {
  if (clusters === undefined) return { confluence: cluster ?? {} };
  return cluster === undefined ? clusters : { confluence: cluster, ...clusters };
}

const partsOf = ({ config }: StageClusters, instabase: StageInstabase | undefined): Readonly<Record<string, object>> =>
  instabase === undefined ? config : { ...config, [instabaseName]: instabase.config };

function configOf(
  parts: Readonly<Record<string, object>>,
  { config = {}, target = {}, perTarget = {} }: StageOptions,
): object {
  const targets = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, { ...part, ...target, ...perTarget[name] }]),
  );

  return {
    command: '/upgrade',
    channel: cast.channel,
    operators: [cast.alice, cast.bob, cast.guest],
    approvers: [cast.approvers],
    poll: { active: '200ms', idle: '500ms' },
    // A namespace of its own: the Redis may be shared with others.
    redis: { prefix: `stage-${randomBytes(6).toString('hex')}` },
    targets,
    ...config,
  };
}

async function slackEnv(slack: SlackServer, mode: 'socket' | 'http'): Promise<Record<string, string>> {
  const common = { SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl };
  if (mode === 'socket') return { ...common, SLACK_APP_TOKEN: slack.appToken };
  const port = String(await freePort());
  slack.setEventsUrl(`http://127.0.0.1:${port}/slack/events`);
  return { ...common, SLACK_SIGNING_SECRET: slack.signingSecret, PORT: port };
}
