import { admin, reads, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const mixedWithoutMode: TrapStory = {
  about: 'nodes run different versions although upgrade mode is off',
  before: ({ cluster: { cluster, targetVersion } }) => cluster.setNode('confluence-1', { version: targetVersion }),
  steps: [
    types('alice', 'status confluence'),
    types('alice', 'start confluence'),
    admin('puts confluence-1 back on the old version', ({ cluster: { cluster, version } }) =>
      cluster.setNode('confluence-1', { version }),
    ),
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
  ],
};
