import type { Session } from '../session.js';
import { type Asked, ControlRefusal, optionalNumber, optionalText, orRefuse, type Route, text } from './route.js';

/** What an administrator does, and when it is through. */
interface NodeAct {
  readonly words: string;
  readonly through?: Promise<unknown>;
}

/** What an administrator can do to one node, by the last part of the path. */
const nodeActs: Readonly<Record<string, (session: Session, node: string, asked: Asked) => NodeAct>> = {
  upgrade(session, node, { body }) {
    const version = optionalText(body, 'version') ?? nextVersion(session);
    return {
      words: `upgrades ${node} to ${version}`,
      through: session.stage.cluster.cluster.upgradeNode(node, version),
    };
  },
  restart(session, node) {
    return { words: `restarts ${node}`, through: session.stage.cluster.cluster.restartNode(node) };
  },
  fail(session, node) {
    session.stage.cluster.cluster.failNode(node);
    return { words: `breaks ${node}` };
  },
  recover(session, node) {
    session.stage.cluster.cluster.recoverNode(node);
    return { words: `repairs ${node}` };
  },
  stop(session, node) {
    session.stage.cluster.cluster.setNode(node, { state: 'OFFLINE' });
    return { words: `switches ${node} off` };
  },
  remove(session, node) {
    session.stage.cluster.cluster.removeNode(node);
    return { words: `removes ${node}` };
  },
  replace(session, node) {
    session.stage.cluster.cluster.replaceNode(node);
    return { words: `replaces ${node} by another machine of that name` };
  },
  users(session, node, { body }) {
    const users = optionalNumber(body, 'users') ?? 0;
    session.stage.cluster.cluster.setNode(node, { users });
    return { words: `sends ${users} users to ${node}` };
  },
};

/** The version that nodes are being upgraded to, or else the next one after theirs. */
function nextVersion({ stage }: Session): string {
  const { cluster } = stage.cluster;
  const versions = [...new Set(cluster.nodes().map(({ version }) => version))].sort(byVersion);
  const newest = versions.at(-1) ?? stage.cluster.version;
  if (versions.length > 1 || cluster.state() === 'READY_TO_RUN_UPGRADE_TASKS') return newest;
  const parts = newest.split('.');
  return [...parts.slice(0, -1), Number(parts.at(-1)) + 1].join('.');
}

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

const pictureOf = ({ stage }: Session): object => {
  const { cluster } = stage.cluster;
  const nodes = cluster.nodes().map(({ id, name, state, version, users }) => ({ id, name, state, version, users }));
  return { state: cluster.state(), upgradeMode: cluster.upgradeMode(), nodes };
};

async function actOnNode(asked: Asked): Promise<object> {
  const { session, param } = asked;
  const wanted = param('node');
  const act = Object.hasOwn(nodeActs, param('act')) ? nodeActs[param('act')] : undefined;
  if (act === undefined) throw new ControlRefusal(`a node can: ${Object.keys(nodeActs).join(', ')}`, { status: 404 });
  const nodes = session.stage.cluster.cluster.nodes();
  const node = nodes.find(({ id, name }) => id === wanted || name === wanted);
  if (node === undefined)
    throw new ControlRefusal(`the nodes are ${nodes.map(({ name }) => name).join(', ')}`, { status: 404 });
  const { words, through } = act(session, node.name, asked);
  session.narrator.tells('admin', words);
  if (through !== undefined) await orRefuse(through);
  return pictureOf(session);
}

function finalization({ session, param, body }: Asked): object {
  const { cluster } = session.stage.cluster;
  if (param('act') === 'fail') {
    const node = optionalText(body, 'node');
    const message = text(body, 'message');
    cluster.failFinalization([{ message, ...(node === undefined ? {} : { node }) }]);
    session.narrator.tells('cluster', 'the upgrade tasks will fail');
  } else if (param('act') === 'retry') {
    if (cluster.state() !== 'UPGRADE_TASKS_FAILED')
      throw new ControlRefusal('no upgrade tasks have failed', { status: 409 });
    session.narrator.tells('admin', 'runs the upgrade tasks again');
    cluster.retryFinalization();
  } else {
    throw new ControlRefusal('there are fail and retry', { status: 404 });
  }
  return pictureOf(session);
}

export const clusterRoutes: readonly Route[] = [
  { method: 'GET', path: '/cluster', does: 'state and nodes', serve: ({ session }) => pictureOf(session) },
  {
    method: 'POST',
    path: '/cluster/nodes/:node/:act',
    does:
      `${Object.keys(nodeActs).join(', ')}; upgrade and restart answer when the node is up again; ` +
      '{"version": "9.2.22"} for upgrade, {"users": 90} for users',
    serve: actOnNode,
  },
  {
    method: 'POST',
    path: '/cluster/nodes',
    does: 'one more node: {"name": "confluence-3"}',
    serve({ session, body }) {
      const { name } = session.stage.cluster.cluster.addNode(text(body, 'name'));
      session.narrator.tells('admin', `adds ${name}`);
      return pictureOf(session);
    },
  },
  {
    method: 'POST',
    path: '/cluster/upgrade-mode',
    does: 'switch it in the product\'s own page: {"on": true}',
    serve({ session, body }) {
      if (typeof body.on !== 'boolean') throw new ControlRefusal('the body needs "on": true or false', { status: 400 });
      session.narrator.tells('admin', `switches upgrade mode ${body.on ? 'on' : 'off'}`);
      session.stage.cluster.cluster.setUpgradeMode(body.on);
      return pictureOf(session);
    },
  },
  {
    method: 'POST',
    path: '/cluster/finalization/:act',
    does: 'fail: the next upgrade tasks fail, {"message": "…", "node": "confluence-1"}; retry: run them again',
    serve: finalization,
  },
];
