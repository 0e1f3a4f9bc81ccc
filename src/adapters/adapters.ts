import type { Adapter, Nudges } from '../core/ports.js';
import type { ProductName } from '../core/products.js';
import { openConnections } from './http.js';
import { type AdapterConfig, registry } from './registry.js';

/** The adapters of all configured targets. */
export interface Adapters {
  /** Asking for a target that is not configured is a programming error. */
  of(target: string): Adapter;
  /** Targets that tell by themselves when something happens. */
  nudges(): ReadonlyMap<string, Nudges>;
  close(): Promise<void>;
}

/** Opens an adapter for each target; they share their connections for reading. */
export function openAdapters(
  targets: Readonly<Record<string, AdapterConfig & { readonly product: ProductName }>>,
): Adapters {
  const connections = openConnections();
  const adapters = new Map(
    Object.entries(targets).map(([name, target]) => [name, registry[target.product].open(target, connections)]),
  );
  return {
    of(target) {
      const adapter = adapters.get(target);
      if (adapter === undefined) throw new Error('a target without an adapter');
      return adapter;
    },
    nudges: () =>
      new Map([...adapters].flatMap(([name, { nudges }]) => (nudges === undefined ? [] : [[name, nudges] as const]))),
    async close() {
      await Promise.allSettled([...adapters.values()].map((adapter) => adapter.close()));
      await connections.destroy();
    },
  };
}
