import type { Deliver } from './deliver.js';
import type { Delivery, Kind } from './delivery.js';
import { eventPayload } from './payloads.js';
import type { Settings } from './settings.js';
import type { State } from './state.js';

/** Things that happen in the workspace, taken to the bot as often as Slack would, or as a fault demands. */
export interface Occurrences {
  /** A command or a click: delivered once; Slack does not repeat these. */
  interact: (kind: Kind, payload: Record<string, unknown>) => Promise<Delivery>;
  /**
   * An event: when not acknowledged, three more attempts follow in the background.
   * Resolves after the first. Source: https://docs.slack.dev/apis/events-api
   */
  event: (event: Record<string, unknown>, isExternal?: boolean) => Promise<Delivery>;
}

const REASONS = { timeout: 'http_timeout', unreachable: 'connection_failed', bad_status: 'http_error' } as const;

export const createOccurrences = (options: {
  settings: Settings;
  state: State;
  deliver: Deliver;
  /** Resolves after so many milliseconds, or earlier when the server stops. */
  pause: (ms: number) => Promise<void>;
  isStopping: () => boolean;
  /** While Slack itself is down, nothing reaches the bot. */
  isDown: () => boolean;
  /** How many copies of the next delivery arrive. */
  copies: () => number;
}): Occurrences => {
  const { settings, deliver } = options;

  const inCopies = async (kind: Kind, payload: Record<string, unknown>): Promise<Delivery> => {
    if (options.isDown()) return { ackedMs: 0, failed: 'unreachable' };
    const all = await Promise.all(Array.from({ length: options.copies() }, () => deliver.send(kind, payload)));
    return all[0] ?? { ackedMs: 0, failed: 'unreachable' };
  };

  const retry = async (payload: Record<string, unknown>, first: Delivery): Promise<void> => {
    let before = first;
    for (const [index, ms] of settings.eventRetryMs.entries()) {
      if (before.failed === undefined || before.noRetry) return;
      await options.pause(ms);
      if (options.isStopping()) return;
      before = await deliver.send('events_api', payload, { num: index + 1, reason: REASONS[before.failed] });
    }
  };

  return {
    interact: inCopies,
    event: async (event, isExternal) => {
      const payload = eventPayload(options, event, isExternal);
      const first = await inCopies('events_api', payload);
      void retry(payload, first);
      return first;
    },
  };
};
