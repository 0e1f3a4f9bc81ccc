import type { Dispatcher } from 'undici';
import type { Adapter } from '../core/ports.js';
import type { ProductName, Profile } from '../core/products.js';
import { type AtlassianConfig, openAtlassian } from './atlassian/adapter.js';
import type { AtlassianProduct } from './atlassian/atlassian-product.js';
import { bitbucketProduct } from './atlassian/bitbucket.js';
import { confluenceProduct } from './atlassian/confluence.js';
import { jiraProduct } from './atlassian/jira.js';
import { type InstabaseConfig, openInstabase } from './instabase/adapter.js';
import { instabase } from './instabase/profile.js';

/** What an adapter needs to know of a target, whatever the product; the target's part of the configuration fits. */
export type AdapterConfig = AtlassianConfig & InstabaseConfig;

/** One product: its profile, known without a connection, and how to open an adapter for one target. */
export interface ProductEntry {
  readonly profile: Profile;
  open(config: AdapterConfig, connections: Dispatcher): Adapter;
}

const atlassian = (product: AtlassianProduct): ProductEntry => ({
  profile: product.profile,
  open: (config, connections) => openAtlassian(product, config, connections),
});

/** Every product the bot can drive: one line each, and a product without one does not compile. */
export const registry: Readonly<Record<ProductName, ProductEntry>> = {
  bitbucket: atlassian(bitbucketProduct),
  confluence: atlassian(confluenceProduct),
  jira: atlassian(jiraProduct),
  instabase: { profile: instabase, open: openInstabase },
};
