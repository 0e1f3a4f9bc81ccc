import type { Stage } from '../stage.js';
import { clusterCalled, pressTogether, reads } from '../steps.js';
import { asks, finishes } from './rolling-steps.js';
import type { Scenario } from './scenario.js';

function upgradeAll(stage: Stage): void {
  const { cluster, targetVersion } = clusterCalled(stage, 'confluence');
  cluster.setUpgradeMode(true);
  for (const { id } of cluster.nodes()) cluster.setNode(id, { version: targetVersion });
}

export const twoClicks: Scenario = {
  id: 'two-clicks',
  title: 'Two people click at once',
  about: 'bob and carol approve in the same moment: one decision, one order to the cluster, and nobody is misled.',
  before: upgradeAll,
  steps: [
    {
      who: 'bot',
      does: 'notices an upgrade that was begun in the page of Confluence, all nodes upgraded, and shows it in #ops',
      plays: reads('Noticed an upgrade'),
    },
    asks('confluence'),
    {
      who: 'bob and carol',
      does: 'press Approve in the same moment; whoever is second reads that it is decided',
      plays: pressTogether(['bob', 'carol'], 'Approve'),
    },
    { who: 'bot', does: 'names the one who decided', plays: reads('approve: approved by') },
    finishes,
  ],
};
