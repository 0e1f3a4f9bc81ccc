import { useEffect, useRef, useState } from 'react';
import type { MessageShown } from '../../control/shown.js';
import { useDesk } from '../contexts.js';
import { openThread } from './thread-focus.js';

interface MessageToolsProps {
  readonly message: MessageShown;
  readonly inThread: boolean;
}

/** What can be done with a message: reply, and the app's shortcut behind "…". */
export function MessageTools({ message, inThread }: MessageToolsProps) {
  const { deeds, go, fail, app } = useDesk();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const takeShortcut = async (): Promise<void> => {
    const answer = await deeds.shortcut(message.ts);
    if (!answer.ok || answer.value.failed === undefined) return;
    const text = answer.value.shown ?? 'The app did not respond to “Upgrade actions”. Try again.';
    fail({ channel: message.channel, thread: inThread ? (message.thread ?? message.ts) : null, text });
  };
  const reply = (): void => openThread(go, message.channel, message.thread ?? message.ts);
  return (
    <div className={`tools ${open ? 'tools-open' : ''}`}>
      {!inThread && (
        <button type="button" className="quiet tools-reply" onClick={reply}>
          Reply
        </button>
      )}
      <button
        ref={opener}
        type="button"
        className="quiet"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label="More actions"
        title="More actions"
        onClick={() => setOpen(!open)}
      >
        …
      </button>
      {open && (
        <ToolsMenu
          app={app.name}
          onClose={close}
          onReply={inThread ? undefined : reply}
          onTaken={() => {
            close();
            void takeShortcut();
          }}
        />
      )}
    </div>
  );
}

/** Moves the focus to the item above or below, round the ends. */
function stepIn(menu: HTMLElement, by: number): void {
  const items = [...menu.querySelectorAll('button')];
  const at = items.findIndex((item) => item.matches(':focus'));
  items[(at + by + items.length) % items.length]?.focus();
}

interface ToolsMenuProps {
  readonly app: string;
  readonly onClose: () => void;
  readonly onReply: (() => void) | undefined;
  readonly onTaken: () => void;
}

/** The app's message shortcut, and the reply. */
function ToolsMenu({ app, onClose, onReply, onTaken }: ToolsMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const leave = (event: PointerEvent): void => {
      if (event.target instanceof Node && menu.current?.contains(event.target) === false) onClose();
    };
    menu.current?.querySelector('button')?.focus();
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [onClose]);
  return (
    <div
      ref={menu}
      className="menu tools-menu"
      role="menu"
      tabIndex={-1}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step !== undefined) stepIn(event.currentTarget, step);
        else if (event.key === 'Escape' || event.key === 'Tab') onClose();
        else return;
        event.preventDefault();
      }}
    >
      {onReply !== undefined && (
        <button type="button" role="menuitem" className="menu-item" onClick={onReply}>
          Reply in thread
        </button>
      )}
      <button type="button" role="menuitem" className="menu-item" onClick={onTaken}>
        <span>Upgrade actions</span>
        <span className="soft">{app}</span>
      </button>
    </div>
  );
}
