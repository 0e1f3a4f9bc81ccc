import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** How far from the end still counts as being there, in pixels. */
const nearPx = 24;

export interface Following<T> {
  readonly list: RefObject<T | null>;
  /** Whether the list stays at its end; scrolling up lets go, scrolling down takes it up again. */
  readonly following: boolean;
  readonly onScroll: () => void;
  /** Somebody reads what is in the list now: it stands still until `toEnd`. */
  readonly hold: () => void;
  readonly toEnd: () => void;
}

/** Keeps a list at its end while `content` grows, unless the person has scrolled up. */
export function useFollowing<T extends HTMLElement>(content: unknown): Following<T> {
  const list = useRef<T | null>(null);
  const [following, setFollowing] = useState(true);
  const held = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what has changed is where the end is
  useLayoutEffect(() => {
    const element = list.current;
    if (following && element !== null) element.scrollTop = element.scrollHeight;
  }, [content, following]);

  const onScroll = useCallback(() => {
    const element = list.current;
    if (element === null || held.current) return;
    setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < nearPx);
  }, []);
  const setHeld = useCallback((hold: boolean) => {
    held.current = hold;
    setFollowing(!hold);
  }, []);
  const hold = useCallback(() => setHeld(true), [setHeld]);
  const toEnd = useCallback(() => setHeld(false), [setHeld]);
  return { list, following, onScroll, hold, toEnd };
}
