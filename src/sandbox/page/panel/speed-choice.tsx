import type { Speed } from '../../control/shown.js';

interface SpeedChoiceProps {
  readonly speed: Speed;
  readonly choose: (speed: Speed) => void;
}

const speeds: readonly { readonly id: Speed; readonly label: string }[] = [
  { id: 'slow', label: 'Slow' },
  { id: 'normal', label: 'Normal' },
  { id: 'fast', label: 'Fast' },
];

/** How fast a story is played; what is being played already goes on at the new speed. */
export function SpeedChoice({ speed, choose }: SpeedChoiceProps) {
  return (
    <fieldset className="panel-speeds">
      <legend className="visually-hidden">Speed</legend>
      {speeds.map(({ id, label }) => (
        <label key={id}>
          <input type="radio" name="panel-speed" value={id} checked={speed === id} onChange={() => choose(id)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
