import type { TrafficPage, TrafficShown } from '../../control/shown.js';
import { askAfter, hasOpen, merged } from './traffic-list.js';

/** Shortest time between two requests, in milliseconds. */
const restMs = 500;

export interface TrafficKnown {
  readonly entries: readonly TrafficShown[];
  readonly dropped: number;
  /** Why nothing newer is known; null when all is well. */
  readonly problem: string | null;
}

export interface TrafficPollerOptions {
  /** Rejects with an `Error` when the sandbox does not answer. */
  readonly fetchPage: (after: number) => Promise<TrafficPage>;
  readonly show: (known: TrafficKnown) => void;
  readonly rest?: (ms: number) => Promise<void>;
  readonly now?: () => number;
}

export interface TrafficPoller {
  /** Something has changed: asks at once, or as soon as the last request is long enough ago. */
  readonly ask: () => void;
  readonly stop: () => void;
}

const restFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks for traffic whenever told to and while answers are outstanding, at most twice a second. */
export function trafficPoller({
  fetchPage,
  show,
  rest = restFor,
  now = Date.now,
}: TrafficPollerOptions): TrafficPoller {
  let known: TrafficKnown = { entries: [], dropped: 0, problem: null };
  let asked = false;
  let running = false;
  let stopped = false;

  async function once(): Promise<void> {
    try {
      const page = await fetchPage(askAfter(known.entries, now()));
      known = { entries: merged(known.entries, page), dropped: page.dropped, problem: null };
    } catch (error) {
      // Told in the drawer; the next change or look asks again.
      known = { ...known, problem: error instanceof Error ? error.message : String(error) };
    }
    if (!stopped) show(known);
  }

  async function run(): Promise<void> {
    running = true;
    while (!stopped && (asked || (known.problem === null && hasOpen(known.entries, now())))) {
      asked = false;
      await once();
      await rest(restMs);
    }
    running = false;
  }

  return {
    ask() {
      asked = true;
      // `run` rejects never: what a request throws is shown.
      if (!running && !stopped) void run();
    },
    stop() {
      stopped = true;
    },
  };
}
