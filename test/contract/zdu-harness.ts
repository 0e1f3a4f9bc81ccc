import { openConnections } from '../../src/adapters/http.js';
import { type AdapterConfig, registry } from '../../src/adapters/registry.js';
import type { Adapter } from '../../src/core/ports.js';
import type { ProductName } from '../../src/core/products.js';
import { startZdu, type ZduOptions, type ZduServer } from '../../src/sandbox/zdu/server.js';

export interface ZduUnderTest {
  readonly product: ZduServer;
  readonly adapter: Adapter;
  stop(): Promise<void>;
}

/** An adapter for `url` with connections of its own. */
export function openFor(
  url: string,
  config: Partial<AdapterConfig> = {},
  product: ProductName = 'confluence',
): { adapter: Adapter; close(): Promise<void> } {
  const connections = openConnections();
  const auth = { kind: 'bearer', token: 't0ken' } as const;
  const adapter = registry[product].open({ url, auth, layout: 'auto', readTimeoutMs: 300, ...config }, connections);
  return { adapter, close: () => connections.destroy() };
}

/** A simulated cluster that asks for a token, and the adapter pointed at it. */
export async function openZdu(options: ZduOptions = {}, config: Partial<AdapterConfig> = {}): Promise<ZduUnderTest> {
  const product = await startZdu({ auth: { token: 't0ken' }, finalizeMs: Number.POSITIVE_INFINITY, ...options });
  const { adapter, close } = openFor(product.url, config, options.product);
  return {
    product,
    adapter,
    async stop() {
      await adapter.close();
      await close();
      await product.stop();
    },
  };
}
