import type { NodeMeaning, Profile } from '../../core/products.js';
import { clusterAdvice } from './advice.js';
import type { AtlassianProduct } from './atlassian-product.js';
import { clusterActions, clusterStates } from './profile.js';
import { bitbucketVersionObstacle } from './versions.js';
import { openZduApi } from './zdu-client.js';

/** The node states of the REST reference (https://developer.atlassian.com/server/bitbucket/reference/zdu-rest/). */
const nodeStates: Readonly<Record<string, NodeMeaning>> = {
  ACTIVE: { condition: 'active', words: 'running' },
  STARTING: { condition: 'starting', words: 'still loading' },
  DRAINING: { condition: 'leaving', words: 'finishing its work before it stops' },
  TERMINATING: { condition: 'leaving', words: 'shutting down' },
  OFFLINE: { condition: 'off', words: 'not responding' },
  ERROR: { condition: 'error', words: 'something went wrong on this node' },
};

export const bitbucket: Profile = {
  product: 'bitbucket',
  label: 'Bitbucket',
  states: clusterStates,
  nodeStates,
  actions: clusterActions('Bitbucket'),
  advice: clusterAdvice,
  versionObstacle: bitbucketVersionObstacle,
};

export const bitbucketProduct: AtlassianProduct = {
  profile: bitbucket,
  refusalHints: [
    {
      // Knowledge base, "How to use OAuth2 tokens for administrative endpoints of Bitbucket Data Center".
      statuses: [401, 403],
      auth: 'bearer',
      words: 'HTTP access tokens are refused on admin endpoints (BSERV-10482): use Basic authentication or OAuth 2',
    },
    { statuses: [403], words: 'Check the rights of the account: it has to be an administrator of Bitbucket' },
  ],
  openApi: openZduApi,
};
