import type { ActionVerb } from './rules.js';

export const apiPath = '/api/v1/control_plane';

export type Verb =
  | 'preflight'
  | 'create'
  | 'show'
  | 'validate'
  | 'diff'
  | 'summary'
  | 'progress'
  | 'stream'
  | 'events'
  | ActionVerb
  | 'other';

export interface Call {
  readonly verb: Verb;
  readonly method: 'GET' | 'POST';
  /** Of a preflight check. */
  readonly id?: string;
}

const get = (verb: Verb): Call => ({ verb, method: 'GET' });
const post = (verb: Verb): Call => ({ verb, method: 'POST' });

/** The sixteen calls. Source: Instabase documentation, page "Upgrade API". */
const calls: Readonly<Record<string, Call>> = {
  '/product/upgrade': get('show'),
  '/product/upgrade/upload': post('create'),
  '/product/upgrade/validation': get('validate'),
  '/product/upgrade/diff': get('diff'),
  '/product/upgrade/diff/summary': get('summary'),
  '/product/upgrade/progress': get('progress'),
  '/product/upgrade/events': get('stream'),
  '/product/upgrade/events/stages': get('events'),
  '/product/upgrade/start': post('start'),
  '/product/upgrade/complete': post('complete'),
  '/product/upgrade/pause': post('pause'),
  '/product/upgrade/retry': post('retry'),
  '/product/upgrade/continue': post('continue'),
  '/product/upgrade/rollback': post('rollback'),
  '/product/upgrade/abandon': post('abandon'),
};

/** The calls that change something; preflight checks are POSTs that do not. */
export const isMutating = ({ verb, method }: Call): boolean => method === 'POST' && verb !== 'preflight';

/** @param pathname without the query */
export function routeOf(pathname: string): Call | undefined {
  if (!pathname.startsWith(apiPath)) return undefined;
  const path = pathname.slice(apiPath.length);
  const id = /^\/installer\/preflight\/checks\/([^/]+)$/.exec(path)?.[1];
  if (id !== undefined) return { ...post('preflight'), id };
  return Object.hasOwn(calls, path) ? calls[path] : undefined;
}
