import { useCallback, useSyncExternalStore } from 'react';
import { type Place, placeOf, searchOf } from './place.js';

/** Changes where this window is; Back in the browser returns. */
export type Go = (change: Partial<Place>) => void;

const MOVED = 'sandbox-moved';

function subscribe(tell: () => void): () => void {
  window.addEventListener('popstate', tell);
  window.addEventListener(MOVED, tell);
  return () => {
    window.removeEventListener('popstate', tell);
    window.removeEventListener(MOVED, tell);
  };
}

const currentSearch = (): string => window.location.search;

export function usePlace(): readonly [Place, Go] {
  const place = placeOf(useSyncExternalStore(subscribe, currentSearch));
  const go = useCallback((change: Partial<Place>): void => {
    const next = searchOf({ ...placeOf(currentSearch()), ...change });
    if (next === currentSearch()) return;
    window.history.pushState(null, '', next);
    window.dispatchEvent(new Event(MOVED));
  }, []);
  return [place, go];
}
