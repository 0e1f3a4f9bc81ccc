import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, it, type TestContext } from 'vitest';
import { type Bot, startBot } from '../../src/sandbox/bot.js';
import { canaries, indiscretion, leaksIn, pagesOf } from '../support/canaries.js';
import { readyToUpgrade, rollNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { cast, openStory, type Story } from '../support/story.js';

const { botToken, appToken, signingSecret, clusterToken, clusterPassword, redisPassword } = canaries;
/** What each side can give away: what it is sent. */
const told = indiscretion([clusterToken]);
const toldByBitbucket = indiscretion([clusterPassword]);
const toldBySlack = indiscretion([botToken, appToken, signingSecret]);
const redirectedTo = `https://me:${encodeURIComponent(clusterToken)}@elsewhere/?t=${encodeURIComponent(clusterPassword)}`;
const withSession = `/login;jsessionid=canary-session?t=${encodeURIComponent(clusterToken)}`;

/** A bot all of whose secrets come from files, but the Redis password, on a stage with the same secrets. */
async function playing(mode: 'socket' | 'http', { onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const story = await openStory({
    roles: [],
    mode,
    slack: { botToken, appToken, signingSecret, rateLimits: false },
    clusters: {
      confluence: { auth: { token: clusterToken } },
      bitbucket: { auth: { username: 'upgrade-bot', password: clusterPassword } },
    },
    redis: { url: null },
    before: readyToUpgrade,
  });
  const redis = new Redis(story.redis.url);
  await redis.config('SET', 'requirepass', redisPassword);
  const dir = mkdtempSync(join(tmpdir(), 'upgrade-bot-secrets-'));
  const bot = await startBot({ env: envOf(story, mode, dir) });
  onTestFinished(async () => {
    await bot.end('SIGKILL');
    redis.disconnect();
    await story.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  await bot.ready();
  return { story, redis, bot };
}

function envOf({ env, redis }: Story, mode: 'socket' | 'http', dir: string): Record<string, string> {
  const inFile = (name: string, secret: string): Record<string, string> => {
    writeFileSync(join(dir, name), `${secret}\n`);
    return { [`${name}_FILE`]: join(dir, name) };
  };
  const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, SLACK_SIGNING_SECRET: _signing, ...rest } = env;
  return {
    ...rest,
    ...inFile('SLACK_BOT_TOKEN', botToken),
    ...(mode === 'socket' ? inFile('SLACK_APP_TOKEN', appToken) : inFile('SLACK_SIGNING_SECRET', signingSecret)),
    ...inFile('CLUSTER_TOKEN', clusterToken),
    ...inFile('CLUSTER_PASSWORD', clusterPassword),
    REDIS_URL: redis.url.replace('redis://', `redis://:${encodeURIComponent(redisPassword)}@`),
    LOG_LEVEL: 'trace',
  };
}

/** A good answer of a cluster in which every text is indiscreet. */
const indiscreetOverview = {
  state: `MIXED ${clusterToken}`,
  upgradeModeEnabled: true,
  originalVersion: clusterToken,
  nodes: [
    {
      id: clusterToken,
      name: told,
      state: encodeURIComponent(clusterToken),
      version: told,
      finalization: { errors: [{ exceptionMessage: told, upgradeTaskName: told, errors: [told] }] },
    },
  ],
};

/** Answers of a cluster that give away what it was sent, one after the other. */
function indiscreetAnswers({ cluster: { faults }, targets }: Story): (() => () => void)[] {
  const { bitbucket } = targets;
  return [
    () => faults.html({ page: `<html><title>${told}</title><body>${told}</body></html>` }),
    () => faults.html({ page: `<html><body>${told}</body></html>`, status: 200 }),
    () => faults.status(500, { message: told }),
    () => faults.status(401, { errorMessages: [told] }),
    () => faults.status(403, { errors: [{ message: told }] }),
    () => faults.status(404, told),
    () => faults.status(409, { message: told }),
    () => faults.status(200, told),
    () => faults.redirect({}, redirectedTo),
    () => faults.redirect({}, withSession),
    () => faults.rateLimit(told.slice(0, 60).replaceAll(/[^\x20-\x7e]/g, '')),
    () => bitbucket?.faults.status(500, { message: toldByBitbucket }) ?? (() => undefined),
    () => bitbucket?.faults.redirect({}, redirectedTo) ?? (() => undefined),
  ];
}

async function failingLooks(story: Story): Promise<void> {
  const clearOverview = story.cluster.faults.status(200, indiscreetOverview);
  await story.line(/a state this bot does not know/);
  clearOverview();
  await eventually('the real state', () => story.count(/^READY_TO_UPGRADE:/) === 2);
  for (const spoil of indiscreetAnswers(story)) {
    const clear = spoil();
    for (const text of ['status', 'doctor', 'nodes confluence', 'status bitbucket', 'start bitbucket']) {
      await story.type(cast.alice, text);
    }
    clear();
  }
}

const methods = ['chat.postMessage', 'chat.update', 'users.info', 'conversations.info', 'usergroups.users.list'];

/** Slack's own answers give secrets away: they hold what it was sent. */
async function failingSlack({ slack, cluster }: Story): Promise<void> {
  const error = `invalid_auth: Bearer ${toldBySlack}`;
  const echoing = [...methods, 'apps.connections.open', 'response_url'].map((method) =>
    slack.faults.fail(method, { times: 2, error }),
  );
  const failing = methods.map((method) => slack.faults.fail(method, { times: 1, status: 500 }));
  slack.faults.cutSockets();
  await cluster.cluster.upgradeNode('confluence-0');
  await eventually('a message that fails', () => (echoing[0]?.hits() ?? 0) > 0);
  const texts = ['status', 'doctor', 'start confluence', 'list'];
  // Some reach nobody, and some are answered by nobody; people known already are read anew after two seconds.
  await eventually('people who cannot be read', async () => {
    texts.push(texts.shift() ?? '');
    await slack.people.as(cast.bob).command(texts[0] ?? '', { channel: cast.channel });
    return (echoing[2]?.hits() ?? 0) > 0;
  });
  for (const fault of [...echoing, ...failing]) fault.clear();
}

/** The password of Redis changes under the bot and comes back. */
async function failingRedis(story: Story, redis: Redis, bot: Bot): Promise<void> {
  await redis.config('SET', 'requirepass', 'another one');
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await eventually('the loss of Redis', async () => !(await fetch(`${bot.opsUrl}/readyz`)).ok);
  await story.slack.people.as(cast.alice).command('start confluence', { channel: cast.channel });
  await eventually('an error', () => /redis connection error/.test(bot.output()));
  await redis.config('SET', 'requirepass', redisPassword);
  await eventually('Redis again', async () => (await fetch(`${bot.opsUrl}/readyz`)).ok);
}

describe('a process on which everything fails, at level trace', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'writes no secret, shows none to anybody in Slack and none on its pages, in %s mode',
    async (mode, context) => {
      const { expect } = context;
      const { story, redis, bot } = await playing(mode, context);
      const pages: string[] = [];
      const look = async () => void pages.push(await pagesOf(bot));
      await story.line(/^READY_TO_UPGRADE:/);
      await look();
      await failingLooks(story);
      await look();
      await failingSlack(story);
      await look();
      await failingRedis(story, redis, bot);
      await look();
      await rollNodes(story.cluster, () => Promise.resolve());
      await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/, 60_000);
      await story.type(cast.alice, `approve confluence`);
      story.cluster.faults.status(500, { message: told }, { verb: 'approve', times: 1 });
      await story.press(cast.bob, await story.openRequest(), 'Approve');
      await story.line(/approve: (not done|failed|unknown)/, 60_000);
      expect(await bot.end('SIGTERM')).toBe(0);

      const { slack } = story;
      const shown = [
        slack.everything(cast.channel),
        slack.ephemerals(),
        slack.views(),
        slack.calls.map(({ args }) => args),
      ];
      expect(leaksIn(bot.output())).toEqual([]);
      expect(leaksIn(pages.join('\n'))).toEqual([]);
      expect(leaksIn(shown.map((one) => JSON.stringify(one)).join('\n'))).toEqual([]);
      expect(bot.output()).toContain('"level":20');
      // Addresses that work without a token are secrets of their own.
      expect(bot.output()).not.toMatch(/\/response\/T0SANDBOX\/[0-9a-f]{8}/);
      expect(bot.output()).not.toMatch(/ticket=[0-9a-f]{8}/);
    },
  );
});
