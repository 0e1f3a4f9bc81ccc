import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startBot } from '../../src/sandbox/bot.js';
import { aStory, type Story } from '../support/story.js';

// The bot as it is shipped, not packed.
beforeAll(() => void vi.stubEnv('UPGRADE_BOT_MAIN', undefined));

const TOKEN = 'xoxb-very-secret-bot-token';
const APP_TOKEN = 'xapp-1-A0-very-secret-app-token';
const PASSWORD = 'hunter2-very-secret';

/** What a process that cannot start writes, and its exit code. */
async function failedStart(env: Record<string, string>, role: 'all' | 'web' | 'worker' = 'all') {
  const bot = await startBot({ env, role });
  const code = await bot.exited;
  return { code, output: bot.output() };
}

const configFile = (story: Story, text: string): string => {
  writeFileSync(story.configFile, text);
  return story.configFile;
};

describe('a process with a faulty configuration', () => {
  it('ends with code 1 and names every fault with its path at once, without a secret or a stack trace', async () => {
    const story = await aStory({ roles: [] });
    const file = configFile(
      story,
      `channel: ops
approvers: [bob]
colour: red
poll: { active: 5 }
targets:
  confluence:
    product: conflunce
    url: http://confluence.example.com
    auth: { token: "\${NOT_SET}" }
  other:
    product: confluence
    url: https://admin:${PASSWORD}@confluence.example.com
    auth: { username: admin }
`,
    );
    const { code, output } = await failedStart({
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_SIGNING_SECRET: PASSWORD,
      CONFIG_FILE: file,
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe(1);
    for (const path of [
      'channel',
      'approvers[0]',
      'colour',
      'poll.active',
      'targets.confluence.product',
      'targets.confluence.url',
      'NOT_SET',
      'targets.other',
      'LOG_LEVEL',
      'SLACK_SIGNING_SECRET',
    ]) {
      expect(output).toContain(path);
    }
    for (const secret of [TOKEN, APP_TOKEN, PASSWORD]) expect(output).not.toContain(secret);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['there is no file', { CONFIG_FILE: '/nowhere/config.yml' }, /\/nowhere\/config\.yml/],
    ['no way to hear from Slack is set', { SLACK_APP_TOKEN: '' }, /SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET/s],
    ['the bot token is missing', { SLACK_BOT_TOKEN: '' }, /SLACK_BOT_TOKEN/],
    ['a port is none', { PORT: 'eighty' }, /PORT/],
    [
      'the file of a secret is missing',
      { SLACK_BOT_TOKEN: '', SLACK_BOT_TOKEN_FILE: '/nowhere/token' },
      /\/nowhere\/token/,
    ],
  ])('ends with code 1 when %s, and says so', async (_what, env, says) => {
    const story = await aStory({ roles: [] });
    const { code, output } = await failedStart({ ...story.env, CLUSTER_TOKEN: 'token', ...env });
    expect(code).toBe(1);
    expect(output).toMatch(says);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('a process that can never do its work', () => {
  it('ends with code 2 when Slack does not know its token', async () => {
    const story = await aStory({ roles: [] });
    const { code, output } = await failedStart({ ...story.env, CLUSTER_TOKEN: 'token', SLACK_BOT_TOKEN: TOKEN });
    expect(code).toBe(2);
    expect(output).toContain('invalid_auth');
    expect(output).not.toContain(TOKEN);
  });

  it('ends with code 2 when its port is taken', async () => {
    const story = await aStory({ mode: 'http' });
    const { code, output } = await failedStart({ ...story.env, CLUSTER_TOKEN: 'token' });
    expect(code).toBe(2);
    expect(output).toContain('EADDRINUSE');
  });
});

describe('a worker', () => {
  it('starts with the bot token alone', async () => {
    const story = await aStory({ roles: [] });
    const { SLACK_APP_TOKEN: _without, ...env } = story.env;
    const bot = await startBot({ env: { ...env, CLUSTER_TOKEN: 'token' }, role: 'worker' });
    await bot.ready();
    expect(await bot.end('SIGTERM')).toBe(0);
  });
});
