import { asAppError } from '../../core/errors.js';
import type { Profile } from '../../core/products.js';
import { type HttpAnswer, jsonOf } from '../http-answer.js';
import { certainlyUnsent } from '../unsent.js';
import type { UpgradeApi } from './atlassian-product.js';
import type { Exchange } from './exchange.js';
import { actionPath, createLayoutFinder, elsewhere, type Layout, type LayoutBase } from './zdu-layout.js';
import { type Overview, overviewOf, stateOf } from './zdu-schema.js';
import { observationOf } from './zdu-transform.js';

/** Probes one state path; see `createLayoutFinder`. */
async function probe(exchange: Exchange, path: string, signal?: AbortSignal): Promise<HttpAnswer | undefined> {
  const answer = await exchange.get(path, signal);
  if (elsewhere.includes(answer.status)) return answer;
  const refusal = exchange.refusalOf(answer);
  if (refusal !== undefined) throw refusal;
  stateOf(jsonOf(answer));
  return undefined;
}

const versionsOf = (overview: Overview): string =>
  [...new Set(overview.nodes.map((node) => node.version ?? ''))].sort().join(' ');

/**
 * The rolling-upgrade ("zero downtime upgrade") API that Bitbucket and Confluence share. A look is one GET, or two
 * where the overview does not carry the state.
 */
export function openZduApi(profile: Profile, exchange: Exchange, pinned: LayoutBase | 'auto'): UpgradeApi {
  const finder = createLayoutFinder(pinned, (path, signal) => probe(exchange, path, signal));
  let versions: string | undefined;

  /** The overview; when its path is gone, the layout is looked for once more. */
  async function readOverview(signal?: AbortSignal): Promise<{ layout: Layout; overview: Overview }> {
    const layout = await finder.find(signal);
    try {
      return { layout, overview: overviewOf(await exchange.readJson(layout.overview, signal)) };
    } catch (error) {
      if (asAppError(error).kind !== 'not-found') throw error;
      finder.doubt();
      const other = await finder.find(signal);
      if (other === layout) throw error;
      return { layout: other, overview: overviewOf(await exchange.readJson(other.overview, signal)) };
    }
  }

  return {
    async read(signal) {
      const { layout, overview } = await readOverview(signal);
      // Another version of the product may serve another layout.
      const seen = versionsOf(overview);
      if (versions !== undefined && versions !== seen) finder.doubt();
      versions = seen;
      const state = overview.state ?? stateOf(await exchange.readJson(layout.state, signal));
      return observationOf(profile, overview, state);
    },
    async act(action, options) {
      const layout = await certainlyUnsent(finder.find());
      try {
        await exchange.send(actionPath(layout, action), options);
      } catch (error) {
        if (asAppError(error).kind === 'not-found') finder.doubt();
        throw error;
      }
    },
    where: () => finder.known()?.base,
  };
}
