import { admin, card, finalizes, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const tasksFailed: TrapStory = {
  about: 'upgrade tasks fail on two nodes and are run again on the page of Confluence',
  before: ({ cluster: { cluster } }) =>
    cluster.failFinalization([
      { node: 'confluence-0', task: 'ReindexTask', message: 'java.io.IOException: No space left on device' },
      { node: 'confluence-2', message: 'Lock wait timeout exceeded', clusterWide: true },
    ]),
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0', 'confluence-1', 'confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    finalizes('confluence'),
    reads('Warning: Upgrade tasks failed on confluence-2'),
    card('No space left on device'),
    types('alice', 'retry confluence'),
    admin('makes room and runs the upgrade tasks again', ({ cluster: { cluster } }) => cluster.retryFinalization()),
    reads('Upgrade finished'),
  ],
};
