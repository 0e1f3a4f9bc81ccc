import { useEffect, useState } from 'react';
import type { SlackShown } from '../../control/shown.js';
import { useDesk } from '../contexts.js';
import { openThread } from './thread-focus.js';

interface ElsewhereNoteProps {
  readonly slack: SlackShown;
  readonly channel: string;
  /** The root of the thread that is open. */
  readonly thread: string | null;
}

/** Says that the bot answered the viewer in a thread that is not open: such an answer is easily missed. */
export function ElsewhereNote({ slack, channel, thread }: ElsewhereNoteProps) {
  const { go } = useDesk();
  const newest = slack.ephemerals.findLast((one) => one.channel === channel && one.thread !== null);
  const [seen, setSeen] = useState(newest?.ts);
  const isOpen = newest?.thread === thread;
  useEffect(() => {
    if (isOpen) setSeen(newest?.ts);
  }, [isOpen, newest]);
  const isNews = newest !== undefined && newest.ts !== seen && !isOpen;
  return (
    <div role="status">
      {isNews && (
        <p className="elsewhere">
          {slack.app.name} answered you in a thread.{' '}
          <button type="button" className="link" onClick={() => openThread(go, channel, newest.thread ?? '')}>
            Open the thread
          </button>
        </p>
      )}
    </div>
  );
}
