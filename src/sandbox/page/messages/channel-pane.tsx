import { type ReactNode, useMemo, useState } from 'react';
import type { ChannelShown, SlackShown } from '../../control/shown.js';
import { Composer } from '../composer/composer.js';
import { ElsewhereNote } from './elsewhere-note.js';
import { channelItems, type Failure, repliesByRoot } from './feed.js';
import { ItemList } from './item-list.js';

interface ChannelPaneProps {
  readonly slack: SlackShown;
  readonly channel: ChannelShown;
  /** The root of the thread that is open beside it. */
  readonly thread: string | null;
  readonly failures: readonly Failure[];
  /** What an empty channel shows. */
  readonly welcome: ReactNode;
}

export function ChannelPane({ slack, channel, thread, failures, welcome }: ChannelPaneProps) {
  const { messages, ephemerals } = slack;
  const items = useMemo(
    () => channelItems({ messages, ephemerals }, failures, channel.id),
    [messages, ephemerals, failures, channel.id],
  );
  const replies = useMemo(() => repliesByRoot(messages), [messages]);
  const [written, setWritten] = useState(0);
  const title = channel.kind === 'channel' ? `# ${channel.name}` : channel.name;
  const label = channel.kind === 'channel' ? `#${channel.name}` : channel.name;
  return (
    <>
      <header className="pane-head">
        <h2>{title}</h2>
        <p className="soft">
          as <strong>{slack.viewer.name}</strong>, {slack.viewer.role}
        </p>
      </header>
      <ItemList
        key={channel.id}
        label={`Messages in ${label}`}
        items={items}
        app={slack.app.name}
        inThread={false}
        replies={replies}
        written={written}
        empty={welcome}
      />
      <ElsewhereNote key={slack.viewer.name} slack={slack} channel={channel.id} thread={thread} />
      <Composer
        key={`${slack.viewer.name} ${channel.id}`}
        slack={slack}
        where={{ channel: channel.id, thread: null }}
        label={`Message ${label}`}
        onSent={() => setWritten((before) => before + 1)}
      />
    </>
  );
}
