import { admin, card, reads, types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const nodeReplaced: TrapStory = {
  about: 'a pod is replaced by one of the same name and another id, as Kubernetes does',
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    admin('has confluence-2 replaced by a new pod on the new version', ({ cluster: { cluster, targetVersion } }) =>
      cluster.replaceNode('confluence-2', { version: targetVersion }),
    ),
    reads('confluence-2: ACTIVE'),
    reads('MIXED:'),
    card('1 of 3'),
  ],
};
