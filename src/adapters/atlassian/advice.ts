import type { Advice, Phase } from '../../core/products.js';

const ONE_AT_A_TIME = 'Do not take down more than one node at a time.';
const NO_RESTART =
  'Do not restart an upgraded node that works before the upgrade is finalized: it may refuse to start.';

/**
 * How one node is upgraded: on a machine of its own (page "Upgrade a Confluence cluster manually without downtime"), and
 * by Helm, which goes through all pods itself
 * (https://github.com/atlassian/data-center-helm-charts, userguide/upgrades/PRODUCTS_UPGRADE.md).
 */
const rolling = [
  'On a machine: drain the node in the load balancer, stop it gracefully, install the new version, start it, wait until it is ACTIVE, then put it back.',
  'With Helm: set image.tag and keep the other values (--reuse-values); pods are replaced one by one. If the number of nodes was changed by kubectl, also set replicaCount, or the cluster shrinks.',
];

/**
 * What the three products have in common. That a node with the new version must not start while upgrade mode is off is
 * on the knowledge base page "What happens if starting nodes with different versions"; that a restart before finalizing
 * may fail is CONFSERVER-104200.
 */
export const clusterAdvice: Readonly<Partial<Record<Phase, Advice>>> = {
  idle: {
    next: [],
    never: ['Do not start a node with the new version while upgrade mode is off: it may change the database.'],
  },
  started: { next: rolling, never: [ONE_AT_A_TIME] },
  rolling: { next: rolling, never: [ONE_AT_A_TIME, NO_RESTART] },
  finalizable: {
    next: [
      'Before anybody finalizes: sign in, use the product, look at its apps and logs. Afterwards there is no way back.',
    ],
    never: [NO_RESTART, 'Do not start a node with the old version.'],
  },
  finalizing: { next: [], never: ['Do not restart, add or remove a node until the upgrade tasks are through.'] },
  failed: {
    next: [],
    never: ['Do not go back to the old version: the database may have been changed.'],
  },
};

/** With one more thing that must not be done while upgraded and other nodes run beside each other. */
export function adviceWith(warning: string): Readonly<Partial<Record<Phase, Advice>>> {
  const more = (phase: 'rolling' | 'finalizable'): Advice => {
    const { next = [], never = [] } = clusterAdvice[phase] ?? {};
    return { next, never: [...never, warning] };
  };
  return { ...clusterAdvice, rolling: more('rolling'), finalizable: more('finalizable') };
}
