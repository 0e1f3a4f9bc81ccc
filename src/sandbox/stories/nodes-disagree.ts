import { admin, card, fault, mends, reads, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const nodesDisagree: TrapStory = {
  about: 'one node keeps answering with what was true before',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    fault('confluence-2 no longer hears from the others', ({ cluster }) => cluster.faults.stale('confluence-2')),
    admin('stops confluence-0 to upgrade it', ({ cluster: { cluster } }) =>
      cluster.setNode('confluence-0', { state: 'OFFLINE' }),
    ),
    reads('Warning: The nodes answer differently'),
    card('The nodes answer differently'),
    mends('confluence-2 hears from the others again'),
    reads('Over: the nodes give the same answers again'),
  ],
};
