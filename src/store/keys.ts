/**
 * Names of every key. All keys of one target share a hash tag, so that one script may touch them in a Redis Cluster;
 * no script spans two targets, or a target and the job queues.
 */
export function keysOf(prefix: string) {
  const tagged = (target: string, rest: string): string => `{${prefix}:${target}}:${rest}`;
  return {
    /** Hash: what `TargetRecord` holds. */
    head: (target: string): string => tagged(target, 'head'),
    /** Stream: entry `<seq>-0`, field `e` with the event as JSON. */
    timeline: (target: string, upgrade: number): string => tagged(target, `timeline:${upgrade}`),
    /** Set: upgrades with something still to be shown in Slack. */
    owing: (target: string): string => tagged(target, 'owing'),
    /** List: finished upgrades as JSON, newest first. */
    history: (target: string): string => tagged(target, 'history'),
    /** Hash: how far the upgrade has been shown in Slack. */
    shown: (target: string, upgrade: number): string => tagged(target, `shown:${upgrade}`),
    /** String: written to learn whether a replica confirms it. */
    mark: (target: string): string => tagged(target, 'mark'),
    /** String: the target whose upgrade is followed in this thread. */
    thread: (channel: string, ts: string): string => `${prefix}:thread:${channel}:${ts}`,
    /** String: a delivery from Slack that has been taken up. */
    delivery: (key: string): string => `${prefix}:delivery:${key}`,
    /** Set: kinds of deliveries that have come from Slack. */
    arrivals: `${prefix}:arrivals`,
    /** Hash: by channel that refuses messages, as JSON: why, for which target, since when, whether people know. */
    troubles: `${prefix}:troubles`,
    /** String: when the next call of this kind may be made. */
    pace: (name: string): string => `{${prefix}:pace:${name}}`,
    /** String with a time to live: nobody gets a turn before it is gone. */
    hold: (name: string): string => `{${prefix}:pace:${name}}:hold`,
    /** Hash: who waits for a turn, and when it comes (epoch ms). */
    turns: (name: string): string => `{${prefix}:pace:${name}}:turns`,
    /** The job queues share one slot. */
    queues: `{${prefix}}`,
  };
}

export type Keys = ReturnType<typeof keysOf>;
