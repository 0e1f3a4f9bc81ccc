import type { PanelProps } from './panel.js';

/** What the empty channel shows: what this is, and the two ways to begin. */
export function Welcome({ snapshot }: PanelProps) {
  return <section aria-label="Welcome">{snapshot.play.scenarios.length}</section>;
}
