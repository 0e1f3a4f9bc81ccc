import type { Picture, ZduNode } from './cluster.js';
import type { Wire, ZduProduct } from './product.js';
import { type Call, plainVerbs } from './routes.js';
import { partsOf, sameUpTo } from './versions.js';

const zdu = '/rest/api/2/cluster/zdu';

function route(path: string): Call {
  if (path === '/rest/api/2/cluster/nodes') return { verb: 'overview' };
  if (path === `${zdu}/retryUpgrade`) return { verb: 'retry' };
  return { verb: path.startsWith(`${zdu}/`) ? plainVerbs(path.slice(zdu.length)) : 'other' };
}

/** Build numbers are integers here. */
const buildOf = (product: ZduProduct, version: string): number => Number(product.buildNumber(version));

function nodeBean(product: ZduProduct, _picture: Picture, node: ZduNode): object {
  return {
    nodeId: node.id,
    state: node.state,
    alive: node.alive && node.state !== 'OFFLINE',
    ip: node.ipAddress,
    cacheListenerPort: 40_001,
    lastStateChangeTimestamp: node.changedAt,
    nodeBuildNumber: buildOf(product, node.version),
    nodeVersion: node.version,
  };
}

const wire: Wire = {
  route,
  state: (product, picture, answeringId) => {
    const version = picture.nodes.find((node) => node.id === answeringId)?.version ?? product.version;
    return { state: picture.state, build: { buildNumber: buildOf(product, version), version } };
  },
  overview: (product, picture) => picture.nodes.map((node) => nodeBean(product, picture, node)),
  node: nodeBean,
  done: { start: 201, cancel: 201, approve: 200, retry: 200 },
  emptyAnswers: true,
};

/**
 * Jira as its REST specification describes it
 * (https://dac-static.atlassian.com/server/jira/platform/jira_software_dc_10003_swagger.v3.json, group "cluster"): state
 * and nodes apart, no upgrade mode, no original version, no errors of upgrade tasks. A node that breaks goes on being
 * called ACTIVE; one of another major does not start at all.
 */
export const jira: ZduProduct = {
  label: 'Jira',
  nodePrefix: 'jira',
  namesAreIds: true,
  version: '9.4.30',
  targetVersion: '9.12.15',
  stopping: 'PASSIVATING',
  starting: 'ACTIVATING',
  broken: { alive: false },
  rejected: 'OFFLINE',
  admits: (original, version) => sameUpTo(1, original, version),
  tellsFinalization: false,
  wire,
  buildNumber: (version) => {
    const [major = 0, minor = 0, patch = 0] = partsOf(version);
    return String(major * 100_000 + minor * 1000 + patch);
  },
  errorBody: (_status, message) => ({ errorMessages: [message], errors: {} }),
  forbidden: 401,
  notClusteredStatus: 405,
};
