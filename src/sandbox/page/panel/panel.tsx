import type { Snapshot } from '../../control/shown.js';
import type { Act } from './act.js';
import { FaultBanner } from './fault-banner.js';
import { Faults } from './faults.js';
import { PanelNav } from './panel-nav.js';
import { Scenarios } from './scenarios.js';
import { Targets } from './targets.js';

export interface PanelProps {
  readonly snapshot: Snapshot;
  readonly act: Act;
}

/** Scenarios, simulated products and fault switches: what a rehearsal is steered with. */
export function Panel({ snapshot, act }: PanelProps) {
  return (
    <div className="panel">
      <div className="panel-top">
        <PanelNav faults={snapshot.faults} />
        <FaultBanner faults={snapshot.faults} act={act} />
      </div>
      <Scenarios play={snapshot.play} act={act} />
      <Targets targets={snapshot.targets} act={act} />
      <Faults faults={snapshot.faults} processes={snapshot.processes} act={act} />
    </div>
  );
}
