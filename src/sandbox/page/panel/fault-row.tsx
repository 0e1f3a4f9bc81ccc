import type { FaultShown } from '../../control/shown.js';
import { inPath } from './act.js';
import { PushButton } from './push-button.js';
import type { Doing } from './use-doing.js';

interface FaultRowProps {
  readonly fault: FaultShown;
  readonly doing: Doing;
}

/** One fault: a switch that stands, or a button for what happens once. */
export function FaultRow({ fault, doing }: FaultRowProps) {
  const { id, kind, label, see, blocked } = fault;
  const path = `faults/${inPath(id)}`;
  const seeId = `panel-see-${id}`;
  return (
    <li className="panel-fault" data-on={fault.on}>
      {kind === 'switch' ? (
        <FaultSwitch
          described={seeId}
          fault={fault}
          busy={doing.isDoing(path)}
          onFlip={(on) => doing.run({ path, body: { on } })}
        />
      ) : (
        <PushButton
          described={seeId}
          label={label}
          blocked={blocked}
          busy={doing.isDoing(path)}
          onPush={() => doing.run({ path })}
        />
      )}
      <p className="panel-small" id={seeId}>
        {see}
      </p>
      {blocked !== null && (
        <p className="panel-small panel-reason">
          <b>{fault.on ? 'Set' : 'Not now'}:</b> {blocked}
        </p>
      )}
    </li>
  );
}

interface FaultSwitchProps {
  readonly fault: FaultShown;
  readonly described: string;
  readonly busy: boolean;
  readonly onFlip: (on: boolean) => void;
}

function FaultSwitch({ fault: { label, on, blocked }, described, busy, onFlip }: FaultSwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="panel-switch"
      aria-checked={on}
      aria-describedby={described}
      aria-disabled={blocked !== null || busy}
      title={blocked ?? undefined}
      onClick={() => {
        if (blocked === null && !busy) onFlip(!on);
      }}
    >
      <span>{label}</span>
      <span className="panel-switch-track" aria-hidden="true" />
    </button>
  );
}
