import { card, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const noProgress: TrapStory = {
  about: 'the first node is upgraded and then nothing moves any more',
  stage: { config: { warn: { noProgress: '3s' } } },
  steps: [
    types('alice', 'start confluence'),
    reads('READY_TO_UPGRADE:'),
    upgrades('confluence-0'),
    reads('Warning: No progress'),
    card('No progress'),
    upgrades('confluence-1'),
    reads('Over:'),
  ],
};
