import { bitbucket } from './bitbucket.js';
import type { Picture, ZduNode } from './cluster.js';
import { confluence } from './confluence.js';
import { jira } from './jira.js';
import type { Call, Layout, Verb } from './routes.js';

/** How a product's calls look on the wire. */
export interface Wire {
  /** @param path below the context path, without the query */
  route(path: string, layout: Layout): Call;
  state(product: ZduProduct, picture: Picture, answeringId: string): unknown;
  overview(product: ZduProduct, picture: Picture, answeringId: string): unknown;
  node(product: ZduProduct, picture: Picture, node: ZduNode, answeringId: string): unknown;
  /** The statuses of calls that were carried out. */
  readonly done: Readonly<Partial<Record<Verb, number>>>;
  /** Calls that were carried out are answered without a body. */
  readonly emptyAnswers: boolean;
}

/** What differs between the products whose rolling upgrades the sandbox can play. A new product is one more entry. */
export interface ZduProduct {
  readonly label: string;
  /** Nodes are called `<prefix>-0`, `<prefix>-1` … */
  readonly nodePrefix: string;
  /** A node has no name besides its id. */
  readonly namesAreIds: boolean;
  /** Versions to start from and to upgrade to, unless told otherwise. */
  readonly version: string;
  readonly targetVersion: string;
  /** What a restarting node is called while it stops and while it comes up. */
  readonly stopping: string;
  readonly starting: string;
  /** A node that something went wrong with. */
  readonly broken: Readonly<Partial<Pick<ZduNode, 'state' | 'alive'>>>;
  /** What becomes of a node that the cluster does not let in. */
  readonly rejected: string;
  /** Whether upgrade mode lets a node of the second version into a cluster that started from the first. */
  admits(original: string, version: string): boolean;
  /** Node states shown while finalization runs and after it failed; without them nodes stay ACTIVE. */
  readonly finalizingNode?: string;
  readonly failedNode?: string;
  /** The overview says whether upgrade tasks are pending, and nodes carry the errors of the last finalization. */
  readonly tellsFinalization: boolean;
  readonly portNumber?: number;
  readonly wire: Wire;
  buildNumber(version: string): string;
  errorBody(status: number, message: string): unknown;
  /** The status for a login that is known but has no rights. */
  readonly forbidden: 401 | 403;
  /** Calls that only a cluster answers say so with this status, instead of the phrase that the others use. */
  readonly notClusteredStatus?: number;
}

export const zduProducts = { bitbucket, confluence, jira } as const satisfies Record<string, ZduProduct>;

export type ZduProductName = keyof typeof zduProducts;

export const isZduProduct = (name: string): name is ZduProductName => Object.hasOwn(zduProducts, name);
