import { dirname, resolve } from 'node:path';
import type { Config, RedisConfig, TargetAuth, TargetConfig } from './config.js';
import { configHash } from './hash.js';
import type { FileSettings, TargetSettings } from './schema.js';
import type { Settings } from './settings.js';
import { parseUrl } from './urls.js';

const minute = 60_000;

/**
 * Merges the environment, the file and the defaults. Expects both to have been checked.
 * @param path the file's, from which relative paths in it start
 */
export function buildConfig(
  settings: Settings,
  file: FileSettings,
  targets: ReadonlyMap<string, TargetSettings>,
  path: string,
): Config {
  const merged: Record<string, TargetConfig> = Object.create(null);
  for (const [name, target] of targets) merged[name] = buildTarget(name, target, file, path);
  const common = {
    slack: settings.slack,
    ops: settings.ops,
    redis: buildRedis(settings.redisUrl, file.redis ?? undefined),
    redisPrefix: file.redis?.prefix ?? 'upgrade-bot',
    logLevel: settings.logLevel,
    command: file.command ?? '/upgrade',
    retentionMs: file.retention ?? 90 * 24 * 60 * minute,
    targets: merged,
  };
  return { ...common, hash: configHash(common), secrets: collectSecrets(common, settings) };
}

function buildTarget(name: string, target: TargetSettings, file: FileSettings, path: string): TargetConfig {
  return {
    name,
    product: given(target.product, name),
    url: given(target.url, name).trim().replace(/\/+$/, ''),
    auth: buildAuth(name, given(target.auth ?? undefined, name)),
    layout: target.layout ?? 'auto',
    ...(target.bundles === undefined ? {} : { bundles: resolve(dirname(path), target.bundles) }),
    maxBundleBytes: target.maxBundle ?? 2e9,
    allowHttp: target.allowHttp ?? file.allowHttp ?? false,
    channel: given(target.channel ?? file.channel, name),
    operators: target.operators ?? file.operators ?? [],
    approvers: target.approvers ?? file.approvers ?? [],
    ...buildTimes(target, file),
  };
}

type Common = Pick<FileSettings, 'approval' | 'poll' | 'warn'>;

/** These are merged key by key: a target that sets only `poll.active` keeps the common `poll.idle`. */
function buildTimes(target: Common, file: Common): Pick<TargetConfig, 'approval' | 'poll' | 'warn'> {
  const approval = merge(file.approval, target.approval);
  const poll = merge(file.poll, target.poll);
  const warn = merge(file.warn, target.warn);
  return {
    approval: {
      actions: approval.actions ?? [],
      required: approval.required ?? 1,
      expiresMs: approval.expires ?? 30 * minute,
    },
    poll: { activeMs: poll.active ?? 5_000, idleMs: poll.idle ?? minute },
    warn: {
      noProgressMs: warn.noProgress ?? 30 * minute,
      standingMs: warn.standing ?? 60 * minute,
      lopsided: warn.lopsided ?? 3,
    },
  };
}

function merge<T extends object>(base: T | null | undefined, over: T | null | undefined): Partial<T> {
  const set = Object.entries(over ?? {}).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(set) } as Partial<T>;
}

function buildAuth(name: string, auth: NonNullable<TargetSettings['auth']>): TargetAuth {
  if (auth.token !== undefined) return { kind: 'bearer', token: auth.token };
  return { kind: 'basic', username: given(auth.username, name), password: given(auth.password, name) };
}

function buildRedis(url: string, redis: NonNullable<FileSettings['redis']> | undefined): RedisConfig {
  const access = {
    ...(redis?.username === undefined ? {} : { username: redis.username }),
    ...(redis?.password === undefined ? {} : { password: redis.password }),
    tls: redis?.tls ?? false,
  };
  if (redis?.sentinels !== undefined && redis.name !== undefined) {
    return { kind: 'sentinel', sentinels: redis.sentinels, name: redis.name, ...access };
  }
  return redis?.cluster === undefined ? { kind: 'url', url } : { kind: 'cluster', nodes: redis.cluster, ...access };
}

function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`target ${name} was built before it was checked`);
  return value;
}

/** Shorter ones would blank out half of the log. */
const shortestSecret = 4;

function collectSecrets({ redis, targets }: Pick<Config, 'redis' | 'targets'>, settings: Settings): string[] {
  const found = [...settings.secrets];
  for (const { auth } of Object.values(targets)) {
    if (auth.kind === 'bearer') found.push(auth.token);
    else found.push(auth.password, Buffer.from(`${auth.username}:${auth.password}`).toString('base64'));
  }
  found.push(...passwordForms(settings.redisUrl));
  if (redis.kind !== 'url' && redis.password !== undefined) found.push(redis.password);
  return [...new Set(found)].filter((secret) => secret.length >= shortestSecret);
}

/** A URL's password as it is written and as it is sent. */
function passwordForms(url: string): string[] {
  const written = parseUrl(url)?.password ?? '';
  try {
    return [written, decodeURIComponent(written)];
  } catch (error) {
    // A stray % is no encoding: then the written form is the only one.
    if (error instanceof URIError) return [written];
    throw error;
  }
}
