import { admin, clusterCalled, reads, types } from '../steps.js';
import { agrees, allUpgraded, asks, begins, finishes, upgradesFirst, upgradesNext } from './rolling-steps.js';
import type { Scenario } from './scenario.js';

const confluence = 'confluence';

export const nodeFails: Scenario = {
  id: 'node-fails',
  title: 'Confluence with a node that fails',
  about: 'A node comes up broken: the bot warns, refuses to finalize, and goes on when the node is brought back.',
  steps: [
    ...begins(confluence, 'security fix'),
    upgradesFirst(confluence, 'confluence-0'),
    {
      who: 'fault',
      does: 'confluence-1 is upgraded and comes up broken (its buttons Upgrade, then Fail)',
      plays: admin('upgrades confluence-1, which comes up broken', async (stage) => {
        const { cluster } = clusterCalled(stage, confluence);
        await cluster.upgradeNode('confluence-1');
        cluster.failNode('confluence-1');
      }),
    },
    {
      who: 'bot',
      does: 'warns in the thread and on the card that confluence-1 is in ERROR',
      plays: reads('Warning: confluence-1 is in ERROR'),
    },
    {
      who: 'alice',
      does: 'types /upgrade approve confluence all the same; only she sees why that cannot be now',
      plays: types('alice', 'approve confluence'),
    },
    {
      who: 'admin',
      does: 'repairs confluence-1 (its button Bring back)',
      plays: admin('repairs confluence-1', (stage) =>
        clusterCalled(stage, confluence).cluster.recoverNode('confluence-1'),
      ),
    },
    { who: 'bot', does: 'says that the trouble is over', plays: reads('Over: confluence-1') },
    upgradesNext(confluence, 'confluence-2'),
    allUpgraded,
    asks(confluence),
    agrees(confluence),
    finishes,
  ],
};
