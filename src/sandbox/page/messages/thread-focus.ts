import type { Go } from '../use-place.js';

/** Waits for the pane: a narrow window shows it only after the next drawing. */
function focusLater(find: () => HTMLElement | null): void {
  requestAnimationFrame(() => find()?.focus({ preventScroll: true }));
}

/** Opens a thread for a person who asked for it: they read on there, by keyboard too. */
export function openThread(go: Go, channel: string, root: string): void {
  go({ at: channel, thread: root, pane: 'thread' });
  focusLater(() => document.getElementById('thread'));
}

/** Closes a thread: back to where it hangs in its channel. */
export function closeThread(go: Go, root: string): void {
  go({ thread: null, pane: 'main' });
  const summary = `#main [data-ts="${CSS.escape(root)}"] .thread-summary`;
  focusLater(() => document.querySelector<HTMLElement>(summary) ?? document.getElementById('main'));
}
