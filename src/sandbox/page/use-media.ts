import { useCallback, useSyncExternalStore } from 'react';

/** Whether the window matches a media query, at once and after every change. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (tell: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', tell);
      return () => list.removeEventListener('change', tell);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

export const useDark = (): boolean => useMedia('(prefers-color-scheme: dark)');
