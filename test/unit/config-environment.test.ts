import { describe, expect, it } from 'vitest';
import { problems, socketEnv } from '../support/config-files.js';

describe('problems of the environment', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a missing bot token',
      { SLACK_APP_TOKEN: 'xapp-1' },
      /^ {2}- SLACK_BOT_TOKEN: is not set; set it, or SLACK_BOT_TOKEN_FILE/,
    ],
    ['neither Slack mode', { SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_APP_TOKEN, SLACK_SIGNING_SECRET: neither is set/],
    [
      'both Slack modes',
      { ...socketEnv, SLACK_SIGNING_SECRET: 's' },
      /SLACK_APP_TOKEN, SLACK_SIGNING_SECRET: both are set/,
    ],
    ['an empty app token', { ...socketEnv, SLACK_APP_TOKEN: ' ' }, /neither is set/],
    [
      'a name set twice',
      { ...socketEnv, SLACK_BOT_TOKEN_FILE: '/x' },
      /both SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are set/,
    ],
    [
      'a secret file that is missing',
      { SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN_FILE: '/nope' },
      /cannot be read: \/nope \(ENOENT\)/,
    ],
    ['a port', { ...socketEnv, PORT: '70000' }, /PORT = "70000": must be a port/],
    ['an ops port', { ...socketEnv, OPS_PORT: 'x' }, /OPS_PORT = "x": must be a port/],
    [
      'a log level',
      { ...socketEnv, LOG_LEVEL: 'debugg' },
      /LOG_LEVEL = "debugg": must be one of fatal, .*did you mean debug\?/,
    ],
    [
      'plain http to Slack',
      { ...socketEnv, SLACK_API_URL: 'http://slack.example/api' },
      /SLACK_API_URL = "http:.*plain http.*use https/,
    ],
    ['no URL for Slack', { ...socketEnv, SLACK_API_URL: 'slack' }, /SLACK_API_URL = "slack": must be a URL/],
    [
      'another kind of URL for Redis',
      { ...socketEnv, REDIS_URL: 'http://r' },
      /REDIS_URL = "http:…": must begin with redis:\/\//,
    ],
    [
      'a path after Redis',
      { ...socketEnv, REDIS_URL: 'redis://r/x' },
      /REDIS_URL = "redis:…": after the host and port/,
    ],
  ])('name %s', (_what, env, expected) => {
    const lines = problems({ env });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
  });

  it('name the listener that two servers would share', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', PORT: '9090' };

    expect(problems({ env })[0]).toMatch(/OPS_PORT = "9090": is the same as PORT/);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-my-secret-value'],
    ['SLACK_APP_TOKEN', 'xoxb-my-secret-value'],
    ['REDIS_URL', 'redis://:my-secret-value@'],
    ['REDIS_URL', 'my-secret-value'],
    ['SLACK_API_URL', 'https://u:my-secret-value@x/api'],
    ['SLACK_API_URL', 'https://x/api?token=my-secret-value'],
    ['LOG_LEVEL', 'xoxb-my-secret-value'],
  ])('of %s do not show a secret', (name, value) => {
    const lines = problems({ env: { ...socketEnv, [name]: value } });

    expect(lines.join('\n')).toContain(name);
    expect(lines.join('\n')).not.toContain('my-secret-value');
  });
});
