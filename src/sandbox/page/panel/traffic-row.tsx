import { memo, useEffect, useRef, useState } from 'react';
import type { TrafficShown } from '../../control/shown.js';
import { JsonView } from './json-view.js';
import type { TrafficRow as Row } from './traffic-fold.js';
import { directionWords, problemWords, statusWords, timeWords, tookWords } from './traffic-words.js';

interface TrafficRowProps {
  readonly row: Row;
  readonly onUnfold: () => void;
}

/** One request, or reads that are alike; unfolds to what was sent and answered. */
export const TrafficRow = memo(function TrafficRow({ row: { entry, count, since }, onUnfold }: TrafficRowProps) {
  const [open, setOpen] = useState(false);
  const problem = problemWords(entry);
  const line = useRef<HTMLLIElement | null>(null);
  useEffect(() => {
    if (open) line.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const flip = (): void => {
    if (!open) onUnfold();
    setOpen(!open);
  };
  return (
    <li ref={line} className="traffic-row" data-problem={problem !== null}>
      <button type="button" className="traffic-line" aria-expanded={open} onClick={flip}>
        <span className="traffic-time">{timeWords(since)}</span>
        <span className="traffic-direction">{directionWords(entry)}</span>
        <span className="traffic-kind">
          {entry.kind}
          {count > 1 && (
            <>
              <b> × {count}</b> <span className="soft">until {timeWords(entry.at)}</span>
            </>
          )}
        </span>
        <span className="traffic-took">{tookWords(entry)}</span>
        <span className="traffic-status">{statusWords(entry)}</span>
        {problem !== null && <span className="traffic-problem">{problem}</span>}
      </button>
      {open && <Bodies entry={entry} count={count} />}
    </li>
  );
});

function Bodies({ entry, count }: { readonly entry: TrafficShown; readonly count: number }) {
  return (
    <div className="traffic-bodies">
      {count > 1 && <p className="soft">The newest of {count} with the same answer:</p>}
      <Body title="Request" value={entry.request} />
      <Body title="Response" value={entry.response} />
    </div>
  );
}

const Body = ({ title, value }: { readonly title: string; readonly value: unknown }) => (
  <section aria-label={title}>
    <h4>{title}</h4>
    {value === null || value === undefined ? <p className="soft">nothing</p> : <JsonView value={value} />}
  </section>
);
