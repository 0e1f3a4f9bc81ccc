import { useEffect, useRef, useState } from 'react';
import type { SlackShown } from '../../control/shown.js';
import { plainWords } from '../words/plain.js';

/** Long enough to know what it is about; the message itself can be read. */
const SPOKEN_MAX = 200;

/** Tells a screen reader of what was written since the page was opened. */
export function Announcer({ slack }: { readonly slack: SlackShown }) {
  const [spoken, setSpoken] = useState('');
  const seen = useRef<string | null>(null);
  useEffect(() => {
    const own = slack.ephemerals.map(({ ts, text }) => ({ ts, text, by: `${slack.app.name}, only to you` }));
    const posted = slack.messages.filter(({ deleted }) => !deleted);
    const all = [...posted.map(({ ts, text, from }) => ({ ts, text, by: slack.names[from] ?? from })), ...own];
    const newest = all.reduce((last, one) => (Number(one.ts) > Number(last) ? one.ts : last), '0');
    const fresh = all.filter(({ ts }) => seen.current !== null && Number(ts) > Number(seen.current));
    seen.current = newest;
    if (fresh.length === 0) return;
    const lines = fresh.map(({ by, text }) => `${by}: ${plainWords(text, slack.names).slice(0, SPOKEN_MAX)}`);
    setSpoken(lines.join('\n'));
  }, [slack]);
  return (
    <div className="visually-hidden" role="log" aria-label="New messages" aria-live="polite">
      {spoken}
    </div>
  );
}
