import { useState } from 'react';
import type { PlayShown, Speed } from '../../control/shown.js';
import { playWords } from './panel-words.js';
import { PushButton } from './push-button.js';
import type { Doable, Doing } from './use-doing.js';

interface PlayControlsProps {
  readonly play: PlayShown;
  readonly doing: Doing;
}

const speeds: readonly { readonly id: Speed; readonly label: string }[] = [
  { id: 'slow', label: 'Slow' },
  { id: 'normal', label: 'Normal' },
  { id: 'fast', label: 'Fast' },
];

/** Play, stop, reset, and how fast. */
export function PlayControls({ play, doing }: PlayControlsProps) {
  const [speed, setSpeed] = useState<Speed>(play.speed);
  const playing = play.status === 'playing';
  const words = playWords(play);
  return (
    <div className="panel-play">
      {playing ? (
        <PushButton
          label="■ Stop"
          look="panel-big"
          busy={doing.isDoing('stop')}
          onPush={() => doing.run({ path: 'stop' })}
        />
      ) : (
        <PushButton
          label={doing.isDoing('play') ? 'Starting…' : playLabel(play)}
          look="primary panel-big"
          busy={doing.isDoing('play') || doing.isDoing('reset')}
          onPush={() => doing.run(...startSteps(play, speed))}
        />
      )}
      <fieldset className="panel-speeds">
        <legend className="visually-hidden">Speed</legend>
        {speeds.map(({ id, label }) => (
          <label key={id}>
            <input
              type="radio"
              name="panel-speed"
              value={id}
              checked={(playing ? play.speed : speed) === id}
              disabled={playing}
              onChange={() => setSpeed(id)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <PushButton
        label={doing.isDoing('reset') ? 'Resetting…' : 'Reset'}
        spoken="Reset: begin the whole sandbox afresh"
        busy={doing.isDoing('reset')}
        onPush={() => doing.run({ path: 'reset' })}
      />
      <p className="panel-progress" role="status" data-status={play.status}>
        {words}
      </p>
    </div>
  );
}

function playLabel({ status, steps }: PlayShown): string {
  if (status === 'done' || status === 'failed') return '▶ Play it again';
  return steps.some(({ state }) => state === 'done') ? '▶ Play the rest' : '▶ Play the whole story';
}

/** What has been played to its end begins afresh; what was stopped goes on. */
function startSteps({ status, scenario }: PlayShown, speed: Speed): readonly Doable[] {
  const play = { path: 'play', body: { speed } };
  const over = status === 'done' || status === 'failed';
  return over && scenario !== null ? [{ path: 'scenario', body: { id: scenario } }, play] : [play];
}
