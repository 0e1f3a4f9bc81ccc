import { botKilled } from './scenarios/bot-killed.js';
import { failedMigration } from './scenarios/failed-migration.js';
import { nobodyFinalizes } from './scenarios/nobody-finalizes.js';
import { nodeFails } from './scenarios/node-fails.js';
import { rolling } from './scenarios/rolling.js';
import type { Scenario } from './scenarios/scenario.js';
import { twoClicks } from './scenarios/two-clicks.js';

/** The one that is played when nobody has picked another. */
export const firstScenario = rolling;

/** What the page offers to rehearse, in the order in which it is shown. */
export const scenarios: readonly Scenario[] = [
  rolling,
  nodeFails,
  nobodyFinalizes,
  failedMigration,
  twoClicks,
  botKilled,
];
