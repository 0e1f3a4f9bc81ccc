import { useState } from 'react';
import type { PlayShown } from '../../control/shown.js';
import type { Act } from './act.js';
import { PlayControls } from './play-controls.js';
import { ProblemLine } from './problem-line.js';
import { ScenarioList } from './scenario-list.js';
import { ScenarioSteps } from './scenario-steps.js';
import { useDoing } from './use-doing.js';

interface ScenariosProps {
  readonly play: PlayShown;
  readonly act: Act;
}

/** Stories to pick, and the one that is picked: its steps, and playing it. */
export function Scenarios({ play, act }: ScenariosProps) {
  const doing = useDoing(act);
  const [choosing, setChoosing] = useState(false);
  const picked = play.scenarios.find(({ id }) => id === play.scenario);
  const pick = (id: string): void => {
    setChoosing(false);
    doing.run({ path: 'scenario', body: { id } });
  };
  return (
    <section className="panel-section" aria-labelledby="panel-scenarios">
      <h2 id="panel-scenarios" tabIndex={-1}>
        Stories
      </h2>
      {picked === undefined ? (
        <p className="panel-lead">Watch a whole upgrade play, or pick another story first.</p>
      ) : (
        <div className="panel-picked">
          <h3>{picked.title}</h3>
          <p className="panel-small">{picked.about}</p>
        </div>
      )}
      <PlayControls play={play} doing={doing} />
      <ProblemLine problem={doing.problem} />
      {picked !== undefined && <ScenarioSteps play={play} />}
      {picked === undefined ? (
        <ScenarioList play={play} doing={doing} pick={pick} />
      ) : (
        <details
          className="panel-more"
          open={choosing}
          onToggle={({ currentTarget }) => setChoosing(currentTarget.open)}
        >
          <summary>Pick another story</summary>
          <ScenarioList play={play} doing={doing} pick={pick} />
        </details>
      )}
    </section>
  );
}
