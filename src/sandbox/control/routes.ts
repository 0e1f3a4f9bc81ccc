import { faultRoutes } from './faults.js';
import { lookingRoutes } from './looking.js';
import { peopleRoutes } from './people.js';
import { playRoutes } from './play.js';
import { processRoutes } from './processes.js';
import type { Route } from './route.js';
import { slackFaultRoutes } from './slack-faults.js';
import { snapshotRoutes } from './snapshot.js';
import { targetFaultRoutes } from './target-faults.js';
import { targetRoutes } from './targets.js';
import { trafficRoutes } from './traffic.js';

/** Everything under `/control` that takes or gives JSON. */
export const routes: readonly Route[] = [
  ...snapshotRoutes,
  ...peopleRoutes,
  ...targetRoutes,
  ...faultRoutes,
  ...targetFaultRoutes,
  ...slackFaultRoutes,
  ...playRoutes,
  ...processRoutes,
  ...trafficRoutes,
  ...lookingRoutes,
];
