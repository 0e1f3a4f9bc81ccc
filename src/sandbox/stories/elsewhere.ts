import { admin, card, finalizes, looks, reads, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const elsewhere: TrapStory = {
  about: "the upgrade is started in the product's own page",
  steps: [
    looks(2),
    admin("turns upgrade mode on in Confluence's own page", ({ cluster: { cluster } }) => cluster.setUpgradeMode(true)),
    reads('Noticed an upgrade'),
    upgrades('confluence-0', 'confluence-1', 'confluence-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    finalizes('confluence'),
    reads('Upgrade finished'),
    card('Upgrade finished'),
  ],
};
