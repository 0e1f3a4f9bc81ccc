import { useEffect, useMemo } from 'react';
import type { Snapshot } from '../control/shown.js';
import { type Desk, DeskContext, NamesContext } from './contexts.js';
import { type Act, postOrThrow } from './control.js';
import { deedsOf } from './deeds.js';
import { Modals } from './forms/modals.js';
import { HomePane } from './home/home-pane.js';
import { Announcer } from './messages/announcer.js';
import { ChannelPane } from './messages/channel-pane.js';
import { ThreadPane } from './messages/thread-pane.js';
import { usePlayedThread } from './messages/use-played-thread.js';
import { Panel } from './panel/panel.js';
import { Welcome } from './panel/welcome.js';
import type { Place } from './place.js';
import { useFailures } from './use-failures.js';
import { useMedia } from './use-media.js';
import type { Go } from './use-place.js';
import { Sidebar } from './workspace/sidebar.js';
import { useUnread } from './workspace/use-unread.js';

interface WorkspaceProps {
  readonly snapshot: Snapshot;
  readonly place: Place;
  readonly go: Go;
  readonly act: Act;
}

/** The panes: where to go, what is written there, a thread, and the simulated products. */
export function Workspace({ snapshot, place, go, act }: WorkspaceProps) {
  const { slack } = snapshot;
  const { name } = slack.viewer;
  const { failures, fail } = useFailures();
  const desk = useMemo<Desk>(
    () => ({ deeds: deedsOf(act, name), go, fail, app: slack.app }),
    [act, name, go, fail, slack.app],
  );
  const channel = slack.channels.find(({ id }) => id === place.at) ?? slack.channels[0];
  const at = place.at === 'home' ? 'home' : (channel?.id ?? '');
  const unread = useUnread(slack, at);
  usePlayedThread(snapshot, place.thread, useMedia('(min-width: 1101px)') && at !== 'home', go);
  const where = at === 'home' ? 'Home' : `#${channel?.name ?? ''}`;
  useEffect(() => {
    // Two windows are two people: their tabs are told apart.
    document.title = `${name} in ${where}: Upgrade Bot sandbox`;
  }, [name, where]);
  return (
    <NamesContext value={slack.names}>
      <DeskContext value={desk}>
        <div className="panes">
          <nav className="pane pane-list" aria-label="Workspace">
            <Sidebar slack={slack} place={place} at={at} unread={unread} go={go} />
          </nav>
          <main className="pane pane-main" id="main" aria-label="Messages" tabIndex={-1}>
            {at === 'home' && <HomePane slack={slack} />}
            {at !== 'home' && channel !== undefined && (
              <ChannelPane
                slack={slack}
                channel={channel}
                thread={place.thread}
                failures={failures}
                welcome={<Welcome snapshot={snapshot} act={postOrThrow} />}
              />
            )}
          </main>
          {place.thread !== null && at !== 'home' && (
            <ThreadPane slack={slack} root={place.thread} channel={at} failures={failures} />
          )}
          <aside className="pane pane-panel" aria-label="Clusters and faults" id="panel" tabIndex={-1}>
            <Panel snapshot={snapshot} act={postOrThrow} />
          </aside>
        </div>
        <Modals modals={slack.modals} />
        <Announcer slack={slack} />
      </DeskContext>
    </NamesContext>
  );
}
