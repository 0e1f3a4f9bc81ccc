import { useState } from 'react';
import type { PlayShown, Speed } from '../../control/shown.js';
import { playLabel, playWords } from './panel-words.js';
import { PushButton } from './push-button.js';
import { SpeedChoice } from './speed-choice.js';
import type { Doing } from './use-doing.js';

interface PlayControlsProps {
  readonly play: PlayShown;
  readonly doing: Doing;
}

/** Play, stop, begin again, and how fast. */
export function PlayControls({ play, doing }: PlayControlsProps) {
  const { scenario, status, steps } = play;
  const [speed, setSpeed] = useState<Speed>(play.speed);
  const playing = status === 'playing';
  const start = (at: Speed): void => doing.run({ path: 'play', body: { speed: at } });
  const choose = (chosen: Speed): void => {
    setSpeed(chosen);
    if (playing) start(chosen);
  };
  const begun = !playing && steps.some(({ state }) => state === 'done');
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
          busy={['play', 'reset', 'scenario'].some(doing.isDoing)}
          onPush={() => start(speed)}
        />
      )}
      <SpeedChoice speed={playing ? play.speed : speed} choose={choose} />
      {begun && scenario !== null && (
        <PushButton
          label="From the beginning"
          busy={doing.isDoing('scenario')}
          onPush={() => doing.run({ path: 'scenario', body: { id: scenario } })}
        />
      )}
      <PushButton
        label={doing.isDoing('reset') ? 'Resetting…' : 'Reset'}
        spoken="Reset: begin the whole sandbox afresh"
        busy={doing.isDoing('reset')}
        onPush={() => doing.run({ path: 'reset' })}
      />
      <p className="panel-progress" role="status" data-status={status}>
        {playWords(play)}
      </p>
    </div>
  );
}
