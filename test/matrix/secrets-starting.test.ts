import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startBot } from '../../src/sandbox/bot.js';
import { canaries, leaksIn, pagesOf } from '../support/canaries.js';
import { eventually } from '../support/eventually.js';
import { openStory, type Story } from '../support/story.js';

/** Nobody listens there, and no library refuses the port. */
const CLOSED = 'http://127.0.0.1:19999/api/';

const { botToken, appToken, clusterToken, redisPassword } = canaries;

let story: Story;
let dir: string;
beforeAll(async () => {
  story = await openStory({
    roles: [],
    slack: { botToken, appToken },
    cluster: { auth: { token: clusterToken } },
    redis: { url: null },
  });
  dir = mkdtempSync(join(tmpdir(), 'upgrade-bot-secrets-'));
  const redis = new Redis(story.redis.url);
  // Another one than the bot is given.
  await redis.config('SET', 'requirepass', 'the-right-one');
  redis.disconnect();
});
afterAll(async () => {
  await story?.stop();
  rmSync(dir, { recursive: true, force: true });
});

let files = 0;
function write(text: string): string {
  files += 1;
  const path = join(dir, `${files}`);
  writeFileSync(path, text);
  return path;
}

interface Trouble {
  readonly name: string;
  /** Parts of the file beside `channel`. */
  readonly file?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit code; a process that goes on trying is watched for what it tells, and then ended. */
  readonly code?: number;
  readonly tells?: RegExp;
}

/** A target that nobody answers for. */
const target = () => ({
  targets: {
    confluence: { product: 'confluence', url: 'https://127.0.0.1:9', auth: { token: '${CLUSTER_TOKEN}' } },
  },
});

const TELLS_OF_REDIS = /redis connection error/;

const badPlaces: readonly Trouble[] = [
  { name: 'a Redis that refuses the password', tells: TELLS_OF_REDIS },
  { name: 'a Redis that refuses name and password', env: { REDIS_URL: 'redis://user:@' }, tells: TELLS_OF_REDIS },
  { name: 'a Redis that does not speak TLS', env: { REDIS_URL: 'rediss://:@' }, tells: TELLS_OF_REDIS },
  {
    name: 'sentinels that are none',
    file: { ...target(), redis: { sentinels: ['HERE'], name: 'mymaster', password: redisPassword } },
    tells: TELLS_OF_REDIS,
  },
  {
    name: 'a Redis cluster that refuses the password',
    file: { ...target(), redis: { cluster: ['HERE'], username: 'me', password: redisPassword } },
    tells: TELLS_OF_REDIS,
  },
  { name: 'no Slack', env: { SLACK_API_URL: CLOSED }, tells: /ECONNREFUSED/ },
  { name: 'a Slack that does not know the token', env: { SLACK_BOT_TOKEN: `${botToken}6` }, code: 2 },
  { name: 'a Slack that does not know the app token', env: { SLACK_APP_TOKEN: `${appToken}6` }, code: 2 },
];

/** The address of the story's Redis with the given scheme, and a password that it refuses. */
function redisUrl(given: string): string {
  const { host } = new URL(story.redis.url);
  return given.replace(/:@$/, `:${encodeURIComponent(redisPassword)}@${host}`);
}

/** Every secret comes from a file, but for what the trouble sets. */
function envOf({ file, env = {} }: Trouble): Record<string, string> {
  const { host } = new URL(story.redis.url);
  const secrets = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, CLUSTER_TOKEN: clusterToken, ...env };
  const inFiles = Object.entries(secrets)
    .filter(([name]) => name.endsWith('_TOKEN'))
    .map(([name, value]) => [`${name}_FILE`, write(`${value}\n`)]);
  return {
    SLACK_API_URL: env.SLACK_API_URL ?? story.slack.apiUrl,
    REDIS_URL: redisUrl(env.REDIS_URL ?? 'redis://:@'),
    CONFIG_FILE: write(JSON.stringify({ channel: 'C0OPS', ...(file ?? target()) }).replace('HERE', host)),
    LOG_LEVEL: 'trace',
    ...Object.fromEntries(inFiles),
  };
}

describe('a process that starts', () => {
  it.concurrent.for(badPlaces)('tells no secret when it finds $name', async (trouble, { expect, onTestFinished }) => {
    const bot = await startBot({ env: envOf(trouble) });
    onTestFinished(() => bot.end('SIGKILL').then(() => undefined));
    const { tells, code } = trouble;
    if (tells !== undefined) await eventually(`${tells}`, () => tells.test(bot.output()), 45_000);
    const pages = await pagesOf(bot);
    expect(await (code === undefined ? bot.end('SIGTERM') : bot.exited)).toBe(code ?? 0);

    expect(leaksIn(`${bot.output()}\n${pages}`)).toEqual([]);
    expect(bot.output().length).toBeGreaterThan(200);
  });
});
