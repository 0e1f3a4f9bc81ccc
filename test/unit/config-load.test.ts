import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { load, loaded, minimalFile, socketEnv } from '../support/config-files.js';

describe('a configuration that is right', () => {
  it('needs only tokens, a channel and a target, and has the documented defaults', () => {
    const config = loaded();

    expect(config).toMatchObject({
      slack: {
        botToken: 'xoxb-test-token',
        mode: { kind: 'socket', appToken: 'xapp-test-token' },
        apiUrl: 'https://slack.com/api/',
      },
      ops: { host: '127.0.0.1', port: 9090 },
      redis: { kind: 'url', url: 'redis://127.0.0.1:6379' },
      redisPrefix: 'upgrade-bot',
      logLevel: 'info',
      command: '/upgrade',
      retentionMs: 90 * 86_400_000,
    });
    expect(config.targets.confluence).toEqual({
      name: 'confluence',
      product: 'confluence',
      url: 'https://confluence.example.com',
      auth: { kind: 'bearer', token: 'a-bearer-token' },
      layout: 'auto',
      maxBundleBytes: 2_000_000_000,
      allowHttp: false,
      channel: 'C0OPS',
      operators: [],
      approvers: [],
      approval: { actions: [], required: 1, expiresMs: 1_800_000 },
      poll: { activeMs: 5_000, idleMs: 60_000 },
      warn: { noProgressMs: 1_800_000, standingMs: 3_600_000, lopsided: 3 },
    });
  });

  it('is the example file once its variable is set', () => {
    const file = readFileSync('config.example.yml', 'utf8');

    const config = loaded({ file, env: { ...socketEnv, CONFLUENCE_TOKEN: 'from-env' } });

    expect(config.targets.confluence?.auth).toEqual({ kind: 'bearer', token: 'from-env' });
  });

  it('may be JSON, indented with tabs', () => {
    const target = {
      product: 'confluence',
      url: 'http://localhost:1/wiki/',
      auth: { username: 'u', password: 'pass' },
    };
    const file = JSON.stringify({ channel: 'G1', targets: { c: target } }, null, '\t');

    const config = loaded({ file });

    expect(config.targets.c).toMatchObject({
      url: 'http://localhost:1/wiki',
      channel: 'G1',
      auth: { kind: 'basic', username: 'u', password: 'pass' },
    });
  });

  it('merges what a target sets into the common settings key by key', () => {
    const file = `
channel: C0OPS
operators: [S0OPS, U0ALICE, S0OPS]
approval: { actions: [start, finalize], required: 2 }
poll: { active: 7s, idle: 3m }
warn: { lopsided: 5 }
targets:
  c:
    product: confluence
    url: https://c.example.com
    auth: { token: abcd }
    channel: C0OTHER
    approvers: [W1]
    approval: { expires: 12h }
    poll: { active: 500ms }
`;

    const { c } = loaded({ file }).targets;

    expect(c).toMatchObject({
      channel: 'C0OTHER',
      operators: ['S0OPS', 'U0ALICE'],
      approvers: ['W1'],
      approval: { actions: ['start', 'approve'], required: 2, expiresMs: 12 * 3_600_000 },
      poll: { activeMs: 500, idleMs: 180_000 },
      warn: { noProgressMs: 1_800_000, lopsided: 5 },
    });
  });

  it('knows no target by the name of what every object has', () => {
    const { targets } = loaded();

    expect(targets.constructor).toBeUndefined();
  });
});

describe('the ways events come in', () => {
  it('are HTTP with a signing secret, at the given listener', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'shh-secret', HOST: '0.0.0.0', PORT: '8080' };

    const { mode } = loaded({ env }).slack;

    expect(mode).toEqual({ kind: 'http', signingSecret: 'shh-secret', host: '0.0.0.0', port: 8080 });
  });

  it('are none for a worker, which needs the bot token only', () => {
    const config = loaded({ role: 'worker', env: { SLACK_BOT_TOKEN: 'xoxb-1' } });

    expect(config.slack.mode).toEqual({ kind: 'none' });
  });
});

describe('secrets', () => {
  it('may come from files, for the environment and for the names in the file', () => {
    const env = {
      SLACK_BOT_TOKEN_FILE: '/s/bot',
      SLACK_APP_TOKEN_FILE: '/s/app',
      REDIS_URL_FILE: '/s/redis',
      T_FILE: '/s/t',
    };
    const others = {
      '/s/bot': 'xoxb-file\n',
      '/s/app': 'xapp-file\r\n',
      '/s/redis': 'rediss://:p%40ss@r:1/2',
      '/s/t': 'tttt\n',
    };
    const file = minimalFile.replace('a-bearer-token', () => '${T}');

    const config = loaded({ env, others, file });

    expect(config.slack.botToken).toBe('xoxb-file');
    expect(config.redis).toEqual({ kind: 'url', url: 'rediss://:p%40ss@r:1/2' });
    expect(config.targets.confluence?.auth).toEqual({ kind: 'bearer', token: 'tttt' });
    expect(config.secrets).toEqual(['xoxb-file', 'xapp-file', 'tttt', 'p%40ss', 'p@ss']);
  });

  it('are listed in the form in which basic authentication sends them too', () => {
    const file = minimalFile.replace('token: "a-bearer-token"', 'username: bot, password: "pass word"');

    const { secrets } = loaded({ file });

    expect(secrets).toContain(Buffer.from('bot:pass word').toString('base64'));
    expect(secrets).toContain('pass word');
  });
});

describe('the place of Redis', () => {
  it('may be sentinels', () => {
    const file = `${minimalFile}\nredis: { sentinels: [s1, "[::1]:1"], name: mymaster, password: pass1, tls: true, prefix: x }`;

    const config = loaded({ file });

    expect(config.redis).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 's1', port: 26_379 },
        { host: '::1', port: 1 },
      ],
      name: 'mymaster',
      password: 'pass1',
      tls: true,
    });
    expect(config.redisPrefix).toBe('x');
  });

  it('may be a cluster', () => {
    const config = loaded({ file: `${minimalFile}\nredis: { cluster: ["r1:7000", r2] }` });

    expect(config.redis).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'r1', port: 7000 },
        { host: 'r2', port: 6379 },
      ],
      tls: false,
    });
  });
});

describe('the hash', () => {
  const hash = (file: string, env = {}) => loaded({ file, env: { ...socketEnv, ...env } }).hash;

  it('is the same for the same settings, however they are laid out, and for every role', () => {
    const json = JSON.stringify({
      targets: {
        confluence: {
          auth: { token: 'a-bearer-token' },
          url: 'https://confluence.example.com/',
          product: 'confluence',
        },
      },
      channel: 'C0OPS',
    });
    const worker = loaded({ role: 'worker', env: { SLACK_BOT_TOKEN: socketEnv.SLACK_BOT_TOKEN, OPS_PORT: '1' } });

    expect(hash(json)).toBe(hash(minimalFile));
    expect(worker.hash).toBe(hash(minimalFile));
    expect(worker.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['a target', minimalFile.replace('confluence.example', 'other.example')],
    ['a default', `${minimalFile}\npoll: { idle: 61s }`],
    ['a secret', minimalFile.replace('a-bearer-token', 'another-token')],
    ['the command', `${minimalFile}\ncommand: /other`],
  ])('differs when %s differs', (_what, file) => {
    expect(hash(file)).not.toBe(hash(minimalFile));
  });

  it('differs for another workspace', () => {
    expect(hash(minimalFile, { SLACK_BOT_TOKEN: 'xoxb-other' })).not.toBe(hash(minimalFile));
  });
});

describe('a file that cannot be read', () => {
  it('is told with the way out', () => {
    const result = load({ file: undefined });

    expect(result).toEqual({
      ok: false,
      report: expect.stringMatching(/one problem[\s\S]*config\.yml: there is no such file; copy config\.example\.yml/),
    });
  });

  it('is the one that CONFIG_FILE names', () => {
    const result = load({ env: { ...socketEnv, CONFIG_FILE: '/etc/bot.yml' } });

    expect(result.ok ? '' : result.report).toContain('/etc/bot.yml: there is no such file');
  });
});
