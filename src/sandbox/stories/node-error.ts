import { admin, card, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const nodeError: TrapStory = {
  about: 'a node comes up in ERROR during the roll and is repaired',
  steps: [
    types('alice', 'start confluence security fix'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0'),
    admin('upgrades confluence-1, which comes up broken', async ({ cluster: { cluster } }) => {
      await cluster.upgradeNode('confluence-1');
      cluster.failNode('confluence-1');
    }),
    reads('Warning: confluence-1 is in ERROR'),
    card('confluence-1 is in ERROR'),
    types('alice', 'approve confluence'),
    admin('repairs confluence-1', ({ cluster: { cluster } }) => cluster.recoverNode('confluence-1')),
    reads('Over: confluence-1'),
    upgrades('confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    card('READY_TO_RUN_UPGRADE_TASKS'),
  ],
};
