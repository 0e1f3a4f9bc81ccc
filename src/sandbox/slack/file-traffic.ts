import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, textAnswer } from './answer.js';
import { Refusal } from './refusal.js';
import type { Stage } from './stage.js';
import { tokenOf } from './tokens.js';

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** The file in a body: the bytes themselves, or the first part of a form. */
const uploadedIn = async (request: IncomingMessage): Promise<Buffer> => {
  const body = await bytesOf(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
};

/** Without a good token Slack shows a page to log in on, as it does to people. */
const loginPage = (url: string): Answer => ({
  ...textAnswer('<!DOCTYPE html><html><body>Sign in</body></html>', 302, 'text/html'),
  headers: { location: `${url}/login`, 'content-type': 'text/html; charset=utf-8' },
});

const mayRead = ({ tokens }: Stage, request: IncomingMessage): boolean => {
  try {
    tokens.check(tokenOf(request, {}), { kind: 'bot', scopes: ['files:read'] });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

const download = (stage: Stage, request: IncomingMessage, id: string): Answer => {
  if (!mayRead(stage, request)) return loginPage(stage.settings.url);
  const file = stage.state.files.get(id);
  if (file === undefined || file.deleted) return textAnswer('Not found', 404);
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: file.content };
};

/**
 * Serves the addresses at which the bytes of files are taken and handed out; false for any other path. The record says
 * whether a token came with the call.
 */
export const serveFileTraffic = async (
  stage: Stage,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> => {
  const withToken = request.headers.authorization !== undefined;
  const secret = /^\/upload\/v1\/(\w+)$/.exec(path)?.[1];
  if (secret !== undefined && request.method === 'POST') {
    const content = await uploadedIn(request);
    const args = { bytes: content.length, withToken };
    await stage.desk.serve('upload_url', args, response, () => stage.uploads.take(secret, content));
    return true;
  }
  const file = /^\/files-pri\/\w+-(\w+)\//.exec(path)?.[1];
  if (file === undefined) return false;
  await stage.desk.serve('url_private_download', { file, withToken }, response, () => download(stage, request, file));
  return true;
};
