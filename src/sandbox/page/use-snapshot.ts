import { useEffect, useState } from 'react';
import type { Snapshot } from '../control/shown.js';
import { get } from './control.js';
import { share } from './share.js';

/** `gone`: the sandbox does not answer; what is shown is the last that was seen. */
export interface Seen {
  readonly snapshot: Snapshot | null;
  readonly gone: boolean;
  /** Why there is no new snapshot, such as that nobody has this name. */
  readonly problem: string | null;
}

const AGAIN_MS = 1_000;

/** At least this long between two looks: many changes in a row are shown together. */
const PAUSE_MS = 80;

/** What this person sees, looked at again after every change. The page survives a sandbox that is stopped and started. */
export function useSnapshot(as: string): Seen {
  const [seen, setSeen] = useState<Seen>({ snapshot: null, gone: false, problem: null });
  useEffect(() => follow(as, setSeen), [as]);
  return seen;
}

type Update = (change: (before: Seen) => Seen) => void;

/** @returns how to stop following */
function follow(as: string, update: Update): () => void {
  let stopped = false;
  let looking = false;
  let again = false;
  let changes: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** One look at a time; changes during a look make one more. */
  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    while (again && !stopped) {
      again = false;
      const answer = await get<Snapshot>(`snapshot?as=${encodeURIComponent(as)}`);
      if (stopped) return;
      if (answer.ok)
        update((before) => ({ snapshot: share(before.snapshot, answer.value), gone: false, problem: null }));
      else update((before) => ({ ...before, problem: answer.problem }));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    looking = false;
  };

  const disconnect = (): void => {
    changes?.close();
    changes = undefined;
    clearTimeout(timer);
  };

  const connect = (): void => {
    disconnect();
    changes = new EventSource('/control/changes');
    // The first message comes at once, and after a reconnection too: it replaces whatever was missed.
    changes.onmessage = () => void look();
    changes.onerror = () => {
      update((before) => ({ ...before, gone: true }));
      // A browser gives up for good when the answer is no event stream.
      if (changes?.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN_MS);
    };
  };
  // A browser has six connections for all its windows here: one that nobody looks at must not hold one.
  const followIfSeen = (): void => {
    if (document.visibilityState === 'hidden') disconnect();
    else if (changes === undefined) connect();
  };
  connect();
  document.addEventListener('visibilitychange', followIfSeen);

  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', followIfSeen);
    disconnect();
  };
}
