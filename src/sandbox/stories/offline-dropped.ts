import { admin, card, finalizes, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const offlineDropped: TrapStory = {
  about: 'a node is switched off, and finalizing would drop it',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0', 'confluence-1'),
    admin('switches confluence-2 off', ({ cluster: { cluster } }) =>
      cluster.setNode('confluence-2', { state: 'OFFLINE' }),
    ),
    reads('Warning: confluence-2 is OFFLINE'),
    finalizes('confluence'),
    reads('Upgrade finished'),
    card('Upgrade finished'),
  ],
};
