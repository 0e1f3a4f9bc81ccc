import { randomBytes } from 'node:crypto';
import { noRecorder, type Recorder } from '../traffic.js';
import { defaultLimits, type RateLimits } from './limits.js';

export interface SlackOptions {
  /** 0 (default) takes a free port; the server listens on loopback only. */
  port?: number;
  /** How payloads reach the bot; `http` when `eventsUrl` is given, else `socket`. */
  mode?: 'socket' | 'http';
  /** HTTP mode: where commands, clicks and events are posted to. */
  eventsUrl?: string;
  teamId?: string;
  teamDomain?: string;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  /** Scopes of the bot token; left out: all that the simulated methods need, but not `chat:write.public`. */
  scopes?: string[];
  /** `false` for none; an object changes single limits. */
  rateLimits?: boolean | Partial<RateLimits>;
  /** Milliseconds the bot has for an ack; Slack's 3000 by default. */
  ackMs?: number;
  /** Pauses before the three retries of an unacknowledged event. Slack waits up to minutes; the default is shorter. */
  eventRetryMs?: number[];
  /** Sockets open at once before the newest is told `too_many_websockets`; 10 by default, as with Slack. */
  maxSockets?: number;
  now?: () => number;
  /** Every request, in both directions, is written down there. */
  recorder?: Recorder;
}

export interface Settings {
  mode: 'socket' | 'http';
  eventsUrl: string | undefined;
  teamId: string;
  teamDomain: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  scopes: string[];
  limits: RateLimits | false;
  ackMs: number;
  eventRetryMs: number[];
  maxSockets: number;
  now: () => number;
  recorder: Recorder;
  /** Base address, without a slash at the end; known once the server listens. */
  url: string;
}

export const ALL_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:write',
  'metadata.message:read',
  'pins:write',
  'reactions:write',
  'usergroups:read',
  'users:read',
];

const secret = (bytes: number) => randomBytes(bytes).toString('hex');

const limitsOf = (given: SlackOptions['rateLimits']): RateLimits | false => {
  if (given === false) return false;
  if (given === undefined || given === true) return defaultLimits;
  return { ...defaultLimits, ...given, perMinute: { ...defaultLimits.perMinute, ...given.perMinute } };
};

const modeOf = ({ mode, eventsUrl }: SlackOptions): Settings['mode'] =>
  mode ?? (eventsUrl === undefined ? 'socket' : 'http');

export const settingsOf = (options: SlackOptions): Settings => ({
  mode: modeOf(options),
  eventsUrl: options.eventsUrl,
  teamId: options.teamId ?? 'T0SANDBOX',
  teamDomain: options.teamDomain ?? 'sandbox',
  botToken: options.botToken ?? `xoxb-${secret(12)}`,
  appToken: options.appToken ?? `xapp-1-A0SANDBOX-${secret(12)}`,
  signingSecret: options.signingSecret ?? secret(16),
  scopes: options.scopes ?? ALL_SCOPES,
  limits: limitsOf(options.rateLimits),
  ackMs: options.ackMs ?? 3000,
  eventRetryMs: options.eventRetryMs ?? [100, 1000, 5000],
  maxSockets: options.maxSockets ?? 10,
  now: options.now ?? Date.now,
  recorder: options.recorder ?? noRecorder,
  url: '',
});
