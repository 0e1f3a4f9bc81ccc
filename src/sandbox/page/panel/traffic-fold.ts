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

/** Which node answered: behind a load balancer another one each time, and nothing else has changed. */
const withoutAnswerer = (key: string, value: unknown): unknown => (key === 'local' ? undefined : value);

const answers = new WeakMap<TrafficShown, string>();

/** What two reads of the same thing must have in common to be folded. */
function answerOf(entry: TrafficShown): string {
  const known = answers.get(entry);
  if (known !== undefined) return known;
  const answer = JSON.stringify([entry.status, entry.problem, entry.response], withoutAnswerer);
  answers.set(entry, answer);
  return answer;
}

/** The places of the newest rows of reads: by peer, then by what is read. */
type Places = Map<string, Map<string, number>>;

/** The place of the row that this read belongs to, or else the one that it will get. Anything but a read forgets its peer's; a read without an answer stands alone until it has one. */
function placeOf(entry: TrafficShown, places: Places, rows: readonly TrafficRow[]): number {
  const { peer, direction, kind, ms } = entry;
  if (!reads.test(kind)) places.delete(peer);
  if (ms === null || !reads.test(kind)) return rows.length;
  const here = places.get(peer) ?? new Map<string, number>();
  places.set(peer, here);
  const read = `${direction} ${kind}`;
  const newest = rows[here.get(read) ?? rows.length];
  const place = newest !== undefined && answerOf(newest.entry) === answerOf(entry) ? here.get(read) : undefined;
  here.set(read, place ?? rows.length);
  return place ?? rows.length;
}

/**
 * Rows in order of their first entry. A read is folded into the newest row of the same read as long as its answer is the
 * same and nothing was sent to this peer but reads: what was read after a change must stand after it.
 */
export function folded(entries: readonly TrafficShown[]): readonly TrafficRow[] {
  const rows: TrafficRow[] = [];
  const places: Places = new Map();
  for (const entry of entries) {
    const place = placeOf(entry, places, rows);
    const row = rows[place];
    rows[place] =
      row === undefined ? { id: entry.id, entry, count: 1, since: entry.at } : { ...row, entry, count: row.count + 1 };
  }
  return rows;
}
