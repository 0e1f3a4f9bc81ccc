import type { Check, Readiness } from './health.js';

/** What readiness is read from. */
export interface ReadinessSources {
  /** Hash of the configuration. */
  readonly configuration: string;
  /** Asks Redis; rejects when it does not answer. */
  readonly pingStore: () => Promise<unknown>;
  /** The workspace, once `auth.test` has succeeded. */
  readonly team: string | undefined;
  /** The edge towards Slack; undefined for a process that takes nothing from Slack. */
  readonly edge: Check | undefined;
  /** Channels that refuse messages, in words. */
  readonly channelProblems: readonly string[];
}

/**
 * Ready means: Redis answers, Slack knows the bot, and commands can arrive. A target that cannot be reached does not
 * make the bot unready, nor does a channel: nothing is lost until it has been repaired.
 */
export async function readinessOf(sources: ReadinessSources): Promise<Readiness> {
  const { configuration, pingStore, team, edge, channelProblems } = sources;
  const checks: Record<string, Check> = {
    redis: await storeCheck(pingStore),
    slackApi: {
      ok: team !== undefined,
      detail: team === undefined ? 'auth.test has not succeeded yet' : `team ${team}`,
    },
    ...(edge === undefined ? {} : { slackIn: edge }),
  };
  const ready = Object.values(checks).every(({ ok }) => ok);
  const channels = {
    ok: channelProblems.length === 0,
    detail: channelProblems.join('; ') || 'no channel refuses messages',
  };
  return { ready, checks: { ...checks, channels }, configuration };
}

async function storeCheck(ping: () => Promise<unknown>): Promise<Check> {
  try {
    await ping();
    return { ok: true, detail: 'answers' };
  } catch {
    // Whatever the reason, that is the answer.
    return { ok: false, detail: 'does not answer' };
  }
}
