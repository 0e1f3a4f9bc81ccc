import type { TargetShown } from '../../control/shown.js';
import type { Act } from './act.js';
import { Target } from './target.js';

interface TargetsProps {
  readonly targets: readonly TargetShown[];
  readonly act: Act;
}

/** The simulated products, each with what an admin could do in its own pages. */
export function Targets({ targets, act }: TargetsProps) {
  return (
    <section className="panel-section" aria-labelledby="panel-targets">
      <h2 id="panel-targets" tabIndex={-1}>
        Simulated products
      </h2>
      <p className="panel-lead">You are their admin here: the bot only watches and tells.</p>
      {targets.map((target) => (
        <Target key={target.name} target={target} act={act} />
      ))}
    </section>
  );
}
