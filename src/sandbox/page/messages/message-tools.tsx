import { useEffect, useRef, useState } from 'react';
import type { MessageShown } from '../../control/shown.js';
import { useDesk } from '../contexts.js';

interface MessageToolsProps {
  readonly message: MessageShown;
  readonly inThread: boolean;
}

/** What can be done with a message: reply, and the app's shortcut behind "…". */
export function MessageTools({ message, inThread }: MessageToolsProps) {
  const { deeds, go } = useDesk();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const root = message.thread ?? message.ts;
  return (
    <div className={`tools ${open ? 'tools-open' : ''}`}>
      {!inThread && (
        <button
          type="button"
          className="quiet"
          onClick={() => go({ at: message.channel, thread: root, pane: 'thread' })}
        >
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
          onClose={close}
          onTaken={() => {
            close();
            void deeds.shortcut(message.ts);
          }}
        />
      )}
    </div>
  );
}

interface ToolsMenuProps {
  readonly onClose: () => void;
  readonly onTaken: () => void;
}

/** The app's message shortcuts; there is one. */
function ToolsMenu({ onClose, onTaken }: ToolsMenuProps) {
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
        if (event.key !== 'Escape' && event.key !== 'Tab') return;
        event.preventDefault();
        onClose();
      }}
    >
      <button type="button" role="menuitem" className="menu-item" onClick={onTaken}>
        <span>Upgrade actions</span>
        <span className="soft">Upgrade Bot</span>
      </button>
    </div>
  );
}
