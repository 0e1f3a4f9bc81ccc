import { useEffect, useRef, useState } from 'react';
import type { TrafficPage } from '../../control/shown.js';
import { get } from '../control.js';
import { type TrafficKnown, type TrafficPoller, trafficPoller } from './traffic-poller.js';

const nothing: TrafficKnown = { entries: [], dropped: 0, problem: null };

async function fetchPage(after: number): Promise<TrafficPage> {
  const answer = await get<TrafficPage>(`traffic?after=${after}`);
  if (answer.ok) return answer.value;
  throw new Error(answer.problem);
}

/** The traffic as long as this is on the page; while `paused` nothing is asked for and what is shown stands still. */
export function useTraffic(version: number, paused: boolean): TrafficKnown {
  const [known, setKnown] = useState(nothing);
  const poller = useRef<TrafficPoller | null>(null);
  useEffect(() => {
    if (paused) return;
    const polling = trafficPoller({ fetchPage, show: setKnown });
    poller.current = polling;
    polling.ask();
    return () => {
      polling.stop();
      poller.current = null;
    };
  }, [paused]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what there is to ask about
  useEffect(() => poller.current?.ask(), [version]);
  return known;
}
