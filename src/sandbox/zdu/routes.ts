export const layouts = ['/rest/zdu', '/rest/zdu/cluster', '/rest/zdu/cluster/zdu'] as const;

/**
 * Three path layouts are documented for one API. The first is the one of the REST reference and of the products' own
 * tools; the other two come from how-to pages. A sandbox cluster answers one of them.
 */
export type Layout = (typeof layouts)[number];

/** What a request asks for; `other` is any path that the cluster does not have. */
export type Verb = 'overview' | 'state' | 'node' | 'start' | 'cancel' | 'approve' | 'retry' | 'status' | 'other';

export interface Call {
  readonly verb: Verb;
  readonly nodeId?: string;
}

/** The verbs that change the cluster: POST only. */
export const mutating: readonly Verb[] = ['start', 'cancel', 'approve', 'retry'];

const verbs: Readonly<Record<string, Verb>> = {
  '/state': 'state',
  '/start': 'start',
  '/cancel': 'cancel',
  '/approve': 'approve',
};

/** Calls under the same name in all products, by the last part of their path. */
export const plainVerbs = (rest: string): Verb => (Object.hasOwn(verbs, rest) ? verbs[rest] : undefined) ?? 'other';

/** The first layout has its overview at `/cluster`; in the other two it is the base itself. */
function overviewPath(layout: Layout): string {
  return layout === '/rest/zdu' ? '/cluster' : '';
}

function underContext(pathname: string, contextPath: string): string | undefined {
  if (!pathname.startsWith(contextPath)) return undefined;
  const rest = pathname.slice(contextPath.length);
  return rest.length > 1 && rest.endsWith('/') ? rest.slice(0, -1) : rest;
}

/** The paths that Bitbucket and Confluence share, below one of the layouts. */
export function sharedRoute(path: string, layout: Layout): Call {
  if (!path.startsWith(layout)) return { verb: 'other' };
  const rest = path.slice(layout.length);
  if (rest === overviewPath(layout)) return { verb: 'overview' };
  const nodeId = /^\/nodes\/([^/]+)$/.exec(rest)?.[1];
  if (nodeId !== undefined) return { verb: 'node', nodeId: decodeURIComponent(nodeId) };
  return { verb: plainVerbs(rest) };
}

/** @param pathname without the query; @param contextPath empty or like `/wiki` */
export function routeOf(pathname: string, contextPath: string, route: (path: string) => Call): Call {
  const path = underContext(pathname, contextPath);
  if (path === undefined) return { verb: 'other' };
  return path === '/status' ? { verb: 'status' } : route(path);
}
