import type { Dispatcher } from 'undici';
import type { NodeObservation } from '../../core/observation.js';
import type { Adapter } from '../../core/ports.js';
import type { Profile } from '../../core/products.js';
import { type HttpAuth, openHttp } from '../http.js';
import { createZduClient } from './client.js';
import type { LayoutBase } from './layout.js';
import { observationOf } from './transform.js';

/** What a configured target says about how to reach it. */
export interface AtlassianConfig {
  /** Base URL with the context path, if there is one. */
  readonly url: string;
  readonly auth: HttpAuth;
  readonly layout: LayoutBase | 'auto';
  /** For reads, in milliseconds. */
  readonly readTimeoutMs?: number;
}

/** Without this header the products refuse a POST as forged: 403 `XSRF check failed`. */
const postHeaders = { 'x-atlassian-token': 'no-check' };

function findNode(nodes: readonly NodeObservation[], wanted: string): NodeObservation | undefined {
  return nodes.find((node) => node.id === wanted) ?? nodes.find((node) => node.name === wanted);
}

/** Drives one cluster of a product whose rolling upgrades follow Atlassian's shared API. */
export function openAtlassian(profile: Profile, config: AtlassianConfig, connections: Dispatcher): Adapter {
  const client = createZduClient(openHttp(connections, { ...config, postHeaders }), config.layout);

  const observe: Adapter['observer']['observe'] = async (signal) => {
    const { overview, state } = await client.read(signal);
    return observationOf(profile, overview, state);
  };

  return {
    profile,
    observer: {
      observe,
      // The overview holds everything the per-node call does, and fits the state shown beside it.
      observeNode: async (id, signal) => findNode((await observe(signal)).nodes, id),
    },
    actor: { act: (action, options) => client.act(action, options) },
    close: () => Promise.resolve(),
  };
}
