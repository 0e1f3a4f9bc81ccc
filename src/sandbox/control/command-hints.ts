import type { Session } from '../session.js';
import { bundledReleases, instabaseName } from '../stage-instabase.js';
import type { CommandHint } from './shown.js';

const everywhere: readonly CommandHint[] = [
  { text: 'list', does: 'all targets and their states' },
  { text: 'doctor', does: 'what is wrong with the set-up, and what to do' },
  { text: 'help', does: 'all commands' },
];

type Hints = readonly (readonly [verb: string, does: string])[];

const ofClusters: Hints = [
  ['start', 'begin an upgrade: turns upgrade mode on'],
  ['status', 'state, warnings, and what can be done now'],
  ['nodes', 'nodes with version, state and users'],
  ['approve', 'finalize: a second person has to approve it'],
  ['cancel', 'turn upgrade mode off, before a node is upgraded'],
  ['history', 'upgrades that have ended'],
];

/** Jira alone runs upgrade tasks again that have failed. */
const retryOfTasks: Hints = [['retry', 'run upgrade tasks again that have failed']];

const ofInstabase: Hints = [
  ['status', 'state, warnings, and what can be done now'],
  ['preflight', 'the checks before an upgrade'],
  ['create', 'the releases that lie ready, or files of your own'],
  ['show', 'what the upgrade that was created holds'],
  ['validate', 'check the upgrade by a dry run'],
  ['diff', 'which configs the upgrade changes'],
  ['start', 'start the upgrade: it goes through its stages'],
  ['events', 'everything that the stages logged, as a file for you alone'],
  ['pause', 'stop between two stages'],
  ['retry', 'go on after a pause, or run the failed stage again'],
  ['continue', 'force it past a failed stage'],
  ['rollback', 'go back to the release before'],
  ['complete', 'the last step: a second person has to approve it'],
  ['abandon', 'give up an upgrade that was not started'],
  ['history', 'upgrades that have ended'],
];

const hintsFor = (target: string, hints: Hints): CommandHint[] =>
  hints.map(([verb, does]) => ({ text: `${verb} ${target}`, does }));

/** What the composer offers behind the slash command: every target's verbs, then what concerns them all. */
export function commandHints({ stage: { targets, instabase } }: Session): readonly CommandHint[] {
  const clusters = Object.entries(targets).flatMap(([target, { product }]) =>
    hintsFor(target, product === 'jira' ? [...ofClusters, ...retryOfTasks] : ofClusters),
  );
  if (instabase === undefined) return [...clusters, ...everywhere];
  const release = bundledReleases.at(1) ?? bundledReleases[0];
  const create = {
    text: `create ${instabaseName} ${release}`,
    does: `upload release ${release} and make an upgrade of it`,
  };
  return [...clusters, ...hintsFor(instabaseName, ofInstabase), create, ...everywhere];
}
