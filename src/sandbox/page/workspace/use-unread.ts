import { useEffect, useMemo, useState } from 'react';
import type { SlackShown } from '../../control/shown.js';
import { newestByChannel } from '../messages/feed.js';

/** Channels where others wrote since this window last showed them. What was there at first counts as read. */
export function useUnread({ messages, viewer }: SlackShown, at: string): ReadonlySet<string> {
  const newest = useMemo(() => newestByChannel(messages, viewer.id), [messages, viewer.id]);
  const [seen, setSeen] = useState(newest);
  useEffect(() => {
    setSeen((before) => {
      const ts = newest.get(at);
      return ts === undefined || before.get(at) === ts ? before : new Map([...before, [at, ts]]);
    });
  }, [newest, at]);
  return new Set([...newest].filter(([id, ts]) => id !== at && ts > (seen.get(id) ?? 0)).map(([id]) => id));
}
