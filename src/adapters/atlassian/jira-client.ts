import type { Profile } from '../../core/products.js';
import { jsonOf } from '../http-answer.js';
import type { ClusterAction, UpgradeApi } from './atlassian-product.js';
import type { Exchange } from './exchange.js';
import { clusterStateOf, type NodeBean, nodeBeansOf } from './jira-schema.js';
import { jiraObservationOf } from './jira-transform.js';
import { notClustered } from './refusal.js';

const zdu = '/rest/api/2/cluster/zdu';
const nodesPath = '/rest/api/2/cluster/nodes';

const paths: Readonly<Record<ClusterAction, string>> = {
  start: `${zdu}/start`,
  cancel: `${zdu}/cancel`,
  approve: `${zdu}/approve`,
  retry: `${zdu}/retryUpgrade`,
};

/**
 * Jira's rolling-upgrade API
 * (https://dac-static.atlassian.com/server/jira/platform/jira_software_dc_10003_swagger.v3.json, group "cluster").
 * State and nodes are two calls. They are made one after the other, because wrong credentials sent twice bring the
 * account nearer to its CAPTCHA. The calls that take nodes out of the cluster are not used.
 */
export function openJiraApi(profile: Profile, exchange: Exchange): UpgradeApi {
  /** 405 is Jira's word for not being a Data Center. */
  async function readNodes(signal?: AbortSignal): Promise<readonly NodeBean[]> {
    const answer = await exchange.get(nodesPath, signal);
    if (answer.status === 405) throw notClustered(answer);
    const refusal = exchange.refusalOf(answer);
    if (refusal !== undefined) throw refusal;
    return nodeBeansOf(jsonOf(answer));
  }

  async function readOnce(signal?: AbortSignal) {
    const state = clusterStateOf(await exchange.readJson(`${zdu}/state`, signal));
    return jiraObservationOf(profile, state, await readNodes(signal));
  }

  return {
    async read(signal) {
      const first = await readOnce(signal);
      // The cluster moved between the two calls, or two nodes answered that do not agree yet.
      return first.torn ? (await readOnce(signal)).observation : first.observation;
    },
    act: (action, options) => exchange.send(paths[action], options),
    where: () => zdu,
  };
}
