import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ControlRefusal } from './route.js';

/** Where `npm run build:page` puts the page. */
export const builtPage = fileURLToPath(new URL('../../../dist/page', import.meta.url));

/** The page may load nothing but its own files, and ask nobody but this server. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // The renderer of blocks and React set styles of single elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
};

const safety = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** One plain file name, as long as file systems take: nothing that leads out of the directory. */
const ASSET = /^\/assets\/([\w-][\w.-]{0,199})$/;

/**
 * The name of the page's file that a path asks for; undefined for a path that is none of the page's.
 * @throws ControlRefusal 404 for a name that no file of the page can have
 */
export function pageFileAt(path: string): string | undefined {
  if (path === '/') return 'index.html';
  if (!path.startsWith('/assets/')) return undefined;
  const name = ASSET.exec(path)?.[1];
  if (name === undefined || types[extname(name)] === undefined) throw notThere();
  return `assets/${name}`;
}

const notThere = (): ControlRefusal => new ControlRefusal('the page has no such file', { status: 404 });

/**
 * @param directory of the built page
 * @throws ControlRefusal 503 when the page has not been built, 404 when it has no such file
 */
export async function sendPageFile(directory: string, name: string, response: ServerResponse): Promise<void> {
  const isPage = name === 'index.html';
  const content = await contentOf(join(directory, name), isPage);
  response.writeHead(200, {
    ...safety,
    'content-type': types[extname(name)],
    // The page names its files by what they hold, so that these never change.
    'cache-control': isPage ? 'no-store' : 'max-age=31536000, immutable',
  });
  response.end(content);
}

async function contentOf(path: string, isPage: boolean): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    if (!isPage) throw notThere();
    const words = 'the page has not been built: run `npm run build:page`, then load this again';
    throw new ControlRefusal(words, { status: 503, cause: error });
  }
}
