import type { TrafficShown } from '../../control/shown.js';

/** A row of the drawer: one entry, or reads of the same kind with the same answer. */
export interface TrafficRow {
  /** The first entry's id: stays while more are folded in. */
  readonly id: number;
  /** The newest of them, whose bodies are shown. */
  readonly entry: TrafficShown;
  readonly count: number;
  /** When the first of them was sent. */
  readonly since: number;
}

/** Reads of products, and those methods of Slack that only read. */
const reads = /^GET |\.(?:info|list|history|replies|members|test|getPermalink|lookupByEmail)$/;

/** What two reads must have in common to be the same; null for what is never folded: changes, and reads without an answer. */
const sames = new WeakMap<TrafficShown, string>();

/** Which node answered: behind a load balancer another one each time, and nothing else has changed. */
const withoutAnswerer = (key: string, value: unknown): unknown => (key === 'local' ? undefined : value);

function sameness(entry: TrafficShown): string | null {
  if (entry.ms === null || !reads.test(entry.kind)) return null;
  const known = sames.get(entry);
  if (known !== undefined) return known;
  const { direction, peer, kind, status, problem, response } = entry;
  const same = JSON.stringify([direction, peer, kind, status, problem, response], withoutAnswerer);
  sames.set(entry, same);
  return same;
}

/**
 * Rows in order of their first entry. Reads are folded as long as nothing but reads happens: polling takes turns among
 * several of them, and what was changed in between must stay in its place.
 */
export function folded(entries: readonly TrafficShown[]): readonly TrafficRow[] {
  const rows: TrafficRow[] = [];
  let places = new Map<string, number>();
  for (const entry of entries) {
    const same = sameness(entry);
    if (same === null) places = new Map();
    const place = same === null ? undefined : places.get(same);
    const row = place === undefined ? undefined : rows[place];
    if (place !== undefined && row !== undefined) {
      rows[place] = { ...row, entry, count: row.count + 1 };
      continue;
    }
    if (same !== null) places.set(same, rows.length);
    rows.push({ id: entry.id, entry, count: 1, since: entry.at });
  }
  return rows;
}
