import type { ActionName, ProductName } from '../core/products.js';

/** Which part of the bot a process runs: Slack in, jobs, or both. */
export type Role = 'web' | 'worker' | 'all';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** How events come in from Slack. A worker takes none. */
export type SlackMode =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly host: string; readonly port: number }
  | { readonly kind: 'none' };

interface RedisAccess {
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
}

export type RedisConfig =
  | { readonly kind: 'url'; readonly url: string }
  | (RedisAccess & { readonly kind: 'sentinel'; readonly sentinels: readonly HostPort[]; readonly name: string })
  | (RedisAccess & { readonly kind: 'cluster'; readonly nodes: readonly HostPort[] });

export type TargetAuth =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** Where an Atlassian product serves its upgrade calls; `auto` finds out. */
export const layouts = ['auto', '/rest/zdu', '/rest/zdu/cluster', '/rest/zdu/cluster/zdu'] as const;
export type Layout = (typeof layouts)[number];

export interface ApprovalConfig {
  /** Actions that need approval besides those that always do. */
  readonly actions: readonly ActionName[];
  /** How many other people have to approve. */
  readonly required: number;
  /** How long a request stands, in milliseconds. */
  readonly expiresMs: number;
}

export interface PollConfig {
  /** Milliseconds between looks while an upgrade runs. */
  readonly activeMs: number;
  /** Milliseconds between looks while none does. */
  readonly idleMs: number;
}

export interface WarnConfig {
  readonly noProgressMs: number;
  readonly standingMs: number;
  /** Ratio of the busiest node's users to the quietest active node's. */
  readonly lopsided: number;
}

/** One target with everything that applies to it, defaults and the file's common settings merged in. */
export interface TargetConfig {
  readonly name: string;
  readonly product: ProductName;
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly auth: TargetAuth;
  readonly layout: Layout;
  /** Directory with a directory per release, absolute. */
  readonly bundles?: string;
  /** Bytes that the files of one release may have together. */
  readonly maxBundleBytes: number;
  readonly allowHttp: boolean;
  /** Channel id, `C…` or `G…`. */
  readonly channel: string;
  /** User ids (`U…`, `W…`) and user-group ids (`S…`). */
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
  readonly approval: ApprovalConfig;
  readonly poll: PollConfig;
  readonly warn: WarnConfig;
}

export interface SlackConfig {
  readonly botToken: string;
  readonly mode: SlackMode;
  /** Web API base, with a trailing slash. */
  readonly apiUrl: string;
}

export interface Config {
  readonly slack: SlackConfig;
  /** Listener of `/healthz`, `/readyz` and `/metrics`. */
  readonly ops: HostPort;
  readonly redis: RedisConfig;
  /** First part of every key the bot writes. */
  readonly redisPrefix: string;
  readonly logLevel: string;
  /** The slash command, beginning with `/`. */
  readonly command: string;
  /** How long the details of a finished upgrade are kept, in milliseconds. */
  readonly retentionMs: number;
  /** SHA-256 in hex of what processes of one installation must agree on; holds no secret. */
  readonly hash: string;
  /** Every secret value, in the forms in which it travels, so that the log can blank them out. */
  readonly secrets: readonly string[];
  /** Has no prototype: a name that is not configured is undefined, whatever a person types. */
  readonly targets: Readonly<Record<string, TargetConfig>>;
}
