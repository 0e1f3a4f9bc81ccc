import { useCallback, useState } from 'react';
import type { Failure } from './messages/feed.js';

let last = 0;

/** What did not reach the bot from this window. Slack keeps such lines no longer than the window is open either. */
export function useFailures() {
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const fail = useCallback((failure: Omit<Failure, 'id' | 'at'>): void => {
    last += 1;
    const one: Failure = { ...failure, id: last, at: Date.now() };
    setFailures((before) => [...before, one]);
  }, []);
  return { failures, fail };
}
