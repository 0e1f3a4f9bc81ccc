import type { NodeMeaning, Profile } from '../../core/products.js';
import { adviceWith } from './advice.js';
import type { AtlassianProduct } from './atlassian-product.js';
import { clusterActions, clusterPhases, clusterStates, zduNodeStates } from './profile.js';
import { confluenceVersionObstacle } from './versions.js';
import { openZduApi } from './zdu-client.js';

/** The shared node states and the two that Confluence adds while and after it finalizes. */
const nodeStates: Readonly<Record<string, NodeMeaning>> = {
  ...zduNodeStates,
  RUNNING_FINALIZE_UPGRADE_TASKS: { condition: 'finalizing', words: 'running upgrade tasks' },
  UPGRADE_TASKS_FAILED: { condition: 'error', words: 'its upgrade tasks ended with errors' },
};

export const confluence: Profile = {
  product: 'confluence',
  label: 'Confluence',
  states: clusterStates,
  phases: clusterPhases,
  nodeStates,
  actions: clusterActions('Confluence'),
  advice: adviceWith('In Kubernetes, do not set ATL_FORCE_CFG_UPDATE: upgraded pods may then refuse to start.'),
  versionObstacle: confluenceVersionObstacle,
};

export const confluenceProduct: AtlassianProduct = {
  profile: confluence,
  refusalHints: [
    {
      // The page "Upgrade Confluence without downtime" names the permission.
      statuses: [403],
      words: 'Check the rights of the account: it needs the global permission System Administrator',
    },
  ],
  openApi: openZduApi,
};
