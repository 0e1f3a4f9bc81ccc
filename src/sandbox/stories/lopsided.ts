import { card, fault, mends, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const lopsided: TrapStory = {
  about: 'after a restart nearly all users are on one node',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0'),
    fault('the load balancer sends nearly everybody to confluence-1', ({ cluster: { cluster } }) => {
      cluster.setNode('confluence-0', { users: 3 });
      cluster.setNode('confluence-1', { users: 64 });
      cluster.setNode('confluence-2', { users: 8 });
      return () => {
        for (const { id } of cluster.nodes()) cluster.setNode(id, { users: 25 });
      };
    }),
    reads('Warning: confluence-1 carries far more'),
    card('carries far more'),
    mends('sessions spread again'),
    reads('Over: users are spread again'),
  ],
};
