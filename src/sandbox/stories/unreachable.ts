import { card, fault, mends, reads, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const unreachable: TrapStory = {
  about: 'the target stops answering and comes back',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    fault('the network to the cluster is cut', async ({ cluster }) => {
      await cluster.faults.down('refuse');
      return cluster.faults.up;
    }),
    reads('not reachable'),
    card('not reachable'),
    types('alice', 'status confluence'),
    mends('the network is back'),
    reads('reachable again'),
    card('State: READY_TO_UPGRADE'),
  ],
};
