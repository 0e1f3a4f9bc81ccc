import { useMemo, useState } from 'react';
import { filtered, type TrafficFilter, trafficFilters } from './traffic-filter.js';
import { folded, type TrafficRow as Row } from './traffic-fold.js';
import type { TrafficKnown } from './traffic-poller.js';
import { TrafficRow } from './traffic-row.js';
import { useFollowing } from './use-following.js';
import { useTraffic } from './use-traffic.js';

/** As many rows as a browser draws without a pause; older ones on demand. */
const rowsAtOnce = 300;

/** What passes the filter, newest last. */
export function TrafficLog({ version }: { readonly version: number }) {
  const [filter, setFilter] = useState<TrafficFilter>('all');
  const [paused, setPaused] = useState(false);
  const known = useTraffic(version, paused);
  const rows = useMemo(() => folded(filtered(known.entries, filter)), [known, filter]);
  return (
    <>
      <div className="traffic-tools">
        {trafficFilters.map(({ id, label }) => (
          <button type="button" key={id} aria-pressed={filter === id} onClick={() => setFilter(id)}>
            {label} <span className="traffic-number">{filtered(known.entries, id).length}</span>
          </button>
        ))}
        <button type="button" className="traffic-pause" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </button>
      </div>
      <Rows rows={rows} known={known} key={filter} />
    </>
  );
}

function Rows({ rows, known }: { readonly rows: readonly Row[]; readonly known: TrafficKnown }) {
  const [most, setMost] = useState(rowsAtOnce);
  const { list, following, onScroll, hold, toEnd } = useFollowing<HTMLElement>(rows);
  const hidden = Math.max(0, rows.length - most);
  return (
    <div className="traffic-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="traffic-scroll" ref={list} onScroll={onScroll} tabIndex={0} aria-label="Requests">
        {known.dropped > 0 && <p className="traffic-note">Older ones are no longer kept.</p>}
        {hidden > 0 && (
          <button type="button" className="traffic-note" onClick={() => setMost(most + rowsAtOnce)}>
            Show {Math.min(hidden, rowsAtOnce)} older rows
          </button>
        )}
        {rows.length === 0 && <p className="traffic-note">Nothing yet.</p>}
        {rows.length > 0 && <ColumnNames />}
        <ol className="traffic-rows">
          {rows.slice(hidden).map((row) => (
            <TrafficRow key={row.id} row={row} onUnfold={hold} />
          ))}
        </ol>
        {known.problem !== null && (
          <p className="traffic-note" role="alert">
            {known.problem}
          </p>
        )}
      </section>
      {!following && (
        <button type="button" className="traffic-newest" onClick={toEnd}>
          ↓ Newest
        </button>
      )}
    </div>
  );
}

/** For the eye: each row says by itself what it is. */
const ColumnNames = () => (
  <div className="traffic-names traffic-line" aria-hidden="true">
    <span>at</span>
    <span>from → to</span>
    <span>what</span>
    <span className="traffic-took">took</span>
    <span className="traffic-status">status</span>
  </div>
);
