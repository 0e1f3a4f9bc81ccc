import { admin, card, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const restartedBeforeFinalizing: TrapStory = {
  about: 'an upgraded node restarts before the upgrade is finalized',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0', 'confluence-1', 'confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    admin('restarts confluence-0', ({ cluster: { cluster } }) =>
      cluster.setNode('confluence-0', { state: 'STARTING' }),
    ),
    reads('Warning: confluence-0 was upgraded'),
    card('restarts before finalizing'),
    admin('sees confluence-0 come up again', ({ cluster: { cluster } }) => cluster.recoverNode('confluence-0')),
    reads('Over: confluence-0'),
  ],
};
