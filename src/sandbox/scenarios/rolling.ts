import {
  agrees,
  allUpgraded,
  asks,
  begins,
  finishes,
  triesAlone,
  upgradesFirst,
  upgradesNext,
} from './rolling-steps.js';
import type { Scenario } from './scenario.js';

export const rolling: Scenario = {
  id: 'rolling',
  title: 'A whole upgrade of Confluence',
  about:
    'Nothing goes wrong: three nodes are upgraded one after the other, and a second person agrees to the last step.',
  steps: [
    ...begins('confluence', 'security fix'),
    upgradesFirst('confluence', 'confluence-0'),
    upgradesNext('confluence', 'confluence-1'),
    upgradesNext('confluence', 'confluence-2'),
    allUpgraded,
    asks('confluence'),
    triesAlone('confluence'),
    agrees('confluence'),
    finishes,
  ],
};
