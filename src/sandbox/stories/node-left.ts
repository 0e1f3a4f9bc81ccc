import { admin, card, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const nodeLeft: TrapStory = {
  about: 'a node leaves the cluster in the middle of the roll',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0'),
    admin('removes confluence-2', ({ cluster: { cluster } }) => cluster.removeNode('confluence-2')),
    reads('Warning: confluence-2'),
    card('no longer part of the cluster'),
    admin('adds a new machine as confluence-2', ({ cluster: { cluster, targetVersion } }) =>
      cluster.addNode('confluence-2', { version: targetVersion }),
    ),
    reads('Over: confluence-2'),
  ],
};
