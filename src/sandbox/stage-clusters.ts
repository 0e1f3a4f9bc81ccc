import type { SandboxAuth } from './zdu/answer.js';
import { isZduProduct, type ZduProductName } from './zdu/product.js';
import { startZdu, type ZduOptions, type ZduServer } from './zdu/server.js';

export const CLUSTER_TOKEN = 'sandbox-cluster-token';
const CLUSTER_PASSWORD = 'sandbox-cluster-password';

/** What the bot's configuration names as `${…}`. */
export const clusterSecrets = { CLUSTER_TOKEN, CLUSTER_PASSWORD } as const;

/** Who is told what happens at a simulated product. */
export type ProductWatch = Pick<ZduOptions, 'recorder' | 'changed'>;

/** Clusters by the names under which people know them; a name that is a product's needs no `product`. */
export type ClusterChoices = Readonly<Record<string, ZduOptions>>;

/** Bitbucket refuses its access tokens on admin endpoints; the others are asked with one. */
const login: Readonly<Record<ZduProductName, { readonly auth: SandboxAuth; readonly written: object }>> = {
  bitbucket: {
    auth: { username: 'upgrade-bot', password: CLUSTER_PASSWORD },
    written: { username: 'upgrade-bot', password: '${CLUSTER_PASSWORD}' },
  },
  confluence: { auth: { token: CLUSTER_TOKEN }, written: { token: '${CLUSTER_TOKEN}' } },
  jira: { auth: { token: CLUSTER_TOKEN }, written: { token: '${CLUSTER_TOKEN}' } },
};

export interface StageClusters {
  /** The one named first. */
  readonly first: ZduServer;
  readonly byName: Readonly<Record<string, ZduServer>>;
  /** The targets' part of the bot's configuration. */
  readonly config: Readonly<Record<string, object>>;
  stop(): Promise<void>;
}

function productOf(name: string, { product }: ZduOptions): ZduProductName {
  if (product !== undefined) return product;
  return isZduProduct(name) ? name : 'confluence';
}

/** Starts the clusters, each with a login of its own. @throws Error when none is chosen */
export async function startClusters(choices: ClusterChoices, watch: ProductWatch = {}): Promise<StageClusters> {
  const byName: Record<string, ZduServer> = {};
  const config: Record<string, object> = {};
  for (const [name, options] of Object.entries(choices)) {
    const product = productOf(name, options);
    const server = await startZdu({ name, auth: login[product].auth, ...watch, ...options, product });
    byName[name] = server;
    config[name] = { product, url: server.url, auth: login[product].written };
  }
  const servers = Object.values(byName);
  const [first] = servers;
  if (first === undefined) throw new Error('a stage needs at least one cluster');
  return {
    first,
    byName,
    config,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
