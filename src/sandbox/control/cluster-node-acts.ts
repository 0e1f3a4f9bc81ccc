import type { ZduNode } from '../zdu/cluster.js';
import type { ZduServer } from '../zdu/server.js';
import type { Acted, Acts } from './act.js';
import { upgradeVersion } from './cluster-versions.js';
import { optionalNumber, optionalText } from './route.js';

/** A node of a simulated cluster, under the name that people give the cluster. */
export interface NodeOfTarget {
  readonly target: string;
  readonly server: ZduServer;
  readonly node: ZduNode;
}

const admin = (words: string, through?: Promise<unknown>): Acted => ({
  who: 'admin',
  words,
  ...(through === undefined ? {} : { through }),
});

const isBroken = ({ state, alive }: ZduNode): boolean => state === 'ERROR' || !alive;

function againstUpgrade({ target, server, node }: NodeOfTarget): string | null {
  const version = upgradeVersion(server);
  if (server.cluster.isWalking(node.id)) return 'is restarting';
  if (!server.cluster.upgradeMode()) return `upgrade mode is off: /upgrade start ${target} switches it on`;
  return node.version === version ? `runs ${version} already` : null;
}

function againstRecovery({ server, node }: NodeOfTarget): string | null {
  if (server.cluster.isWalking(node.id)) return 'comes up by itself';
  return isBroken(node) || node.state === 'OFFLINE' ? null : 'is in service';
}

/** What an administrator, or bad luck, can do to one node. */
export const clusterNodeActs: Acts<NodeOfTarget> = {
  upgrade: {
    label: 'Upgrade',
    blocked: againstUpgrade,
    act({ server, node }, body) {
      const version = optionalText(body, 'version') ?? upgradeVersion(server);
      return admin(`upgrades ${node.name} to ${version}`, server.cluster.upgradeNode(node.id, version));
    },
  },
  fail: {
    label: 'Fail',
    blocked: ({ node }) => (isBroken(node) ? 'is broken already' : null),
    act({ server, node }) {
      server.cluster.failNode(node.id);
      return { who: 'fault', words: `${node.name} breaks` };
    },
  },
  recover: {
    label: 'Bring back',
    blocked: againstRecovery,
    act({ server, node }) {
      server.cluster.recoverNode(node.id);
      return admin(`repairs ${node.name}`);
    },
  },
  restart: {
    act: ({ server, node }) => admin(`restarts ${node.name}`, server.cluster.restartNode(node.id)),
  },
  stop: {
    act({ server, node }) {
      server.cluster.setNode(node.id, { state: 'OFFLINE' });
      return admin(`switches ${node.name} off`);
    },
  },
  remove: {
    act({ server, node }) {
      server.cluster.removeNode(node.id);
      return admin(`removes ${node.name}`);
    },
  },
  replace: {
    act({ server, node }) {
      server.cluster.replaceNode(node.id);
      return admin(`replaces ${node.name} by another machine of that name`);
    },
  },
  users: {
    act({ server, node }, body) {
      const users = optionalNumber(body, 'users') ?? 0;
      server.cluster.setNode(node.id, { users });
      return admin(`sends ${users} users to ${node.name}`);
    },
  },
};
