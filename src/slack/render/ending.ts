import type { UpgradeView } from '../../core/view.js';
import { type Line, line, text } from './leaves.js';
import { counted } from './nodes.js';
import { duration } from './times.js';

type How = NonNullable<UpgradeView['finishedHow']>;

/**
 * How an upgrade ended, in plain words and without the name of a state.
 * @param endedAt epoch milliseconds
 */
export function endingLine(view: UpgradeView, how: How, endedAt: number): Line {
  const took = line`It took ${duration(endedAt - view.openedAt)}.`;
  const endings: Record<How, () => Line> = {
    completed: () => line`Upgrade finished: ${versionsRun(view)}. ${took}`,
    cancelled: () => line`Upgrade cancelled: upgrade mode is off again, ${versionsRun(view)}. ${took}`,
    'not-started': () => line`Upgrade not started: upgrade mode is off, ${versionsRun(view)}.`,
    unseen: () =>
      line`End not seen: another upgrade runs on ${view.target} now, so this one ended while nobody looked. It is closed here.`,
  };
  return endings[how]();
}

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
