import { postOrThrow } from './control.js';
import { Notices } from './notices.js';
import { Panel } from './panel/panel.js';
import { TrafficDrawer } from './panel/traffic-drawer.js';
import { Welcome } from './panel/welcome.js';
import { TopBar } from './top-bar.js';
import { useAct } from './use-act.js';
import { usePlace } from './use-place.js';
import { useSnapshot } from './use-snapshot.js';

export function App() {
  const [place, go] = usePlace();
  const { snapshot, gone, problem } = useSnapshot(place.as);
  const { notice, dismiss } = useAct();
  return (
    <div className="app" data-pane={place.pane} data-thread={place.thread !== null}>
      <TopBar place={place} go={go} />
      <Notices gone={gone} problem={snapshot === null ? problem : notice} dismiss={dismiss} />
      {snapshot !== null && (
        <div className="panes">
          <nav className="pane pane-list" aria-label="Workspace" />
          <main className="pane pane-main" id="main">
            <Welcome snapshot={snapshot} act={postOrThrow} />
          </main>
          <aside className="pane pane-panel" aria-label="Rehearsal" id="panel">
            <Panel snapshot={snapshot} act={postOrThrow} />
          </aside>
        </div>
      )}
      {snapshot !== null && <TrafficDrawer version={snapshot.version} />}
    </div>
  );
}
