import { useDesk, useNames } from '../contexts.js';
import { useNow } from '../use-now.js';
import { replyWords } from '../words/plain.js';
import { agoWords } from '../words/times.js';
import { Avatar } from './avatar.js';
import type { Replies } from './feed.js';
import { openThread } from './thread-focus.js';

interface ThreadSummaryProps {
  readonly root: string;
  readonly channel: string;
  readonly replies: Replies;
}

const FACES = 3;

/** Under a root: how many replies, whose, and when the last came. It opens the thread. */
export function ThreadSummary({ root, channel, replies }: ThreadSummaryProps) {
  const names = useNames();
  const now = useNow();
  const { go, app } = useDesk();
  const open = (): void => openThread(go, channel, root);
  return (
    <button type="button" className="thread-summary" onClick={open}>
      {replies.from.slice(0, FACES).map((id) => (
        <Avatar key={id} name={names[id] ?? id} isBot={id === app.id} small />
      ))}
      <span className="thread-count">{replyWords(replies.count)}</span>
      <span className="soft">last {agoWords(replies.lastAt, Math.max(now, replies.lastAt))}</span>
    </button>
  );
}
