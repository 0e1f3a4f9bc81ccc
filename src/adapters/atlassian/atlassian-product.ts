import type { Observation } from '../../core/observation.js';
import type { ActionName, Profile } from '../../core/products.js';
import type { HttpAuth, PostOptions } from '../http.js';
import type { HttpAnswer } from '../http-answer.js';
import type { Exchange } from './exchange.js';
import type { LayoutBase } from './zdu-layout.js';

/** Actions that clusters have a call for. */
export const clusterActionNames = ['start', 'cancel', 'approve', 'retry'] as const satisfies readonly ActionName[];
export type ClusterAction = (typeof clusterActionNames)[number];

/** One target's upgrade calls, whatever their paths and bodies are. */
export interface UpgradeApi {
  /** One look at the cluster. @throws AppError */
  read(signal?: AbortSignal): Promise<Observation>;
  /** One POST. @throws AppError with `tookEffect` */
  act(action: ClusterAction, options: PostOptions): Promise<void>;
  /** The path under which the calls are, once that is known. */
  where(): string | undefined;
}

/** What a refusal means beyond its own words, for the person who has to mend it. */
export interface RefusalHint {
  readonly statuses: readonly (401 | 403 | 404)[];
  /** Only for targets whose credentials are of this kind. */
  readonly auth?: HttpAuth['kind'];
  /** What the answer itself has to show. */
  readonly shows?: (answer: HttpAnswer) => boolean;
  /** A sentence without a full stop at its end. */
  readonly words: string;
}

/** One of Atlassian's products, as data. */
export interface AtlassianProduct {
  readonly profile: Profile;
  readonly refusalHints: readonly RefusalHint[];
  /** @param layout where the calls are, for products that serve them in several places */
  openApi(profile: Profile, exchange: Exchange, layout: LayoutBase | 'auto'): UpgradeApi;
}
