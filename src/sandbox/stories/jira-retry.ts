import { card, finalizes, reads, types, upgrades } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const jiraRetry: TrapStory = {
  about: 'upgrade tasks fail on Jira, and a retry is asked for and carried out',
  stage: { clusters: { jira: {} } },
  before: ({ cluster: { cluster } }) => cluster.failFinalization([{ message: 'index is locked' }]),
  steps: [
    types('alice', 'start jira'),
    reads('READY_TO_UPGRADE:'),
    upgrades('jira-0', 'jira-1', 'jira-2'),
    reads('READY_TO_RUN_UPGRADE_TASKS:'),
    finalizes('jira'),
    reads('Warning: Upgrade tasks failed'),
    card('Upgrade tasks failed'),
    types('alice', 'retry jira the lock is gone'),
    reads('retry: done'),
    reads('Upgrade finished'),
  ],
};
