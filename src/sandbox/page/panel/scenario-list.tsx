import type { PlayShown } from '../../control/shown.js';
import type { Doing } from './use-doing.js';

interface ScenarioListProps {
  readonly play: PlayShown;
  readonly doing: Doing;
  readonly pick: (id: string) => void;
}

export function ScenarioList({ play, doing, pick }: ScenarioListProps) {
  const busy = doing.isDoing('scenario');
  if (play.scenarios.length === 0) return <p className="panel-small">There are no stories here.</p>;
  return (
    <>
      <p className="panel-lead">{busy ? 'Preparing it…' : 'Picking one starts the sandbox afresh.'}</p>
      <ul className="panel-list">
        {play.scenarios.map(({ id, title, about }) => (
          <li key={id}>
            <button
              type="button"
              className="panel-scenario"
              aria-pressed={id === play.scenario}
              aria-disabled={busy}
              onClick={() => {
                if (!busy) pick(id);
              }}
            >
              <b>{title}</b>
              <span className="panel-small">{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
