import type { Stage } from '../../src/sandbox/stage.js';
import type { ZduServer } from '../../src/sandbox/zdu/server.js';

/** A rolling upgrade that somebody started elsewhere and in which every node runs the new version. */
export function readyToFinalize({ cluster }: Pick<Stage, 'cluster'>): void {
  cluster.cluster.setUpgradeMode(true);
  for (const { id } of cluster.cluster.nodes()) cluster.cluster.setNode(id, { version: cluster.targetVersion });
}

/** A rolling upgrade that somebody started elsewhere and in which no node is upgraded yet. */
export function readyToUpgrade({ cluster }: Pick<Stage, 'cluster'>): void {
  cluster.cluster.setUpgradeMode(true);
}

/** Upgrades every node, one after the other; `each` is told when a node is back. */
export async function rollNodes(
  { cluster, targetVersion }: ZduServer,
  each: (name: string) => Promise<unknown>,
): Promise<void> {
  for (const { name } of cluster.nodes()) {
    await cluster.upgradeNode(name, targetVersion);
    await each(name);
  }
}

/**
 * The same, step by step through every state of a restart; `seen` is waited for after each step, so that no state is
 * missed however busy the machine is.
 * @param words the product's own for a node that goes down and comes up
 */
export async function stepNodes(
  { cluster, targetVersion }: ZduServer,
  seen: () => Promise<unknown>,
  { stopping, starting } = { stopping: 'TERMINATING', starting: 'STARTING' },
): Promise<void> {
  const steps = [{ state: stopping }, { state: 'OFFLINE' }, { state: starting, version: targetVersion }];
  for (const { name } of cluster.nodes()) {
    for (const step of [...steps, { state: 'ACTIVE' }]) {
      cluster.setNode(name, step);
      await seen();
    }
  }
}
