import { AppError, asAppError } from '../../core/errors.js';
import type { ActionName } from '../../core/products.js';
import type { HttpClient, PostOptions } from '../http.js';
import { failureOf, type HttpAnswer, jsonOf, requireDone } from '../http-answer.js';
import { actionPath, createLayoutFinder, elsewhere, type Layout, type LayoutBase } from './layout.js';
import { type Overview, overviewOf, stateOf } from './schema.js';

/** The overview with its state, wherever that had to be read. */
export interface ClusterReading {
  readonly overview: Overview;
  readonly state: string;
}

export interface ZduClient {
  /** One GET, or two where the overview does not carry the state. @throws AppError */
  read(signal?: AbortSignal): Promise<ClusterReading>;
  /** One POST. @throws AppError with `tookEffect` */
  act(action: ActionName, options: PostOptions): Promise<void>;
}

/**
 * A product that runs as a single node answers 401 or 403 with this phrase, in the body or in `WWW-Authenticate`, as
 * Atlassian's performance toolkit knows (https://github.com/atlassian/dc-app-performance-toolkit).
 */
const notClustered = /clustered installation/i;

function refusalOf(answer: HttpAnswer): AppError | undefined {
  const said = `${answer.body} ${answer.header('www-authenticate') ?? ''}`;
  if ((answer.status === 401 || answer.status === 403) && notClustered.test(said)) {
    const text = 'The product runs as a single node: there is no cluster to upgrade without downtime';
    return new AppError('not-clustered', text, answer.method === 'GET' ? {} : { tookEffect: 'no' });
  }
  return failureOf(answer, Date.now());
}

async function readJson(http: HttpClient, path: string, signal?: AbortSignal): Promise<unknown> {
  const answer = await http.get(path, signal);
  const refusal = refusalOf(answer);
  if (refusal !== undefined) throw refusal;
  return jsonOf(answer);
}

/** Probes one state path; see `createLayoutFinder`. */
async function probe(http: HttpClient, path: string, signal?: AbortSignal): Promise<HttpAnswer | undefined> {
  const answer = await http.get(path, signal);
  if (elsewhere.includes(answer.status)) return answer;
  const refusal = refusalOf(answer);
  if (refusal !== undefined) throw refusal;
  stateOf(jsonOf(answer));
  return undefined;
}

function asUnsent(error: unknown): AppError {
  const { kind, message, retryAfterMs } = asAppError(error);
  return new AppError(kind, message, {
    tookEffect: 'no',
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Before a call is sent nothing can have taken effect, whatever goes wrong. */
function certainlyUnsent<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => {
    throw asUnsent(error);
  });
}

const versionsOf = (overview: Overview): string =>
  [...new Set(overview.nodes.map((node) => node.version ?? ''))].sort().join(' ');

/** The rolling-upgrade ("zero downtime upgrade") API that Atlassian's Data Center products share. */
export function createZduClient(http: HttpClient, pinned: LayoutBase | 'auto'): ZduClient {
  const finder = createLayoutFinder(pinned, (path, signal) => probe(http, path, signal));
  let versions: string | undefined;

  /** The overview; when its path is gone, the layout is looked for once more. */
  async function readOverview(signal?: AbortSignal): Promise<{ layout: Layout; overview: Overview }> {
    const layout = await finder.find(signal);
    try {
      return { layout, overview: overviewOf(await readJson(http, layout.overview, signal)) };
    } catch (error) {
      if (asAppError(error).kind !== 'not-found') throw error;
      finder.doubt();
      const other = await finder.find(signal);
      if (other === layout) throw error;
      return { layout: other, overview: overviewOf(await readJson(http, other.overview, signal)) };
    }
  }

  return {
    async read(signal) {
      const { layout, overview } = await readOverview(signal);
      // Another version of the product may serve another layout.
      const seen = versionsOf(overview);
      if (versions !== undefined && versions !== seen) finder.doubt();
      versions = seen;
      return { overview, state: overview.state ?? stateOf(await readJson(http, layout.state, signal)) };
    },
    async act(action, options) {
      const layout = await certainlyUnsent(finder.find());
      const answer = await http.post(actionPath(layout, action), options);
      const refusal = refusalOf(answer);
      if (refusal?.kind === 'not-found') finder.doubt();
      if (refusal !== undefined) throw refusal;
      requireDone(answer);
    },
  };
}
