import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Snapshot } from '../../control/shown.js';
import { usePlace } from '../use-place.js';
import type { Act } from './act.js';
import { ProblemLine } from './problem-line.js';
import { PushButton } from './push-button.js';
import { type Doable, useDoing } from './use-doing.js';

interface WelcomeProps {
  readonly snapshot: Snapshot;
  readonly act: Act;
}

/** The scenario in which nothing goes wrong. */
const wholeUpgrade = 'rolling';

/** What the empty channel shows: what this is, and the two ways to begin. */
export function Welcome({ snapshot: { play }, act }: WelcomeProps) {
  const [{ thread, pane }, go] = usePlace();
  const doing = useDoing(act);
  const pick = { path: 'scenario', body: { id: wholeUpgrade } };
  const start = { path: 'play', body: { speed: 'normal' } };
  const steps: readonly Doable[] = play.scenario === null || play.scenario === wholeUpgrade ? [start] : [pick, start];
  const busy = play.status === 'playing' || steps.some(({ path }) => doing.isDoing(path));
  const here = useRef<HTMLElement | null>(null);
  // Where nothing has been written, an open thread is one of before a reset.
  useEffect(() => {
    if (thread !== null) go({ thread: null, pane: pane === 'thread' ? 'main' : pane });
  }, [thread, pane, go]);
  // The first message takes its place: who has pressed its button goes on from the messages, not from the page's top.
  useLayoutEffect(
    () => () => {
      if (here.current?.contains(document.activeElement)) document.getElementById('main')?.focus();
    },
    [],
  );
  return (
    <section ref={here} className="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">Rehearse an upgrade</h2>
      <p>
        This bot guides a team through upgrading Confluence, Bitbucket, Jira or Instabase in Slack: one person asks, a
        second one approves, and the thread tells what happens. Here Slack and the products are simulated, and the bot
        is the real one, so nothing real can break.
      </p>
      <PushButton
        label={busy ? 'Starting…' : '▶ Play a whole upgrade'}
        look="primary welcome-play"
        busy={busy}
        onPush={() => doing.run(...steps)}
      />
      <ProblemLine problem={doing.problem} />
      <p className="soft">It takes about half a minute: you watch both people and the cluster at work.</p>
      <p>
        Or do it yourself: type <kbd>/upgrade start confluence</kbd> below
        {play.scenario === wholeUpgrade ? ': the steps stand in the panel.' : '. '}
        {play.scenario === null && (
          <PushButton
            label="Show me the steps"
            look="welcome-steps"
            busy={doing.isDoing(pick.path)}
            onPush={() => {
              go({ pane: 'panel' });
              doing.run(pick);
            }}
          />
        )}
      </p>
    </section>
  );
}
