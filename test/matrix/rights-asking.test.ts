import { describe, it } from 'vitest';
import { type Path, paths, type Verdict, verdictOf, withdraw } from '../support/asking.js';
import { openRightsStage, type Played, playedOn, plots, type Who, who } from '../support/rights-stage.js';

const operators: readonly Who[] = ['operator', 'both', 'operatorByGroup'];

/** What everybody else is told when asking for any action, by any path. */
const mayNotAsk = {
  approver: 'no operator',
  approverByGroup: 'no operator',
  member: 'no operator',
  memberOfDisabledGroup: 'no operator',
  guestOfOneChannel: 'no member',
  guestOfManyChannels: 'no member',
  deactivated: 'no member',
  bot: 'no member',
  appUser: 'no member',
  workflow: 'no member',
  connector: 'no member',
  invited: 'no member',
  stranger: 'no member',
  ofAnotherWorkspace: 'no member',
} as const satisfies Partial<Record<Who, Verdict>>;
const others = Object.keys(mayNotAsk) as (keyof typeof mayNotAsk)[];

/** A line of a thread that names one of them. */
const byOthers = new RegExp(`@(${others.map((name) => name.toLowerCase()).join('|')})\\b`);

type Told = Partial<Record<Who, Verdict>>;

/** Over all plots and paths, every kind of operator takes every path. */
const operatorFor = (plot: number, path: number): Who => operators[(plot + path) % operators.length] ?? 'operator';

/** What an operator and everybody else are told; what the operator asked for is taken back. */
async function everybodyAsks(plot: Played, path: Path, operator: Who): Promise<Told> {
  const told: Told = { [operator]: verdictOf(await path(plot, who[operator])) };
  if (told[operator] === 'may') await withdraw(plot, who[operator]);
  for (const name of others) told[name] = verdictOf(await path(plot, who[name]));
  return told;
}

async function playPaths(plot: Played, index: number): Promise<Record<string, Told>> {
  const told: Record<string, Told> = {};
  for (const [position, [name, path]] of paths.entries()) {
    told[name] = await everybodyAsks(plot, path, operatorFor(index, position));
  }
  await plot.quiet(1_000);
  return told;
}

const expectedFor = (index: number): Record<string, Told> =>
  Object.fromEntries(paths.map(([name], position) => [name, { ...mayNotAsk, [operatorFor(index, position)]: 'may' }]));

describe('every action of every product, by every path', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'may be asked for by operators alone, and who is refused leaves nothing behind, in %s mode',
    async (mode, { expect, onTestFinished }) => {
      const story = await openRightsStage({ mode });
      onTestFinished(() => story.stop());
      const played = plots.map((plot) => playedOn(story, plot));
      const told = await Promise.all(played.map((plot, index) => playPaths(plot, index)));

      const named = (all: readonly unknown[]) => Object.fromEntries(plots.map(({ target }, at) => [target, all[at]]));
      expect(named(told)).toEqual(named(plots.map((_plot, index) => expectedFor(index))));
      for (const plot of played) {
        expect(plot.requests()).toHaveLength(paths.length);
        expect(plot.count(/withdrawn by/)).toBe(paths.length);
        expect(plot.lines().filter((line) => byOthers.test(line))).toEqual([]);
        expect(plot.posts()).toEqual([]);
      }
    },
  );
});
