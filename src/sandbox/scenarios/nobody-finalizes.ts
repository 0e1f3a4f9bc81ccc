import { reads } from '../steps.js';
import { agrees, allUpgraded, asks, begins, finishes, upgradesFirst, upgradesNext } from './rolling-steps.js';
import type { Scenario } from './scenario.js';

export const nobodyFinalizes: Scenario = {
  id: 'nobody-finalizes',
  title: 'Bitbucket that nobody finalizes',
  about: 'All nodes are upgraded and everybody goes home: the bot says that upgrade mode was left on.',
  // An hour in earnest, unless the configuration says otherwise.
  stage: { config: { warn: { standing: '4s' } } },
  steps: [
    ...begins('bitbucket'),
    upgradesFirst('bitbucket', 'bitbucket-0'),
    upgradesNext('bitbucket', 'bitbucket-1'),
    upgradesNext('bitbucket', 'bitbucket-2'),
    allUpgraded,
    {
      who: 'nobody',
      does: 'does anything for a while (4 seconds here, an hour in earnest)',
      plays: async () => undefined,
    },
    {
      who: 'bot',
      does: 'warns that the upgrade was left standing, and says who can do what',
      plays: reads('Left standing for'),
    },
    asks('bitbucket'),
    agrees('bitbucket'),
    finishes,
  ],
};
