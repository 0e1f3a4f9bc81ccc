import { describe, expect, it } from 'vitest';
import { canaries, leaksIn } from '../support/canaries.js';
import { load } from '../support/config-files.js';

const { botToken, appToken, signingSecret, clusterToken, clusterPassword, redisPassword } = canaries;

const env = {
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
  CLUSTER_TOKEN: clusterToken,
  REDIS_URL: `redis://:${encodeURIComponent(redisPassword)}@127.0.0.1`,
};

/** A file that is right but for these keys of its target. */
const target = (keys: object = {}) => ({
  channel: 'C0OPS',
  targets: {
    confluence: { product: 'confluence', url: 'https://host', auth: { token: '${CLUSTER_TOKEN}' }, ...keys },
  },
});

const files: readonly (readonly [what: string, file: object | string])[] = [
  ['a login in the address', target({ url: `https://me:${encodeURIComponent(clusterPassword)}@host` })],
  ['a login in the address from the environment', target({ url: 'https://me:${CLUSTER_TOKEN}@host' })],
  ['a token in the query', target({ url: `https://host/?token=${encodeURIComponent(clusterToken)}` })],
  ['a token as the address', target({ url: clusterToken })],
  ['a token and a password', target({ auth: { token: clusterToken, password: clusterPassword } })],
  ['a password without a username', target({ auth: { password: clusterPassword } })],
  ['a colon in the username', target({ auth: { username: clusterPassword, password: clusterPassword } })],
  ['a token as the whole login', target({ auth: clusterToken })],
  ['a list of tokens', target({ auth: { token: [clusterToken] } })],
  ['a map of tokens', target({ auth: { token: { [clusterToken]: clusterToken } } })],
  ['a token under a misspelt key', target({ auth: { tokn: clusterToken } })],
  ['secrets under unknown keys', target({ secret: clusterToken, apiKey: { a: clusterToken } })],
  ['a Redis password that belongs elsewhere', { ...target(), redis: { password: redisPassword } }],
  ['Slack tokens in the file', { ...target(), slack: { botToken, token: [appToken] } }],
  [
    'secrets from the environment in wrong places',
    { ...target(), channel: '${SLACK_BOT_TOKEN}', command: '${CLUSTER_TOKEN}', operators: ['${SLACK_APP_TOKEN}'] },
  ],
  ['an unset variable beside a secret', target({ auth: { token: `${clusterToken}\${NOT_SET}` } })],
  ['no YAML', `targets:\n  x: { auth: { token: 'canary-1' }\n   - : [`],
  ['a secret that stands twice', "channel: C0OPS\nauth: { token: 'canary-1', token: 'canary-2' }\n"],
];

const environments: readonly (readonly [what: string, env: Readonly<Record<string, string>>])[] = [
  ['a bot token of another kind', { ...env, SLACK_BOT_TOKEN: appToken }],
  ['tokens with blanks', { ...env, SLACK_BOT_TOKEN: `${botToken} x`, SLACK_APP_TOKEN: `x ${appToken}` }],
  ['both Slack modes at once', { ...env, SLACK_SIGNING_SECRET: signingSecret }],
  ['a Redis address of another scheme', { ...env, REDIS_URL: env.REDIS_URL.replace('redis:', 'https:') }],
  ['a Redis address that is none', { ...env, REDIS_URL: `redis://:${redisPassword}@127.0.0.1:x` }],
  ['a Redis password as the database', { ...env, REDIS_URL: `redis://127.0.0.1/${redisPassword}` }],
  ['a Slack address with a login', { ...env, SLACK_API_URL: `https://me:${signingSecret}@slack.test/` }],
  ['a secret as the log level', { ...env, LOG_LEVEL: clusterToken }],
  ['a secret as a port', { ...env, OPS_PORT: clusterToken }],
  ['a secret and a file for it', { ...env, SLACK_BOT_TOKEN_FILE: 'bot-token' }],
];

const reportOf = (file: object | string, given: Readonly<Record<string, string>>): string => {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const loaded = load({ env: given, file: text, others: { 'bot-token': botToken } });
  return loaded.ok ? 'accepted' : loaded.report;
};

describe('the report on a configuration', () => {
  it('is looked through for secrets in every spelling', () => {
    for (const secret of Object.values(canaries)) {
      expect(leaksIn(`x = ${secret}: y`)).toHaveLength(1);
      expect(leaksIn(JSON.stringify({ secret }))).toHaveLength(1);
      expect(leaksIn(encodeURIComponent(`a ${secret}`))).toHaveLength(1);
      expect(leaksIn(Buffer.from(secret).toString('base64'))).toHaveLength(1);
    }
  });

  it.each(files)('shows no secret when the file holds %s', (_what, file) => {
    const report = reportOf(file, env);
    expect(report).toContain('The configuration has');
    expect(leaksIn(report)).toEqual([]);
  });

  it.each(environments)('shows no secret when the environment holds %s', (_what, given) => {
    const report = reportOf(target(), given);
    expect(report).toContain('The configuration has');
    expect(leaksIn(report)).toEqual([]);
  });
});
