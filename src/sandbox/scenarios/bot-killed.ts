import { admin, clusterCalled, killsBot, reads, startsBot, typesInVain } from '../steps.js';
import { agrees, allUpgraded, asks, begins, finishes, upgradesFirst, upgradesNext } from './rolling-steps.js';
import type { Scenario } from './scenario.js';

export const botKilled: Scenario = {
  id: 'bot-killed',
  title: 'The bot is killed in the middle',
  about: 'The bot dies while nodes are upgraded. Started again, it tells what it missed, once, and goes on.',
  steps: [
    ...begins('confluence', 'security fix'),
    upgradesFirst('confluence', 'confluence-0'),
    {
      who: 'fault',
      does: 'the bot is killed (kill -9)',
      plays: killsBot,
      already: (session) => session.bots() === 0,
      withoutBot: true,
    },
    {
      who: 'alice',
      does: 'types /upgrade status confluence, and Slack says that the app did not respond',
      plays: typesInVain('alice', 'status confluence'),
      withoutBot: true,
    },
    {
      who: 'admin',
      does: 'upgrades confluence-1 while nobody looks',
      plays: admin('upgrades confluence-1', (stage) =>
        clusterCalled(stage, 'confluence').cluster.upgradeNode('confluence-1'),
      ),
      withoutBot: true,
    },
    {
      who: 'admin',
      does: 'starts the bot again',
      plays: startsBot,
      already: (session) => session.bots() > 0,
      withoutBot: true,
    },
    { who: 'bot', does: 'tells what it missed: confluence-1 is upgraded', plays: reads('confluence-1: ACTIVE') },
    upgradesNext('confluence', 'confluence-2'),
    allUpgraded,
    asks('confluence'),
    agrees('confluence'),
    finishes,
  ],
};
