import { admin, card, presses, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const voidRequest: TrapStory = {
  about: 'a node breaks between the request to finalize and the approval',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0', 'confluence-1', 'confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    types('alice', 'approve confluence'),
    admin('sees confluence-1 break', ({ cluster: { cluster } }) => cluster.failNode('confluence-1')),
    presses('bob', 'Approve'),
    reads('approve: void'),
    card('Waiting for: an admin, who repairs confluence-1'),
  ],
};
