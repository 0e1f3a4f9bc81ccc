import type { AppError } from '../../core/errors.js';
import type { Clock, Jobs, Logger, TargetSettings, TimelineReader } from '../../core/ports.js';
import type { Profile } from '../../core/products.js';
import type { Pace, Shown, ShownBook } from '../../core/publishing.js';
import type { TroubleBook } from '../../core/trouble.js';
import type { UpgradeView } from '../../core/view.js';
import type { SlackClient } from './client.js';
import type { DrawContext } from './next-message.js';

/** What the publisher works with. */
export interface PublisherDeps {
  readonly timeline: TimelineReader;
  readonly book: ShownBook;
  readonly pace: Pace;
  readonly slack: SlackClient;
  readonly profileOf: (target: string) => Profile;
  readonly jobs: Pick<Jobs, 'card' | 'publish'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** The slash command, `/upgrade`. */
  readonly command: string;
  /** Names the bot in message keys, so that two bots in one channel tell their messages apart. */
  readonly keyPrefix: string;
  readonly retentionMs: number;
  readonly troubles: TroubleBook;
  /** Where a target's upgrades are followed, and by user ids and user-group ids who may ask for actions on it. */
  readonly settingsOf: (target: string) => Pick<TargetSettings, 'channel' | 'operators'> | undefined;
}

/** How a step of a drain went on: again at once, later (epoch ms), or finished. */
export type Step = { next: 'again' } | { next: 'later'; at: number } | { next: 'done' };

export const again: Step = { next: 'again' };
export const done: Step = { next: 'done' };
export const later = (at: number): Step => ({ next: 'later', at });

/** One post per second and channel with bursts (https://docs.slack.dev/apis/web-api/rate-limits). */
export const POST_EVERY_MS = 1_000;
export const POST_BURST = 10;

/**
 * What was drawn is sent within this time (ms), or never: a process that was frozen meanwhile must not say what another
 * one has said in its place, or show a state that has passed. Long enough for a slow connection, and well below the time
 * after which another process takes up the job.
 */
export const SEND_WITHIN_MS = 3_000;

/** A clock of ours and Slack's may differ by so much (ms) when a message is looked for. */
export const CLOCKS_DIFFER_MS = 60_000;

/** Whether what was drawn at `at` (epoch ms) may still be sent. */
export const sendableFrom =
  ({ clock }: Pick<PublisherDeps, 'clock'>, at: number) =>
  (): boolean =>
    clock.now() - at < SEND_WITHIN_MS;

/** The upgrade as one that waits for its turn among others. */
export const whoOf = ({ target, number }: UpgradeView): string => `${target}/${number}`;

const BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 15_000;

/** When to come back (epoch ms) after an attempt that Slack could not take. */
export function comeBackAt(now: number, failure: AppError, failures: number): number {
  return now + (failure.retryAfterMs ?? Math.min(BACK_OFF_MS * 2 ** Math.min(failures, 10), LONGEST_BACK_OFF_MS));
}

/** Everything that drawing an upgrade needs; undefined when its timeline is gone. */
export async function drawContext(
  { timeline, profileOf, command }: PublisherDeps,
  target: string,
  upgrade: number,
): Promise<DrawContext | undefined> {
  const record = await timeline.record(target);
  const view = record.view?.number === upgrade ? record.view : await timeline.view(target, upgrade);
  if (view === undefined) return undefined;
  return { view, profile: profileOf(target), command, gauges: record.gauges };
}

/** Channel and card of an upgrade that has been posted. */
export function placeOf(shown: Shown, view: UpgradeView): { channel: string; card: string | undefined } {
  return { channel: shown.channel ?? view.channel, card: shown.card };
}
