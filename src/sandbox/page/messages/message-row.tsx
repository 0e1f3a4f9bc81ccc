import { memo } from 'react';
import type { FileShown, MessageShown } from '../../control/shown.js';
import { Blocks, TextBlocks } from '../blocks/blocks.js';
import { useDesk, useNames } from '../contexts.js';
import { sizeWords } from '../words/plain.js';
import { Avatar } from './avatar.js';
import type { Replies } from './feed.js';
import { MessageTools } from './message-tools.js';
import { Clock, RowHead } from './row-head.js';
import { openThread } from './thread-focus.js';
import { ThreadSummary } from './thread-summary.js';

interface MessageRowProps {
  readonly message: MessageShown;
  /** It follows another of the same sender: without name and picture. */
  readonly goesOn: boolean;
  /** What is said under a root in its channel; undefined in a thread. */
  readonly replies?: Replies | undefined;
  readonly inThread: boolean;
}

/** A message of a person or the bot. */
export const MessageRow = memo(function MessageRow({ message, goesOn, replies, inThread }: MessageRowProps) {
  const names = useNames();
  const name = names[message.from] ?? message.from;
  if (message.deleted) return <DeletedRow message={message} replies={replies} />;
  return (
    <article className={`row ${goesOn ? 'row-goes-on' : ''}`} aria-label={`Message of ${name}`} data-ts={message.ts}>
      {goesOn ? <Clock at={message.at} isShort /> : <Avatar name={name} isBot={message.isBot} />}
      <div className="row-body">
        {message.broadcast && <BroadcastNote message={message} inThread={inThread} />}
        {!goesOn && <RowHead name={name} isApp={message.isBot} at={message.at} />}
        <Content message={message} />
        {message.edited && <span className="edited">(edited)</span>}
        {message.files.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
        {replies !== undefined && <ThreadSummary root={message.ts} channel={message.channel} replies={replies} />}
      </div>
      <MessageTools message={message} inThread={inThread} />
    </article>
  );
});

/** A reply that the channel shows too. */
function BroadcastNote({ message, inThread }: Pick<MessageRowProps, 'message' | 'inThread'>) {
  const { go } = useDesk();
  if (inThread) return <p className="row-note">also sent to the channel</p>;
  return (
    <p className="row-note">
      <button
        type="button"
        className="link"
        onClick={() => openThread(go, message.channel, message.thread ?? message.ts)}
      >
        replied to a thread
      </button>
    </p>
  );
}

function Content({ message }: { readonly message: MessageShown }) {
  const holder = { kind: 'message', ts: message.ts } as const;
  if (message.blocks.length > 0) return <Blocks blocks={message.blocks} holder={holder} />;
  return message.text === '' ? null : <TextBlocks text={message.text} holder={holder} />;
}

/** What is left of a root when replies hang on it. */
function DeletedRow({ message, replies }: Pick<MessageRowProps, 'message' | 'replies'>) {
  return (
    <article className="row" aria-label="Deleted message" data-ts={message.ts}>
      <span className="avatar avatar-deleted" aria-hidden="true">
        ×
      </span>
      <div className="row-body">
        <p className="deleted">This message was deleted.</p>
        {replies !== undefined && <ThreadSummary root={message.ts} channel={message.channel} replies={replies} />}
      </div>
    </article>
  );
}

function FileCard({ file }: { readonly file: FileShown }) {
  return (
    <details className="file">
      <summary>
        <strong>{file.name}</strong> <span className="soft">{sizeWords(file.bytes)}, show how it begins</span>
      </summary>
      <pre>{file.begins}</pre>
    </details>
  );
}
