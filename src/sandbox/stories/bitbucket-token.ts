import { types } from '../steps.js';
import type { TrapStory } from '../trap-story.js';

export const bitbucketToken: TrapStory = {
  about: 'Bitbucket is given an HTTP access token, which it refuses for administration',
  stage: { clusters: { bitbucket: {} }, target: { auth: { token: '${CLUSTER_TOKEN}' } } },
  steps: [types('alice', 'status bitbucket'), types('alice', 'start bitbucket'), types('alice', 'doctor bitbucket')],
};
