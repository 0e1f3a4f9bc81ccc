import { ActButtons, Reasons } from './act-buttons.js';
import { type BlockedAlike, blockedHereOnly } from './panel-words.js';
import type { Part } from './parts.js';
import { StateWord } from './state-word.js';
import type { Doing } from './use-doing.js';

interface PartRowProps {
  readonly part: Part;
  /** What is told above all rows. */
  readonly alike: readonly BlockedAlike[];
  readonly doing: Doing;
}

/** One node or stage. */
export function PartRow({ part: { name, state, facts, acts, path }, alike, doing }: PartRowProps) {
  return (
    <li className="panel-part">
      <div className="panel-part-head">
        <b>{name}</b>
        {facts !== '' && <span className="panel-small">{facts}</span>}
        <StateWord state={state} />
      </div>
      <ActButtons acts={acts} path={path} of={name} doing={doing} />
      <Reasons acts={blockedHereOnly(acts, alike)} />
    </li>
  );
}
