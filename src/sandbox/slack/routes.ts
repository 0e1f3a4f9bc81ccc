import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonAnswer, sendAnswer, textAnswer } from './answer.js';
import { type Args, parseArgs } from './args.js';
import { serveFileTraffic } from './file-traffic.js';
import { plainText } from './plain-text.js';
import { Refusal } from './refusal.js';
import type { Stage } from './stage.js';
import { answerCall } from './web-api.js';

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const argsOf = async (request: IncomingMessage, query: URLSearchParams): Promise<Args> =>
  parseArgs(await bodyOf(request), request.headers['content-type'] ?? '', query);

/** A permalink's page: the message as plain text. */
const permalinkPage = ({ state }: Stage, path: string) => {
  const [, channel, digits] = /^\/archives\/(\w+)\/p(\d+)$/.exec(path) ?? [];
  const message = state.messages.get(`${digits?.slice(0, -6)}.${digits?.slice(-6)}`);
  if (message === undefined || message.channel !== channel) return textAnswer('Not found', 404);
  return textAnswer(plainText(message));
};

const route = async (stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
  if (pathname.startsWith('/api/')) {
    const name = pathname.slice('/api/'.length);
    const args = await argsOf(request, searchParams);
    return stage.desk.serve(name, args, response, () =>
      answerCall({ backstage: stage, ...stage }, name, args, request),
    );
  }
  const secret = /^\/response\/\w+\/(\w+)$/.exec(pathname)?.[1];
  if (secret !== undefined && request.method === 'POST') {
    const args = await argsOf(request, searchParams);
    return stage.desk.serve('response_url', args, response, () => stage.responseUrls.answer(secret, args));
  }
  if (await serveFileTraffic(stage, request, response, pathname)) return;
  sendAnswer(response, permalinkPage(stage, pathname));
};

/** Answers any HTTP request. A mistake of the sandbox itself becomes a 500 that says so. */
export const answerRequest = async (
  stage: Stage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    await route(stage, request, response);
  } catch (error) {
    if (response.destroyed || response.headersSent) return;
    if (error instanceof Refusal) sendAnswer(response, jsonAnswer({ ok: false, error: error.code }));
    else sendAnswer(response, textAnswer(`sandbox error: ${error instanceof Error ? error.stack : error}`, 500));
  }
};
