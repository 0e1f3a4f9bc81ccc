import { afterEach, beforeEach } from 'vitest';
import type { Observation } from '../../../src/core/observation.js';
import type { ActionAnswer, Adapter } from '../../../src/core/ports.js';
import type { ActionName, NodeCondition } from '../../../src/core/products.js';
import type { LoggedRequest } from '../../../src/sandbox/zdu/request-log.js';
import type { ZduServer } from '../../../src/sandbox/zdu/server.js';

/** A product's simulated cluster of three nodes, and the bot's adapter pointed at it. Reads time out after 300 ms. */
export interface AdapterUnderTest {
  readonly product: ZduServer;
  readonly adapter: Adapter;
  stop(): Promise<void>;
}

/** In what products differ although the suite is one. */
export interface Traits {
  /** The product's node states and what they mean to the bot. */
  readonly nodeStates: Readonly<Record<string, NodeCondition>>;
  /** The statuses of calls that were carried out. */
  readonly done: { readonly start: number; readonly cancel: number };
  /** Such answers have a body. */
  readonly answersWithBody: boolean;
  /** How many requests one look takes. */
  readonly readsPerLook: number;
  /** What the product tells. */
  readonly tells: { readonly load: boolean; readonly originalVersion: boolean; readonly taskErrors: boolean };
}

export type Open = () => Promise<AdapterUnderTest>;

/** What the present test works on. */
export let under: AdapterUnderTest;

/** Opens before and stops after each test of the block it is called in. */
export function useAdapter(open: Open): void {
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.stop());
}

export const observe = (): Promise<Observation> => under.adapter.observer.observe();

export const act = (action: ActionName, beforeSend = () => true): Promise<ActionAnswer> =>
  under.adapter.actor.act(action, { intended: {}, timeoutMs: 300, beforeSend });

export const postsOf = (verb: string): LoggedRequest[] => under.product.posts().filter((post) => post.verb === verb);

export async function upgradeAll(): Promise<void> {
  for (const node of under.product.cluster.nodes()) await under.product.cluster.upgradeNode(node.id);
}
