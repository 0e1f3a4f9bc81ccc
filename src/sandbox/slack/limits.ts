/**
 * How often the app may call. Source: https://docs.slack.dev/apis/web-api/rate-limits
 * (tier 2: 20, tier 3: 50, tier 4: 100 a minute; chat.postMessage: about one a second and channel, with bursts).
 */
export interface RateLimits {
  /** Posts per second and channel. */
  postPerSecond: number;
  /** Posts in a channel which may come at once. */
  postBurst: number;
  /** Calls per minute for the whole app, by method. */
  perMinute: Record<string, number>;
}

const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;
const MINUTE = 60_000;

export const defaultLimits: RateLimits = {
  postPerSecond: 1,
  postBurst: 10,
  perMinute: {
    'apps.connections.open': TIER_3,
    'chat.update': TIER_3,
    'chat.delete': TIER_3,
    'chat.postEphemeral': TIER_4,
    'conversations.history': TIER_3,
    'conversations.replies': TIER_3,
    'conversations.info': TIER_3,
    'conversations.join': TIER_3,
    'conversations.open': TIER_3,
    'conversations.members': TIER_4,
    'files.completeUploadExternal': TIER_4,
    'files.getUploadURLExternal': TIER_4,
    'files.info': TIER_4,
    'usergroups.list': TIER_2,
    'usergroups.users.list': TIER_2,
    'users.info': TIER_4,
    'views.open': TIER_4,
    'views.push': TIER_4,
    'views.update': TIER_4,
    'views.publish': TIER_4,
  },
};

/** Takes one call out of the allowance; else the whole seconds to wait. */
export type TakeCall = (method: string, channel: string) => number | undefined;

const perMinute = (limits: RateLimits, now: () => number): TakeCall => {
  const calls = new Map<string, number[]>();
  return (method) => {
    const allowed = limits.perMinute[method];
    if (allowed === undefined) return undefined;
    const recent = (calls.get(method) ?? []).filter((at) => at > now() - MINUTE);
    calls.set(method, recent);
    const oldest = recent[0];
    if (recent.length >= allowed && oldest !== undefined) return Math.ceil((oldest + MINUTE - now()) / 1000);
    recent.push(now());
    return undefined;
  };
};

const perChannel = (limits: RateLimits, now: () => number): TakeCall => {
  const buckets = new Map<string, { left: number; at: number }>();
  return (_method, channel) => {
    const bucket = buckets.get(channel) ?? { left: limits.postBurst, at: now() };
    buckets.set(channel, bucket);
    const earned = ((now() - bucket.at) / 1000) * limits.postPerSecond;
    bucket.left = Math.min(limits.postBurst, bucket.left + earned);
    bucket.at = now();
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / limits.postPerSecond));
    bucket.left -= 1;
    return undefined;
  };
};

/** The limits as one question per call. `false` never limits. */
export const createLimits = (limits: RateLimits | false, now: () => number): TakeCall => {
  if (limits === false) return () => undefined;
  const methods = perMinute(limits, now);
  const posts = perChannel(limits, now);
  return (method, channel) => (method === 'chat.postMessage' ? posts(method, channel) : methods(method, channel));
};
