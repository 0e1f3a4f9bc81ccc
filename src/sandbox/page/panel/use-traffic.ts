import { useEffect, useRef, useState } from 'react';
import type { TrafficPage } from '../../control/shown.js';
import { get } from '../control.js';
import { type TrafficKnown, type TrafficPoller, trafficPoller } from './traffic-poller.js';

const nothing: TrafficKnown = { entries: [], dropped: 0, problem: null };

/** Reads of products come all the time and are no change to the page: they are asked for by the clock, in milliseconds. */
const lookEveryMs = 2_000;

async function fetchPage(after: number): Promise<TrafficPage> {
  const answer = await get<TrafficPage>(`traffic?after=${after}`);
  if (answer.ok) return answer.value;
  throw new Error(answer.problem);
}

/** The traffic as long as this is on the page; while `paused` nothing is asked for and what is shown stands still. */
export function useTraffic(version: number, paused: boolean): TrafficKnown {
  const [known, setKnown] = useState(nothing);
  const poller = useRef<TrafficPoller | null>(null);
  const run = useRunOf(version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run of the sandbox counts from one again
  useEffect(() => {
    if (paused) return;
    const polling = trafficPoller({ fetchPage, show: setKnown });
    poller.current = polling;
    polling.ask();
    const clock = setInterval(polling.ask, lookEveryMs);
    return () => {
      clearInterval(clock);
      polling.stop();
      poller.current = null;
    };
  }, [paused, run]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what there is to ask about
  useEffect(() => poller.current?.ask(), [version]);
  return known;
}

/** Counts how often the sandbox was started while the page stayed: its version only grows as long as it runs. */
function useRunOf(version: number): number {
  const [seen, setSeen] = useState({ version, run: 0 });
  if (version === seen.version) return seen.run;
  const next = { version, run: version < seen.version ? seen.run + 1 : seen.run };
  setSeen(next);
  return next.run;
}
