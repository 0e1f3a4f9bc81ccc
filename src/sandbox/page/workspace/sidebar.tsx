import type { SlackShown } from '../../control/shown.js';
import type { Place } from '../place.js';
import type { Go } from '../use-place.js';
import { PeopleList } from './people-list.js';
import { PlaceLink } from './place-link.js';

interface SidebarProps {
  readonly slack: SlackShown;
  readonly place: Place;
  /** What the middle shows: a channel's id or `home`. */
  readonly at: string;
  readonly unread: ReadonlySet<string>;
  readonly go: Go;
}

/** The workspace: where to read and write, and as whom. */
export function Sidebar({ slack, place, at, unread, go }: SidebarProps) {
  const channels = slack.channels.filter(({ kind }) => kind === 'channel');
  const directs = slack.channels.filter(({ kind }) => kind === 'direct');
  const link = (id: string, label: string) => (
    <li key={id}>
      <PlaceLink
        place={{ ...place, at: id, thread: null, pane: 'main' }}
        go={go}
        isHere={at === id}
        className={unread.has(id) ? 'side-link side-unread' : 'side-link'}
      >
        {label}
        {unread.has(id) && <span className="unread-dot" role="img" aria-label="unread" />}
      </PlaceLink>
    </li>
  );
  return (
    <>
      <p className="workspace-name">Rehearsal</p>
      <h2>Channels</h2>
      <ul>{channels.map(({ id, name }) => link(id, `# ${name}`))}</ul>
      {channels.length === 0 && <p className="side-note">{slack.viewer.name} is in no channel.</p>}
      {directs.length > 0 && (
        <>
          <h2>Direct messages</h2>
          <ul>{directs.map(({ id, name }) => link(id, name))}</ul>
        </>
      )}
      <h2>Apps</h2>
      <ul>{link('home', `${slack.app.name} Home`)}</ul>
      <PeopleList slack={slack} place={place} go={go} />
    </>
  );
}
