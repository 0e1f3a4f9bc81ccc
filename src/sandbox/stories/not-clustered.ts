import { types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const notClustered: TrapStory = {
  about: 'Confluence runs as a single node, where there is no rolling upgrade',
  stage: { cluster: { clustered: false, nodes: 1 } },
  steps: [types('alice', 'start confluence'), types('alice', 'status confluence'), types('alice', 'doctor confluence')],
};
