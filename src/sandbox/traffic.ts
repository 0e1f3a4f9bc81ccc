import type { TrafficPage, TrafficShown } from './control/shown.js';
import { withoutSecrets } from './traffic-secrets.js';

/** What is known of a request when it begins. */
export type Begun = Pick<TrafficShown, 'direction' | 'peer' | 'kind' | 'request'>;

/** What came of it. What is left out was not known, or makes no sense. */
export interface Ended {
  readonly status?: number | undefined;
  /** In words; left out when all is well. */
  readonly problem?: string | undefined;
  readonly carriedOut?: boolean | undefined;
  /** A body as it was sent: JSON is unfolded. */
  readonly response?: unknown;
  /** Milliseconds, if they were measured; null when nothing ever came. */
  readonly ms?: number | null | undefined;
}

/** One request that is under way. Ending it a second time changes nothing. */
export interface OpenEntry {
  /** More of the request, once its body has been read. */
  requested(request: unknown): void;
  end(how: Ended): void;
}

/** Where the simulated servers write down what the bot and they say to each other. */
export interface Recorder {
  begin(begun: Begun): OpenEntry;
}

export interface Traffic extends Recorder {
  /** Entries with ids above `after`, oldest first. */
  since(after: number): TrafficPage;
}

type Entry = { -readonly [K in keyof TrafficShown]: TrafficShown[K] };

/** Older ones are dropped: polls alone make hundreds a minute. */
const KEPT = 2_000;
/** Longer texts that are no JSON, such as a proxy's page, are cut. */
const TEXT_SHOWN = 4_000;

/** A body unfolded, without secrets. */
export function unfolded(body: unknown): unknown {
  if (body === undefined || body === '') return null;
  if (Buffer.isBuffer(body)) return `${body.length} bytes`;
  if (typeof body !== 'string') return withoutSecrets(body);
  try {
    return withoutSecrets(JSON.parse(body));
  } catch {
    // Not JSON, which is worth seeing as it is.
    return withoutSecrets(body.slice(0, TEXT_SHOWN));
  }
}

const isRead = ({ direction, kind }: Begun): boolean =>
  direction === 'bot-to-product' && (kind.startsWith('GET ') || kind === 'connection');

/** How many entries there have been, on this stage and those before it: whoever reads on knows old from new by the ids. */
export interface EntryCount {
  made: number;
}

/** @param changed called when there is something new; not for reads of products, which come all the time */
export function createTraffic(changed: () => void, count: EntryCount = { made: 0 }): Traffic {
  const entries: Entry[] = [];
  return {
    begin(begun) {
      count.made += 1;
      const at = Date.now();
      const since = performance.now();
      const blank = { ms: null, status: null, problem: null, carriedOut: null, response: null };
      const entry: Entry = { ...blank, ...begun, request: unfolded(begun.request), id: count.made, at };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      if (!isRead(begun)) changed();
      let open = true;
      return {
        requested(request) {
          entry.request = unfolded(request);
        },
        end({ status = null, problem = null, carriedOut = null, response, ms = performance.now() - since }) {
          if (!open) return;
          open = false;
          const rounded = ms === null ? null : Math.round(ms * 10) / 10;
          Object.assign(entry, { status, problem, carriedOut, ms: rounded, response: unfolded(response) });
          if (!isRead(begun)) changed();
        },
      };
    },
    since(after) {
      const oldest = entries[0]?.id ?? count.made + 1;
      return { entries: entries.filter(({ id }) => id > after), dropped: oldest - 1 };
    },
  };
}

/** For servers that nobody watches. */
export const noRecorder: Recorder = {
  begin: () => ({ requested: () => undefined, end: () => undefined }),
};
