import { useEffect, useRef } from 'react';
import type { PlayShown } from '../../control/shown.js';
import { type StepLook, stepLook, whoWords } from './panel-words.js';

const marks: Readonly<Record<StepLook, { readonly sign: string; readonly words: string }>> = {
  waiting: { sign: '○', words: 'still to come' },
  now: { sign: '▶', words: 'now' },
  done: { sign: '✓', words: 'done' },
  failed: { sign: '✗', words: 'did not come about' },
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
export function ScenarioSteps({ play }: { readonly play: PlayShown }) {
  const { steps, status } = play;
  const list = useRef<HTMLOListElement | null>(null);
  const now = steps.findIndex(({ state }) => state === 'now');
  useEffect(() => {
    if (list.current !== null) showStep(list.current, now);
  }, [now]);
  return (
    <>
      <ol className="panel-steps" ref={list}>
        {steps.map((_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a scenario's steps neither move nor differ otherwise
          <Step key={place} play={play} place={place} />
        ))}
      </ol>
      {status === 'done' && (
        <p className="panel-end">
          That was the whole story. Press “From the beginning” and do it yourself, step by step; or pick another one.
        </p>
      )}
    </>
  );
}

function Step({ play, place }: { readonly play: PlayShown; readonly place: number }) {
  const step = play.steps[place];
  if (step === undefined) return null;
  const look = stepLook(play, place);
  const { sign, words } = marks[look];
  return (
    <li data-state={look} aria-current={look === 'now' ? 'step' : undefined}>
      <span aria-hidden="true" className="panel-mark">
        {sign}
      </span>
      <span>
        <span className="visually-hidden">{words}: </span>
        <b>{whoWords(step.who)}</b> {step.does}
      </span>
    </li>
  );
}
