import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ControlRefusal, type Fields } from './route.js';

const MAX_BODY_BYTES = 64 * 1024;

/**
 * Lets only this machine's own clients in. The host name is checked against a page whose name was made to point to
 * this machine, the origin against a page that posts here.
 * @throws ControlRefusal 403
 */
export function checkSource({ host, origin }: IncomingHttpHeaders, port: number): void {
  const here = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !here.includes(host)) throw new ControlRefusal(`use http://${here[0]}`, { status: 403 });
  if (origin !== undefined && !here.some((name) => origin === `http://${name}`)) {
    throw new ControlRefusal('pages of other origins may not drive the sandbox', { status: 403 });
  }
}

/**
 * The body of a POST. The content type is asked for because a form in a web page cannot send it.
 * @throws ControlRefusal 415, 413 or 400
 */
export async function readFields(request: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<Fields> {
  const [type] = (request.headers['content-type'] ?? '').split(';', 1);
  if (type?.trim().toLowerCase() !== 'application/json') {
    throw new ControlRefusal('send the header content-type: application/json', { status: 415 });
  }
  const body = await readBody(request, maxBytes);
  if (body.trim() === '') return {};
  const value = parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlRefusal('the body must be a JSON object', { status: 400 });
  }
  return { ...value };
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new ControlRefusal(`the body is longer than ${maxBytes} bytes`, { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlRefusal('the body is not JSON', { status: 400, cause: error });
  }
}
