import type { StepShown } from '../../control/shown.js';
import { whoWords } from './panel-words.js';

const marks: Readonly<Record<StepShown['state'], { readonly sign: string; readonly words: string }>> = {
  waiting: { sign: '○', words: 'still to come' },
  now: { sign: '▶', words: 'now' },
  done: { sign: '✓', words: 'done' },
};

/** Who does what, in order. */
export function ScenarioSteps({ steps }: { readonly steps: readonly StepShown[] }) {
  return (
    <ol className="panel-steps">
      {steps.map(({ who, does, state }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a scenario's steps neither move nor differ otherwise
        <li key={place} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span aria-hidden="true" className="panel-mark">
            {marks[state].sign}
          </span>
          <span>
            <span className="visually-hidden">{marks[state].words}: </span>
            <b>{whoWords(who)}</b> {does}
          </span>
        </li>
      ))}
    </ol>
  );
}
