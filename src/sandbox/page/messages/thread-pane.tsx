import { useMemo, useState } from 'react';
import type { SlackShown } from '../../control/shown.js';
import { Composer } from '../composer/composer.js';
import { useDesk } from '../contexts.js';
import { type Failure, threadItems } from './feed.js';
import { ItemList } from './item-list.js';
import { closeThread } from './thread-focus.js';

interface ThreadPaneProps {
  readonly slack: SlackShown;
  /** The root's `ts`. */
  readonly root: string;
  /** The channel when the root is not known. */
  readonly channel: string;
  readonly failures: readonly Failure[];
}

/** Esc takes no half-written reply away, and what is pressed in a dialog is the dialog's. */
function isHeld(target: EventTarget): boolean {
  if (target instanceof HTMLTextAreaElement) return target.value !== '';
  return target instanceof Element && target.closest('dialog') !== null;
}

export function ThreadPane({ slack, root, channel, failures }: ThreadPaneProps) {
  const { go } = useDesk();
  const { messages, ephemerals } = slack;
  const items = useMemo(
    () => threadItems({ messages, ephemerals }, failures, root),
    [messages, ephemerals, failures, root],
  );
  const [written, setWritten] = useState(0);
  const place = messages.find(({ ts }) => ts === root)?.channel ?? channel;
  const close = (): void => {
    closeThread(go, root);
  };
  return (
    <aside
      className="pane pane-thread"
      id="thread"
      aria-label="Thread"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !isHeld(event.target)) close();
      }}
    >
      <header className="pane-head">
        <button type="button" className="quiet back" onClick={close} aria-label="Back to the channel">
          ←
        </button>
        <h2>Thread</h2>
        <p className="soft">#{slack.names[place] ?? place}</p>
        <button type="button" className="quiet close" onClick={close} aria-label="Close the thread">
          ✕
        </button>
      </header>
      <ItemList
        key={root}
        label="Messages of the thread"
        items={items}
        app={slack.app.name}
        inThread
        written={written}
        empty={<p className="nothing soft">There is no such message any more.</p>}
      />
      <Composer
        key={`${slack.viewer.name} ${root}`}
        slack={slack}
        where={{ channel: place, thread: root }}
        label="Reply in the thread"
        onSent={() => setWritten((before) => before + 1)}
      />
    </aside>
  );
}
