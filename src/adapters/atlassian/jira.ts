import type { ActionProfile, NodeMeaning, Profile } from '../../core/products.js';
import { clusterAdvice } from './advice.js';
import type { AtlassianProduct } from './atlassian-product.js';
import { openJiraApi } from './jira-client.js';
import { clusterActions, clusterPhases, clusterStates } from './profile.js';
import { jiraVersionObstacle } from './versions.js';

/**
 * A node without a heartbeat counts as off: it serves nobody, it does not stop the cluster from being finalized, and it
 * is not upgraded when that happens.
 */
const silent: NodeMeaning = { condition: 'off', words: 'not answering: no heartbeat' };

/**
 * The node states of the specification
 * (https://dac-static.atlassian.com/server/jira/platform/jira_software_dc_10003_swagger.v3.json, schema NodeBean), and
 * the same without a heartbeat.
 */
const nodeStates: Readonly<Record<string, NodeMeaning>> = {
  ACTIVE: { condition: 'active', words: 'running' },
  ACTIVATING: { condition: 'starting', words: 'coming up' },
  PASSIVATING: { condition: 'leaving', words: 'leaving service' },
  PASSIVE: { condition: 'leaving', words: 'out of service' },
  OFFLINE: { condition: 'off', words: 'not running' },
  'ACTIVE (alive: false)': silent,
  'ACTIVATING (alive: false)': silent,
  'PASSIVATING (alive: false)': silent,
  'PASSIVE (alive: false)': silent,
};

/** Time-out as for approve, which begins the same tasks. */
const retry: ActionProfile = {
  words: {
    usage: 'retry <target> [reason]',
    short: 'Run tasks again',
    order: 'Run the failed upgrade tasks again',
    doing: 'the upgrade tasks are being started again',
    done: 'The cluster has taken the order to run its upgrade tasks again.',
    next: 'Next: wait until its upgrade tasks are through; nobody has to do anything.',
  },
  from: ['failed'],
  alwaysApproved: false,
  effect: 'Runs the upgrade tasks again that failed; they can change the database.',
  wayBack: 'none; what the upgrade tasks have changed can only be had back by restoring backups.',
  matters: ['state', 'nodes', 'node-versions'],
  dropsOffNodes: false,
  timeoutMs: 30_000,
  doneWhen: ['finalizing', 'idle'],
  notDoneWhen: ['failed'],
};

export const jira: Profile = {
  product: 'jira',
  label: 'Jira',
  states: clusterStates,
  phases: clusterPhases,
  nodeStates,
  actions: { ...clusterActions('Jira'), retry },
  advice: clusterAdvice,
  versionObstacle: jiraVersionObstacle,
};

export const jiraProduct: AtlassianProduct = {
  profile: jira,
  refusalHints: [
    {
      // The specification gives 401 for "the user doesn't have admin permissions".
      statuses: [401],
      words: 'Jira answers 401 also when the account is no administrator: check its rights as well as its credentials',
    },
    { statuses: [403], words: 'Check the rights of the account: it has to be an administrator of Jira' },
  ],
  openApi: openJiraApi,
};
