import type { Picture, TaskFailure, ZduNode } from './cluster.js';
import type { Wire, ZduProduct } from './product.js';
import { sharedRoute } from './routes.js';

function failureBody(failure: TaskFailure): object {
  return {
    clusterUpgradeTask: failure.clusterWide ?? false,
    exceptionMessage: failure.message,
    errors: failure.details ?? [],
    ...(failure.task === undefined ? {} : { upgradeTaskName: failure.task }),
  };
}

/** A node as the API shows it; `answeringId` is the node that speaks (`local`). */
function nodeBody(product: ZduProduct, picture: Picture, node: ZduNode, answeringId: string): object {
  const finalization = { lastRequested: picture.finalizedAt, errors: node.failures.map(failureBody) };
  return {
    id: node.id,
    name: node.name,
    ipAddress: node.ipAddress,
    state: node.state,
    tasksTotal: node.tasks,
    activeUserCount: node.users,
    buildNumber: product.buildNumber(node.version),
    version: node.version,
    local: node.id === answeringId,
    ...(product.portNumber === undefined ? {} : { portNumber: product.portNumber }),
    ...(product.tellsFinalization && picture.finalizedAt !== undefined ? { finalization } : {}),
    links: [],
  };
}

function overviewBody(product: ZduProduct, picture: Picture, answeringId: string): object {
  return {
    upgradeModeEnabled: picture.upgradeMode,
    ...(product.tellsFinalization ? { hasFinalizationTasks: picture.hasFinalizationTasks } : {}),
    state: picture.state,
    originalVersion: picture.originalVersion,
    nodes: picture.nodes.map((node) => nodeBody(product, picture, node, answeringId)),
    links: [],
  };
}

function stateBody(product: ZduProduct, picture: Picture, answeringId: string): object {
  const answering = picture.nodes.find((node) => node.id === answeringId);
  return {
    state: picture.state,
    ...(answering === undefined ? {} : { buildInfo: nodeBody(product, picture, answering, answeringId) }),
  };
}

/** Paths and bodies of the API that Bitbucket and Confluence share. */
export const sharedWire: Wire = {
  route: sharedRoute,
  state: stateBody,
  overview: overviewBody,
  node: nodeBody,
  done: { start: 200, cancel: 200, approve: 200 },
  emptyAnswers: false,
};
