import { admin, card, reads, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const versionPath: TrapStory = {
  about: 'a version that cannot be reached node by node is asked for, and then installed',
  steps: [
    types('alice', 'start confluence --to 9.5.1'),
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    admin('upgrades confluence-0 to 9.5.1', ({ cluster: { cluster } }) => cluster.upgradeNode('confluence-0', '9.5.1')),
    reads('Warning: A node runs 9.5.1'),
    card('cannot reach node by node'),
    admin('puts confluence-0 back', ({ cluster: { cluster, version } }) =>
      cluster.upgradeNode('confluence-0', version),
    ),
    reads('READY_TO_UPGRADE:'),
    types('alice', 'cancel confluence'),
    reads('Upgrade cancelled'),
  ],
};
