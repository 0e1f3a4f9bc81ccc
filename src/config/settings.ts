import type { HostPort, Role, SlackConfig, SlackMode } from './config.js';
import { showValue } from './display.js';
import { oneOf, type Problem } from './problems.js';
import { parseUrl, readBaseUrl } from './urls.js';
import { Fault } from './values.js';
import type { Lookup } from './variables.js';

/** What the environment alone decides. */
export interface Settings {
  readonly slack: SlackConfig;
  readonly ops: HostPort;
  readonly redisUrl: string;
  readonly logLevel: string;
  /** Secrets that are set, needed by this role or not. */
  readonly secrets: readonly string[];
  readonly problems: readonly Problem[];
}

/** The levels of pino: https://getpino.io/#/docs/api?id=loggerlevel-string-gettersetter */
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Reads the environment's part of the configuration. A setting with a problem has a stand-in value. */
export function readSettings(lookup: Lookup, role: Role): Settings {
  const problems: Problem[] = [];
  const read = (name: string): string | undefined => {
    const found = lookup(name);
    if (found.kind === 'problem') problems.push({ path: name, text: found.text });
    return found.kind === 'value' ? found.value : undefined;
  };
  const readPort = (name: string, fallback: number): number => {
    const text = read(name) ?? String(fallback);
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    problems.push({ path: name, shown: showValue([], text), text: 'must be a port: a number from 0 to 65535' });
    return fallback;
  };
  const listener = { host: read('HOST') ?? '127.0.0.1', port: readPort('PORT', 3000) };
  const ops = { host: read('OPS_HOST') ?? '127.0.0.1', port: readPort('OPS_PORT', 9090) };
  const slack = {
    botToken: readToken(problems, read, 'SLACK_BOT_TOKEN', botToken),
    mode: readMode(problems, { lookup, read, role, listener }),
    apiUrl: readApiUrl(problems, read('SLACK_API_URL')),
  };
  if (slack.mode.kind === 'http' && ops.port !== 0 && ops.port === listener.port && ops.host === listener.host) {
    problems.push({
      path: 'OPS_PORT',
      shown: `"${ops.port}"`,
      text: 'is the same as PORT; Slack needs a listener of its own',
    });
  }
  const redisUrl = readRedisUrl(problems, read('REDIS_URL'));
  const secrets = slackSecrets.flatMap((name) => valueIn(lookup(name)) ?? []);
  return { slack, ops, redisUrl, logLevel: readLevel(problems, read('LOG_LEVEL')), secrets, problems };
}

const slackSecrets = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'];

const valueIn = (found: ReturnType<Lookup>): string | undefined => (found.kind === 'value' ? found.value : undefined);

/** Token prefixes: https://docs.slack.dev/authentication/tokens */
const botToken = { shape: /^xoxb-[\x21-\x7e]+$/, prefix: 'xoxb-', source: 'the app\'s page "OAuth & Permissions"' };
const appToken = { shape: /^xapp-[\x21-\x7e]+$/, prefix: 'xapp-', source: 'the app\'s page "Basic Information"' };

type Read = (name: string) => string | undefined;

function readToken(problems: Problem[], read: Read, name: string, kind: typeof botToken): string {
  const before = problems.length;
  const value = read(name);
  if (value !== undefined && kind.shape.test(value)) return value;
  const text =
    value === undefined
      ? `is not set; set it, or ${name}_FILE, to the ${kind.prefix}… token from ${kind.source}`
      : `does not look right: it must begin with ${kind.prefix} and hold no blanks; copy it from ${kind.source}`;
  if (problems.length === before) problems.push({ path: name, text });
  return '';
}

interface ModeSource {
  readonly lookup: Lookup;
  readonly read: Read;
  readonly role: Role;
  readonly listener: HostPort;
}

function readMode(problems: Problem[], { lookup, read, role, listener }: ModeSource): SlackMode {
  const hasApp = lookup('SLACK_APP_TOKEN').kind !== 'unset';
  const hasSecret = lookup('SLACK_SIGNING_SECRET').kind !== 'unset';
  if (hasApp && hasSecret) {
    const text =
      'both are set, and one bot takes events in one way only; keep SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP';
    problems.push({ path: 'SLACK_APP_TOKEN, SLACK_SIGNING_SECRET', text });
  }
  const app = hasApp ? readToken(problems, read, 'SLACK_APP_TOKEN', appToken) : '';
  const signingSecret = hasSecret ? (read('SLACK_SIGNING_SECRET') ?? '') : '';
  if (role === 'worker') return { kind: 'none' };
  if (hasApp) return { kind: 'socket', appToken: app };
  if (hasSecret) return { kind: 'http', signingSecret, ...listener };
  const text =
    'neither is set, so no event would arrive; set SLACK_APP_TOKEN (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP (only a worker needs neither)';
  problems.push({ path: 'SLACK_APP_TOKEN, SLACK_SIGNING_SECRET', text });
  return { kind: 'none' };
}

function readApiUrl(problems: Problem[], text = 'https://slack.com/api/'): string {
  const url = readBaseUrl(text, false, 'use https');
  if (!(url instanceof Fault)) return url.href.endsWith('/') ? url.href : `${url.href}/`;
  problems.push({ path: 'SLACK_API_URL', shown: showValue([], text), text: url.text });
  return '';
}

function readRedisUrl(problems: Problem[], text = 'redis://127.0.0.1:6379'): string {
  const url = parseUrl(text);
  const rightScheme = url !== undefined && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '';
  if (rightScheme && /^\/?\d{0,5}$/.test(url.pathname)) return text;
  const way = rightScheme
    ? 'after the host and port only a database number may follow: redis://host:6379/0'
    : 'must begin with redis:// or rediss:// and name a host: redis://127.0.0.1:6379';
  // The value may hold a password anywhere, even when it cannot be parsed: only its scheme is shown.
  problems.push({ path: 'REDIS_URL', shown: url === undefined ? undefined : `"${url.protocol}…"`, text: way });
  return '';
}

function readLevel(problems: Problem[], text = 'info'): string {
  if (logLevels.some((level) => level === text)) return text;
  problems.push({ path: 'LOG_LEVEL', shown: showValue([], text), text: oneOf(text, logLevels) });
  return 'info';
}
