import type { Dispatcher } from 'undici';
import type { NodeObservation } from '../../core/observation.js';
import type { Adapter } from '../../core/ports.js';
import { makeExaminer } from '../examiner.js';
import { type HttpAuth, type HttpClient, openHttp } from '../http.js';
import { type AtlassianProduct, clusterActionNames } from './atlassian-product.js';
import { openExchange } from './exchange.js';
import { refusalReader } from './refusal.js';
import type { LayoutBase } from './zdu-layout.js';

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

/** Drives one cluster of an Atlassian Data Center product. */
export function openAtlassian(product: AtlassianProduct, config: AtlassianConfig, connections: Dispatcher): Adapter {
  const { profile, refusalHints } = product;
  const http = openHttp(connections, { ...config, postHeaders });
  const refusalOf = refusalReader(refusalHints, config.auth.kind);
  const open = (client: HttpClient) => product.openApi(profile, openExchange(client, refusalOf), config.layout);
  const api = open(http);
  return {
    profile,
    observer: {
      observe: (signal) => api.read(signal),
      // A look holds everything a per-node call does, and fits the state shown beside it.
      observeNode: async (id, signal) => findNode((await api.read(signal)).nodes, id),
    },
    actor: {
      act: async (action, { timeoutMs, beforeSend }) => {
        const call = clusterActionNames.find((name) => name === action);
        if (call === undefined) throw new Error(`${profile.label} has no ${action}`);
        await api.act(call, { timeoutMs, beforeSend });
        return {};
      },
    },
    examiner: makeExaminer(http, open),
    close: () => Promise.resolve(),
  };
}
