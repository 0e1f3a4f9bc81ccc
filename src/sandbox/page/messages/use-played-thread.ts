import { useEffect, useRef } from 'react';
import type { Snapshot } from '../../control/shown.js';
import type { Go } from '../use-place.js';
import { playedThread } from './played-thread.js';

/** Opens the thread in which a scenario is told, once for each, where there is room beside the channel. */
export function usePlayedThread({ play, slack }: Snapshot, thread: string | null, hasRoom: boolean, go: Go): void {
  const opened = useRef(new Set<string>());
  const { messages } = slack;
  useEffect(() => {
    if (!hasRoom) return;
    const root = playedThread({ play, messages, thread, opened: opened.current });
    if (root === undefined) return;
    opened.current.add(root);
    go({ at: messages.find(({ ts }) => ts === root)?.channel ?? null, thread: root });
  }, [play, messages, thread, hasRoom, go]);
}
