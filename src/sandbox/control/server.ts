import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Session } from '../session.js';
import { streamChanges } from './change-stream.js';
import { findRoute } from './find-route.js';
import { helpText } from './help.js';
import { builtPage, pageFileAt, sendPageFile } from './page-files.js';
import { checkSource, readFields } from './request.js';
import { ControlRefusal } from './route.js';
import { routes } from './routes.js';

export interface ControlOptions {
  /** Of the loopback interface; a free one when left out. */
  readonly port?: number | undefined;
  /** Where the page's files are; where they are built when left out. */
  readonly page?: string;
}

export interface Control {
  /** The page: `http://127.0.0.1:<port>/`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Where requests are answered, and from what. */
interface Desk {
  readonly session: Session;
  readonly page: string;
  readonly port: number;
  /** Under which everything but the page is: `http://127.0.0.1:<port>/control`. */
  readonly controlUrl: string;
}

/**
 * Serves the page and the control path on the loopback interface. They are meant for the person at this machine: other
 * host names and other origins are refused, so that no web page can drive the sandbox.
 * @throws Error when the port is taken
 */
export async function startControl(
  session: Session,
  { port: wanted = 0, page = builtPage }: ControlOptions = {},
): Promise<Control> {
  const server = createServer((request, response) => {
    answer({ session, page, port, controlUrl }, request, response).catch((error: unknown) => {
      const status = error instanceof ControlRefusal ? error.status : 500;
      sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`port ${wanted} cannot be used: ${cause.message}`, { cause })));
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const controlUrl = `${origin}/control`;

  return {
    url: `${origin}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  checkSource(request.headers, desk.port);
  // Taken as it is written: whatever would have to be resolved first, such as `..`, is no path of ours.
  const [pathname = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const method = request.method ?? 'GET';
  if (method === 'GET' && (await sendOther(desk, pathname, response))) return;
  const path = pathname.startsWith('/control/') ? pathname.slice('/control'.length) : '';
  const { route, param } = findRoute(routes, method, path);
  const body = method === 'POST' ? await readFields(request, route.maxBytes) : {};
  sendJson(
    response,
    200,
    await route.serve({ session: desk.session, param, query: new URLSearchParams(search), body }),
  );
}

/** Sends what is not JSON; false for paths of which all is. */
async function sendOther(desk: Desk, path: string, response: ServerResponse): Promise<boolean> {
  const file = pageFileAt(path);
  if (file !== undefined) await sendPageFile(desk.page, file, response);
  else if (path === '/control') sendText(response, helpText(desk.controlUrl, routes));
  else if (path === '/control/changes') streamChanges(desk.session, response);
  else return false;
  return true;
}

const headers = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(body, undefined, 2)}\n`);
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
