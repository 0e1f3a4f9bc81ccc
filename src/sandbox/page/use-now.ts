import { useSyncExternalStore } from 'react';

const EVERY_MS = 15_000;
let now = Date.now();

function subscribe(tell: () => void): () => void {
  const timer = setInterval(() => {
    now = Date.now();
    tell();
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/** The time in milliseconds, brought up to date every 15 s: for words such as "3 minutes ago". */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
