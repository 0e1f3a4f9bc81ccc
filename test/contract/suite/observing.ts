import { describe, expect, it } from 'vitest';
import { act, type Open, observe, type Traits, under, upgradeAll, useAdapter } from './under.js';

/** What every adapter of a rolling upgrade finds, through a whole upgrade. */
export function describeObserving(open: Open, traits: Traits): void {
  describe('observing', () => {
    useAdapter(open);

    it('finds an idle cluster', async () => {
      const seen = await observe();

      expect(seen).toMatchObject({ state: 'STABLE', phase: 'idle', mode: false });
      expect(seen.originalVersion).toBeUndefined();
      expect(seen.nodes).toHaveLength(3);
      const [node] = seen.nodes;
      const [real] = under.product.cluster.nodes();
      expect(node).toMatchObject({ id: real?.id, name: real?.name, state: 'ACTIVE', condition: 'active' });
      const load = traits.tells.load ? { users: 25, tasks: 0 } : {};
      expect(node).toMatchObject({ version: under.product.version, errors: [], ...load });
      expect(node?.build).toMatch(/^\d+$/);
    });

    it('follows a whole upgrade', async () => {
      const { cluster } = under.product;
      const [first] = cluster.nodes();
      const seen = [(await observe()).phase];

      await act('start');
      seen.push((await observe()).phase);
      await cluster.upgradeNode(first?.id ?? '');
      seen.push((await observe()).phase);
      const original = traits.tells.originalVersion ? { originalVersion: under.product.version } : {};
      expect(await observe()).toMatchObject({ mode: true, ...original });
      await upgradeAll();
      seen.push((await observe()).phase);
      await act('approve');
      seen.push((await observe()).phase);
      cluster.finishFinalization();
      seen.push((await observe()).phase);

      expect(seen).toEqual(['idle', 'started', 'rolling', 'finalizable', 'finalizing', 'idle']);
    });

    it(`reads the cluster in ${traits.readsPerLook} requests at most`, async () => {
      await observe();
      const before = under.product.requests.length;

      await observe();

      expect(under.product.requests.length - before).toBe(traits.readsPerLook);
    });

    it.each([...Object.entries(traits.nodeStates), ['REBALANCING', 'unknown']])(
      'finds a node that is %s to be %s',
      async (state, condition) => {
        const { cluster } = under.product;
        cluster.setNode(cluster.nodes()[1]?.id ?? '', { state });

        expect((await observe()).nodes[1]).toMatchObject({ state, condition });
      },
    );

    it('finds failed upgrade tasks, with their errors where the product tells them', async () => {
      under.product.cluster.setUpgradeMode(true);
      await upgradeAll();
      under.product.cluster.failFinalization([
        { message: 'constraint violation', details: ['ALTER TABLE x', 'row 7'], clusterWide: true, task: 'AddColumn' },
        { message: 'disk full' },
      ]);
      await act('approve');
      under.product.cluster.finishFinalization();

      const seen = await observe();

      expect(seen).toMatchObject({ state: 'UPGRADE_TASKS_FAILED', phase: 'failed', mode: false });
      const errors = [
        { task: 'AddColumn', message: 'constraint violation; ALTER TABLE x; row 7', clusterWide: true },
        { message: 'disk full', clusterWide: false },
      ];
      expect(seen.nodes[0]?.errors).toEqual(traits.tells.taskErrors ? errors : []);
    });

    it('finds the same whichever node answers', async () => {
      expect(await observe()).toEqual(await observe());
    });

    it('finds a node by id and by name, and none that is not there', async () => {
      const [, second] = under.product.cluster.nodes();
      const { observeNode } = under.adapter.observer;

      expect(await observeNode(second?.id ?? '')).toMatchObject({ id: second?.id, name: second?.name });
      expect(await observeNode(second?.name ?? '')).toMatchObject({ id: second?.id });
      expect(await observeNode('nobody')).toBeUndefined();
    });

    it('finds a replaced node under its new id', async () => {
      const fresh = under.product.cluster.replaceNode(under.product.cluster.nodes()[0]?.id ?? '');

      expect((await observe()).nodes[0]).toMatchObject({ id: fresh.id, name: fresh.name });
    });
  });
}
