import type { ZduServer } from '../zdu/server.js';
import type { Acts } from './act.js';
import { upgradeVersion } from './cluster-versions.js';
import { reachActs } from './reach-acts.js';
import { optionalText, text } from './route.js';

/** A simulated cluster, under the name that people give it. */
export interface ClusterTarget {
  readonly target: string;
  readonly server: ZduServer;
}

/** Clusters whose nodes are being upgraded one after the other. */
const rolling = new WeakSet<ZduServer>();

/** Stops where a node does not come back, as an administrator would. */
async function upgradeAll(server: ZduServer): Promise<void> {
  const version = upgradeVersion(server);
  const left = server.cluster.nodes().filter((node) => node.version !== version);
  rolling.add(server);
  try {
    for (const { id } of left) {
      if ((await server.cluster.upgradeNode(id, version)) !== 'ACTIVE') return;
    }
  } finally {
    rolling.delete(server);
  }
}

function againstUpgradeAll({ target, server }: ClusterTarget): string | null {
  const version = upgradeVersion(server);
  if (rolling.has(server)) return 'is under way';
  if (!server.cluster.upgradeMode()) return `upgrade mode is off: /upgrade start ${target} switches it on`;
  return server.cluster.nodes().every((node) => node.version === version) ? `all run ${version} already` : null;
}

function againstModeOn({ server: { cluster } }: ClusterTarget): string | null {
  if (cluster.upgradeMode()) return 'upgrade mode is on already';
  return cluster.state() === 'STABLE' ? null : `its state is ${cluster.state()}`;
}

/** What can be done to a whole cluster. */
export const clusterActs: Acts<ClusterTarget> = {
  'upgrade-all': {
    label: 'Upgrade all nodes',
    blocked: againstUpgradeAll,
    act: ({ server }) => ({
      who: 'admin',
      words: `upgrades all nodes to ${upgradeVersion(server)}, one after the other`,
      through: upgradeAll(server),
    }),
  },
  'upgrade-mode-on': {
    label: 'Begin an upgrade in its own page',
    blocked: againstModeOn,
    act({ server }) {
      server.cluster.setUpgradeMode(true);
      return { who: 'admin', words: `switches upgrade mode on in the page of ${server.title}` };
    },
  },
  'fail-tasks': {
    label: 'Fail the next upgrade tasks',
    blocked: ({ server }) => (server.cluster.willFail() ? 'they will fail already' : null),
    act({ target, server }, body) {
      const node = optionalText(body, 'node');
      const message = optionalText(body, 'message') ?? 'Lock wait timeout exceeded';
      server.cluster.failFinalization([{ message, ...(node === undefined ? {} : { node }) }]);
      return { who: 'fault', words: `the upgrade tasks of ${target} will fail` };
    },
  },
  'retry-tasks': {
    label: 'Run failed tasks again',
    blocked: ({ server }) =>
      server.cluster.state() === 'UPGRADE_TASKS_FAILED' ? null : 'no upgrade tasks have failed',
    act({ server }) {
      server.cluster.retryFinalization();
      return { who: 'admin', words: `runs the upgrade tasks again in the page of ${server.title}` };
    },
  },
  ...reachActs,
  'upgrade-mode-off': {
    act({ server }) {
      server.cluster.setUpgradeMode(false);
      return { who: 'admin', words: `switches upgrade mode off in the page of ${server.title}` };
    },
  },
  'add-node': {
    act({ server }, body) {
      const { name } = server.cluster.addNode(text(body, 'name'));
      return { who: 'admin', words: `adds ${name}` };
    },
  },
};
