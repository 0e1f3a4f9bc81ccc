import { useEffect, useState } from 'react';
import type { TargetShown } from '../../control/shown.js';
import type { Act } from './act.js';
import { ActButtons, Reasons, ReasonsAlike } from './act-buttons.js';
import { blockedAlike } from './panel-words.js';
import { PartRow } from './part-row.js';
import { isBusy, partsOf, partsWords, targetPath } from './parts.js';
import { ProblemLine } from './problem-line.js';
import { StateWord } from './state-word.js';
import { useDoing } from './use-doing.js';

interface TargetProps {
  readonly target: TargetShown;
  readonly act: Act;
}

/** One product: folded to its state, unfolded by itself as soon as something goes on there. */
export function Target({ target, act }: TargetProps) {
  const [open, setOpen] = useState(false);
  const busy = isBusy(target);
  useEffect(() => {
    if (busy) setOpen(true);
  }, [busy]);
  return (
    <details
      className="panel-target"
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      data-target={target.name}
    >
      <summary>
        <h3>{target.title}</h3>
        <StateWord state={target.up ? target.state : 'DOWN'} />
      </summary>
      {open && <TargetBody target={target} act={act} />}
    </details>
  );
}

function TargetBody({ target, act }: TargetProps) {
  const doing = useDoing(act);
  const parts = partsOf(target);
  const alike = blockedAlike(parts);
  return (
    <div className="panel-target-body">
      {!target.up && <p className="panel-small panel-reason">It does not answer the bot now.</p>}
      <ActButtons acts={target.acts} path={`${targetPath(target)}/do`} of={target.title} doing={doing} />
      <Reasons acts={target.acts} />
      <ProblemLine problem={doing.problem} />
      {parts.length > 0 && (
        <>
          <p className="panel-counts">{partsWords(parts, target.nodes.length > 0 ? 'node' : 'stage')}</p>
          <ReasonsAlike alike={alike} rows={parts.length} />
          <ul className="panel-parts" aria-label={target.nodes.length > 0 ? 'Nodes' : 'Stages'}>
            {parts.map((part) => (
              <PartRow key={part.id} part={part} alike={alike} doing={doing} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
