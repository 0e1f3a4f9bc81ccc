import type { Trouble } from './core/trouble.js';
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
  /** Channels that refuse messages; rejects when the store does not answer. */
  readonly troubles: () => Promise<readonly Trouble[]>;
}

/**
 * Ready means: Redis answers, Slack knows the bot, and commands can arrive. A target that cannot be reached does not
 * make the bot unready, nor does a channel: nothing is lost until it has been repaired.
 */
export async function readinessOf(sources: ReadinessSources): Promise<Readiness> {
  const { configuration, pingStore, team, edge, troubles } = sources;
  const checks: Record<string, Check> = {
    redis: await storeCheck(pingStore),
    slackApi: {
      ok: team !== undefined,
      detail: team === undefined ? 'auth.test has not succeeded yet' : `team ${team}`,
    },
    ...(edge === undefined ? {} : { slackIn: edge }),
  };
  const ready = Object.values(checks).every(({ ok }) => ok);
  const channels = await channelCheck(troubles);
  return { ready, checks: { ...checks, channels }, configuration };
}

async function channelCheck(troubles: ReadinessSources['troubles']): Promise<Check> {
  try {
    const words = (await troubles()).map(({ target, channel, problem }) => `${target}: ${channel} ${problem}`);
    return { ok: words.length === 0, detail: words.join('; ') || 'no channel refuses messages' };
  } catch {
    // The check of the store says why.
    return { ok: false, detail: 'not known: redis does not answer' };
  }
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
