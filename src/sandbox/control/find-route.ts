import { ControlRefusal, type Route } from './route.js';

export interface FoundRoute {
  readonly route: Route;
  /** A name in the path, such as `:name`; empty when the path has none of that name. */
  readonly param: (name: string) => string;
}

/** @param path behind `/control` @throws ControlRefusal 404 or 405 */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute {
  const here = routes.flatMap((route) => {
    const values = match(route.path, path);
    return values === undefined ? [] : [{ route, values }];
  });
  if (here.length === 0) throw new ControlRefusal('there is no such path; GET /control lists all', { status: 404 });
  const found = here.find(({ route }) => route.method === method);
  if (found === undefined) throw new ControlRefusal(`this path takes ${here[0]?.route.method}`, { status: 405 });
  return { route: found.route, param: (name) => found.values.get(name) ?? '' };
}

/** The values of a path's `:names`, or undefined when it is another path. */
function match(pattern: string, path: string): Map<string, string> | undefined {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const name = wanted[index] ?? '';
    if (name.startsWith(':')) values.set(name.slice(1), decoded(part));
    else if (name !== part) return undefined;
  }
  return values;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new ControlRefusal('the path is not encoded rightly', { status: 400, cause: error });
  }
}
