import { reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const expired: TrapStory = {
  about: 'nobody approves in time',
  stage: { config: { approval: { expires: '4s' } } },
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0', 'confluence-1', 'confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    types('alice', 'approve confluence'),
    reads('approve: expired'),
    types('alice', 'status confluence'),
  ],
};
