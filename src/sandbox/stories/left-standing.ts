import { card, finalizes, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const leftStanding: TrapStory = {
  about: 'all nodes are upgraded and nobody finalizes',
  stage: { config: { warn: { standing: '3s' } } },
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0', 'confluence-1', 'confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    reads('Left standing for 3'),
    card('Left standing'),
    reads('Left standing for 6'),
    finalizes('confluence'),
    reads('Upgrade finished'),
  ],
};
