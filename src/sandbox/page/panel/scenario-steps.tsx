import { useEffect, useRef } from 'react';
import type { StepShown } from '../../control/shown.js';
import { whoWords } from './panel-words.js';

const marks: Readonly<Record<StepShown['state'], { readonly sign: string; readonly words: string }>> = {
  waiting: { sign: '○', words: 'still to come' },
  now: { sign: '▶', words: 'now' },
  done: { sign: '✓', words: 'done' },
};

/** Keeps up with a play for whoever looks at its steps; whoever has scrolled elsewhere is left there. */
function showStep(list: HTMLOListElement, place: number): void {
  const before = list.children.item(place - 1)?.getBoundingClientRect();
  const pane = list.closest('aside')?.getBoundingClientRect();
  if (before === undefined || pane === undefined) return;
  const isSeen = before.bottom > pane.top && before.top < pane.bottom;
  if (isSeen) list.children.item(place)?.scrollIntoView({ block: 'nearest' });
}

/** Who does what, in order. */
export function ScenarioSteps({ steps }: { readonly steps: readonly StepShown[] }) {
  const list = useRef<HTMLOListElement | null>(null);
  const now = steps.findIndex(({ state }) => state === 'now');
  useEffect(() => {
    if (list.current !== null) showStep(list.current, now);
  }, [now]);
  return (
    <ol className="panel-steps" ref={list}>
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
