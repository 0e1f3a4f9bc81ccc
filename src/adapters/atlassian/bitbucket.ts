import type { Profile } from '../../core/products.js';
import { clusterAdvice } from './advice.js';
import type { AtlassianProduct } from './atlassian-product.js';
import { clusterActions, clusterPhases, clusterStates, zduNodeStates } from './profile.js';
import { bitbucketVersionObstacle } from './versions.js';
import { openZduApi } from './zdu-client.js';

export const bitbucket: Profile = {
  product: 'bitbucket',
  label: 'Bitbucket',
  states: clusterStates,
  phases: clusterPhases,
  nodeStates: zduNodeStates,
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
