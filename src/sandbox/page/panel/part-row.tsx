import type { ActShown } from '../../control/shown.js';
import { ActButtons, Reasons } from './act-buttons.js';
import { blockedHereOnly } from './panel-words.js';
import type { Part } from './parts.js';
import { StateWord } from './state-word.js';
import type { Doing } from './use-doing.js';

interface PartRowProps {
  readonly part: Part;
  /** Acts whose reasons are told above all rows. */
  readonly everywhere: readonly ActShown[];
  readonly doing: Doing;
}

/** One node or stage. */
export function PartRow({ part: { name, state, facts, acts, path }, everywhere, doing }: PartRowProps) {
  return (
    <li className="panel-part">
      <div className="panel-part-head">
        <b>{name}</b>
        <StateWord state={state} />
      </div>
      <div className="panel-part-foot">
        <span className="panel-small">{facts}</span>
        <ActButtons acts={acts} path={path} of={name} doing={doing} />
      </div>
      <Reasons acts={blockedHereOnly(acts, everywhere)} />
    </li>
  );
}
