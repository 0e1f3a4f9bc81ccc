import { AppError } from '../../core/errors.js';
import { failureOf, type HttpAnswer } from '../http-answer.js';
import type { ClusterAction } from './atlassian-product.js';

/** The paths of one way to serve the rolling-upgrade calls. */
export interface Layout {
  readonly base: string;
  readonly overview: string;
  readonly state: string;
}

/**
 * Three layouts are documented for one API, in the order in which they are tried:
 * - the REST reference (https://developer.atlassian.com/server/bitbucket/reference/zdu-rest/) and Atlassian's own
 *   performance toolkit use `/rest/zdu`;
 * - the page "Upgrade a Bitbucket cluster through the API without downtime" has everything under `/rest/zdu/cluster`;
 * - the page "Upgrade a Confluence cluster through the API without downtime" has it under `/rest/zdu/cluster/zdu`.
 * `/rest/zdu/cluster` is an overview in the first two, so only `…/state` tells them apart.
 */
export const layouts: readonly Layout[] = [
  { base: '/rest/zdu', overview: '/rest/zdu/cluster', state: '/rest/zdu/state' },
  { base: '/rest/zdu/cluster', overview: '/rest/zdu/cluster', state: '/rest/zdu/cluster/state' },
  { base: '/rest/zdu/cluster/zdu', overview: '/rest/zdu/cluster/zdu', state: '/rest/zdu/cluster/zdu/state' },
];

export type LayoutBase = '/rest/zdu' | '/rest/zdu/cluster' | '/rest/zdu/cluster/zdu';

export function layoutAt(base: LayoutBase): Layout {
  const found = layouts.find((layout) => layout.base === base);
  if (found === undefined) throw new Error(`No such layout: ${base}`);
  return found;
}

export function actionPath(layout: Layout, action: ClusterAction): string {
  return `${layout.base}/${action}`;
}

/**
 * Statuses that mean "no such resource here". Bitbucket answers 500 to a wrong path
 * (https://developer.atlassian.com/server/bitbucket/rest/, section on errors).
 */
export const elsewhere: readonly number[] = [404, 405, 500];

interface Finder {
  /** Where the calls are; probes when not known, or when in doubt. */
  find(signal?: AbortSignal): Promise<Layout>;
  /** What is known may no longer be right: probe before the next call. */
  doubt(): void;
  /** What was found last, or is pinned. */
  known(): Layout | undefined;
}

/**
 * Remembers a layout, and finds it by reading only.
 * @param read GET of a state path: the answer when its status is in `elsewhere`, undefined when it holds a state.
 *   Throws for everything that says nothing about paths (credentials, no cluster, web pages, no connection).
 */
export function createLayoutFinder(
  pinned: LayoutBase | 'auto',
  read: (path: string, signal?: AbortSignal) => Promise<HttpAnswer | undefined>,
): Finder {
  let known: Layout | undefined = pinned === 'auto' ? undefined : layoutAt(pinned);
  let doubted = false;

  async function probe(signal?: AbortSignal): Promise<Layout | AppError> {
    const answers: HttpAnswer[] = [];
    for (const layout of layouts) {
      const wrong = await read(layout.state, signal);
      if (wrong === undefined) return layout;
      answers.push(wrong);
    }
    // Where a layout answers 500 the product may just be broken: that is said rather than "not there".
    const broken = answers.find((answer) => answer.status >= 500);
    const text = 'No rolling-upgrade API under /rest/zdu: is the URL right, context path included?';
    return (broken && failureOf(broken, Date.now())) ?? new AppError('not-found', text);
  }

  return {
    async find(signal) {
      if (known !== undefined && !doubted) return known;
      const found = await probe(signal);
      doubted = false;
      if (!(found instanceof AppError)) known = found;
      // While a node restarts every path can be missing for a moment: what was right once is kept.
      else if (known === undefined) throw found;
      return known;
    },
    doubt() {
      doubted = pinned === 'auto';
    },
    known: () => known,
  };
}
