import { createHash } from 'node:crypto';
import type { Config, TargetAuth } from './config.js';

/**
 * SHA-256 in hex of what the processes of one installation must agree on: the file's settings and the workspace. What may
 * rightly differ from process to process (listeners, log level, the way events come in, a Redis address from the
 * environment) is left out. A secret goes in as its own hash only.
 */
export function configHash(config: Omit<Config, 'hash' | 'secrets'>): string {
  const agreed = {
    apiUrl: config.slack.apiUrl,
    botToken: sha256(config.slack.botToken),
    command: config.command,
    retentionMs: config.retentionMs,
    redisPrefix: config.redisPrefix,
    redis: config.redis.kind === 'url' ? 'url' : { ...config.redis, password: sha256(config.redis.password ?? '') },
    targets: Object.fromEntries(
      Object.values(config.targets).map((target) => [target.name, { ...target, auth: hashedAuth(target.auth) }]),
    ),
  };
  return sha256(JSON.stringify(sorted(agreed)));
}

function hashedAuth(auth: TargetAuth): object {
  if (auth.kind === 'bearer') return { kind: auth.kind, token: sha256(auth.token) };
  return { kind: auth.kind, username: auth.username, password: sha256(auth.password) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The same value with the keys of every object in order, so that the order in the file does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
