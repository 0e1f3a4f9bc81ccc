import type { Snapshot } from '../../control/shown.js';
import type { Act } from './act.js';

export interface PanelProps {
  readonly snapshot: Snapshot;
  readonly act: Act;
}

/** Scenarios, simulated products and fault switches. */
export function Panel({ snapshot }: PanelProps) {
  return <section aria-label="Sandbox panel">{snapshot.targets.length}</section>;
}
