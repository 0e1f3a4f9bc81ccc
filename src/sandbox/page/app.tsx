import { useEffect } from 'react';
import { Notices } from './notices.js';
import { TrafficDrawer } from './panel/traffic-drawer.js';
import { shownPane } from './place.js';
import { SkipLinks } from './skip-links.js';
import { TopBar } from './top-bar.js';
import { useAct } from './use-act.js';
import { usePlace } from './use-place.js';
import { useSnapshot } from './use-snapshot.js';
import { Workspace } from './workspace.js';

export function App() {
  const [place, go] = usePlace();
  const { snapshot, gone, problem } = useSnapshot(place.as);
  const { act, notice, dismiss } = useAct();
  useEffect(() => {
    // What was refused because the sandbox was gone is no news when it is back.
    if (!gone) dismiss();
  }, [gone, dismiss]);
  return (
    <div className="app" data-pane={shownPane(place)} data-thread={place.thread !== null}>
      <SkipLinks hasThread={place.thread !== null} />
      <TopBar place={place} go={go} />
      <Notices gone={gone} problem={problem} notice={notice} dismiss={dismiss} isAlone={snapshot === null} />
      {snapshot === null && !gone && problem === null && <p className="nothing soft">Looking at the sandbox…</p>}
      {snapshot !== null && <Workspace snapshot={snapshot} place={place} go={go} act={act} />}
      {snapshot !== null && <TrafficDrawer version={snapshot.version} />}
    </div>
  );
}
