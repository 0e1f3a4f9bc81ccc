import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Session } from '../session.js';
import type { PlayedProduct } from '../upgrades.js';
import { clusterRoutes } from './cluster.js';
import { clusterFaultRoutes } from './cluster-faults.js';
import { examplesFor, helpText } from './help.js';
import { instabaseRoutes } from './instabase.js';
import { instabaseFaultRoutes } from './instabase-faults.js';
import { lookingRoutes } from './looking.js';
import { peopleRoutes } from './people.js';
import { processRoutes } from './processes.js';
import { checkSource, readFields } from './request.js';
import { ControlRefusal, type Route } from './route.js';
import { slackFaultRoutes } from './slack-faults.js';

export interface Control {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Lines for a shell. */
  examples(product: PlayedProduct): string;
  stop(): Promise<void>;
}

const routes: readonly Route[] = [
  ...peopleRoutes,
  ...clusterRoutes,
  ...clusterFaultRoutes,
  ...instabaseRoutes,
  ...instabaseFaultRoutes,
  ...slackFaultRoutes,
  ...processRoutes,
  ...lookingRoutes,
];

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

/** @throws ControlRefusal 404 or 405 */
function findRoute(method: string, path: string): { route: Route; values: Map<string, string> } {
  const here = routes.flatMap((route) => {
    const values = match(route.path, path);
    return values === undefined ? [] : [{ route, values }];
  });
  if (here.length === 0) throw new ControlRefusal('there is no such path; GET / lists all', { status: 404 });
  const found = here.find(({ route }) => route.method === method);
  if (found === undefined) throw new ControlRefusal(`this path takes ${here[0]?.route.method}`, { status: 405 });
  return found;
}

/**
 * Starts the control API on a free port of the loopback interface. It is meant for the person at this machine: other
 * host names and other origins are refused, so that no web page can drive it.
 */
export async function startControl(session: Session): Promise<Control> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const status = error instanceof ControlRefusal ? error.status : 500;
      sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkSource(request.headers, port);
    const { pathname } = new URL(request.url ?? '/', url);
    const method = request.method ?? 'GET';
    if (pathname === '/' && method === 'GET') return sendText(response, helpText(url, routes));
    const { route, values } = findRoute(method, pathname);
    const body = method === 'POST' ? await readFields(request) : {};
    const param = (name: string): string => values.get(name) ?? '';
    sendJson(response, 200, await route.serve({ session, param, body }));
  }

  return {
    url,
    examples: (product) => examplesFor(url, product),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, headers).end(`${JSON.stringify(body, undefined, 2)}\n`);
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
