import { type ReactNode, useEffect, useRef } from 'react';

interface DialogProps {
  readonly label: string;
  /** Esc was pressed. */
  readonly onCancel: () => void;
  readonly className?: string;
  /** What it is about now; when that changes, the focus goes to its first field. */
  readonly about?: string;
  readonly children: ReactNode;
}

/** Forms below the topmost are hidden. */
const FIELDS = ['input', 'select', 'textarea'].map((name) => `form:not([hidden]) ${name}`).join();

/**
 * The browser's own modal dialog: it keeps the focus inside, makes the rest inert, and gives the focus back to what
 * had it.
 */
export function Dialog({ label, onCancel, className = '', about, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    if (shown !== null && !shown.open) shown.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    if (about !== undefined) dialog.current?.querySelector<HTMLElement>(FIELDS)?.focus();
  }, [about]);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      // Esc here leaves the dialog, not the thread in which it was opened too.
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        // The browser tells of a file that was not chosen in the same way.
        if (event.target !== event.currentTarget) return;
        // It goes when its owner takes it away, not by itself.
        event.preventDefault();
        onCancel();
      }}
      onClose={({ currentTarget }) => {
        // A browser closes it all the same when Esc is pressed again before its owner has done so.
        if (currentTarget.isConnected && !currentTarget.open) currentTarget.showModal();
      }}
    >
      {children}
    </dialog>
  );
}
