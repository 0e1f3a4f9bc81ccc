import { useEffect, useRef, useState } from 'react';
import type { PlayShown, ScenarioShown } from '../../control/shown.js';
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
  const [chosen, setChosen] = useState<string | null>(null);
  const picked = play.scenarios.find(({ id }) => id === play.scenario);
  const pick = (id: string): void => {
    setChoosing(false);
    setChosen(id);
    doing.run({ path: 'scenario', body: { id } });
  };
  const list = <ScenarioList play={play} doing={doing} pick={pick} />;
  return (
    <section className="panel-section" aria-labelledby="panel-scenarios">
      <h2 id="panel-scenarios" tabIndex={-1}>
        Stories
      </h2>
      {picked === undefined ? (
        <p className="panel-lead">Watch a whole upgrade play, or pick another story first.</p>
      ) : (
        <Picked key={picked.id} scenario={picked} isChosenHere={picked.id === chosen} />
      )}
      <PlayControls play={play} doing={doing} />
      <ProblemLine problem={doing.problem} />
      {picked !== undefined && <ScenarioSteps play={play} />}
      {picked === undefined ? (
        list
      ) : (
        <details
          className="panel-more"
          open={choosing}
          onToggle={({ currentTarget }) => setChoosing(currentTarget.open)}
        >
          <summary>Pick another story</summary>
          {list}
        </details>
      )}
    </section>
  );
}

interface PickedProps {
  readonly scenario: ScenarioShown;
  readonly isChosenHere: boolean;
}

/** Takes the focus from the list in which it was picked, which is gone. */
function Picked({ scenario: { title, about }, isChosenHere }: PickedProps) {
  const heading = useRef<HTMLHeadingElement | null>(null);
  useEffect(() => {
    if (isChosenHere) heading.current?.focus();
  }, [isChosenHere]);
  return (
    <div className="panel-picked">
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <p className="panel-small">{about}</p>
    </div>
  );
}
