import type { Profile } from '../../core/products.js';
import type { UpgradeView } from '../../core/view.js';
import { type Line, line, text } from './leaves.js';
import { counted } from './nodes.js';
import { duration } from './times.js';

type How = NonNullable<UpgradeView['finishedHow']>;

interface EndingContext {
  readonly view: UpgradeView;
  readonly profile: Profile;
}

/**
 * How an upgrade ended, in plain words and without the name of a state.
 * @param endedAt epoch milliseconds
 */
export function endingLine({ view, profile }: EndingContext, how: How, endedAt: number): Line {
  const { label } = profile;
  const took = line`It took ${duration(endedAt - view.openedAt)}.`;
  const runs = profile.stages === undefined ? versionsRun(view) : releaseWords(view);
  const endings: Record<How, () => Line> = {
    completed: () => line`Upgrade finished: ${runs}. ${took}`,
    'rolled-back': () => line`Upgrade rolled back: ${label} runs the release from before again. ${took}`,
    abandoned: () => {
      const left =
        view.run?.started === false
          ? 'it was never started, and nothing had changed'
          : `${label} works on it no longer, and what it had changed stays changed`;
      return line`Upgrade abandoned: ${left}. ${took}${reminder(view, profile)}`;
    },
    cancelled: () => line`Upgrade cancelled: upgrade mode is off again, ${versionsRun(view)}. ${took}`,
    'not-started': () =>
      profile.stages === undefined
        ? line`Upgrade not started: upgrade mode is off, ${runs}.`
        : line`Upgrade not started: none came of it, and ${label} is as it was.`,
    unseen: () =>
      line`End not seen: ${view.phase === 'idle' ? `${view.target} no longer knows of it` : `another upgrade runs on ${view.target} now`}, so this one ended while nobody looked. It is closed here.`,
  };
  return endings[how]();
}

/** What has to be done now, unless the outcome of the bot's own call has told it. */
function reminder({ requests, run }: UpgradeView, profile: Profile): Line {
  const told = requests.some(({ action, outcome }) => action === 'abandon' && outcome === 'done');
  const words = told ? undefined : profile.actions.abandon?.afterwards?.({ started: run?.started === true });
  return words === undefined ? [] : line` ${text(words, 400)}`;
}

/** The release that the run went to. */
const releaseWords = ({ run, label }: UpgradeView): Line =>
  run?.release === undefined ? line`every stage is through` : line`${label} runs ${text(run.release, 40)} now`;

/** "all 3 nodes run 9.2.21", or how many nodes run which version. */
export function versionsRun(view: UpgradeView): Line {
  const counts = new Map<string, number>();
  for (const { version } of view.nodes) {
    const name = version ?? 'an unknown version';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [only] = counts.keys();
  if (only === undefined) return line`no node is reported`;
  if (counts.size === 1) {
    return view.nodes.length === 1
      ? line`its node runs ${text(only, 40)}`
      : line`all ${view.nodes.length} nodes run ${text(only, 40)}`;
  }
  const shares = [...counts].map(([version, count]) => `${counted(count, 'node')} on ${version}`);
  return line`nodes run different versions (${shares.join(', ')})`;
}
