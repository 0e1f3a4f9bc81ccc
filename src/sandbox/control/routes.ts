import { clusterRoutes } from './cluster.js';
import { clusterFaultRoutes } from './cluster-faults.js';
import { instabaseRoutes } from './instabase.js';
import { instabaseFaultRoutes } from './instabase-faults.js';
import { lookingRoutes } from './looking.js';
import { peopleRoutes } from './people.js';
import { processRoutes } from './processes.js';
import type { Route } from './route.js';
import { slackFaultRoutes } from './slack-faults.js';
import { snapshotRoutes } from './snapshot.js';

/** Everything under `/control` that takes or gives JSON. */
export const routes: readonly Route[] = [
  ...snapshotRoutes,
  ...peopleRoutes,
  ...clusterRoutes,
  ...clusterFaultRoutes,
  ...instabaseRoutes,
  ...instabaseFaultRoutes,
  ...slackFaultRoutes,
  ...processRoutes,
  ...lookingRoutes,
];
