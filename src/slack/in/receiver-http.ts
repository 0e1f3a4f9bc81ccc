import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPResponseAck } from '@slack/bolt';
import { asAppError } from '../../core/errors.js';
import type { Clock, Logger } from '../../core/ports.js';
import { slackLog } from '../log.js';
import { boundedServer } from './bounded-server.js';
import type { SlackReceiver } from './receiver.js';

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
}

const path = '/slack/events';
const form = 'application/x-www-form-urlencoded';

/** Slack's own limit for old timestamps, kept for future ones too, which Bolt's check lets through. */
const maxSkewSeconds = 300;

/**
 * HTTP mode: `POST /slack/events` takes commands, interactivity and events; everything else is 404. A request with a
 * bad signature or a timestamp more than five minutes off is 401
 * (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 *
 * Built from the parts of Bolt's HTTPReceiver, whose own listener leaves a rejection unhandled when the body is JSON
 * but no object, and answers 400 to a form with a charset.
 */
export function httpReceiver({ signingSecret, host, port, logger, clock }: HttpReceiverOptions): SlackReceiver {
  let app: App | undefined;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST' || pathOf(request) !== path) return answer(response, 404);
    const type = request.headers['content-type'];
    if (type?.split(';')[0]?.trim().toLowerCase() === form) request.headers['content-type'] = form;
    const verified = await verify(request, signingSecret, clock);
    if (typeof verified === 'number') {
      logger.warn({ status: verified, from: request.socket.remoteAddress }, 'request refused');
      return answer(response, verified);
    }
    await dispatch(app, verified, response, logger);
  };
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 15_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'delivery from slack could not be processed');
      if (!response.headersSent) answer(response, 500);
    });
  });
  const bounded = boundedServer(server);
  return {
    init: (bolt) => {
      app = bolt;
    },
    start: () => bounded.listen(host, port),
    stop: (deadlineMs) => bounded.stop(deadlineMs),
    ready: () => ({ ok: server.listening, detail: server.listening ? 'listening' : 'not listening' }),
  };
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

type Verified = Awaited<ReturnType<typeof HTTPModuleFunctions.parseAndVerifyHTTPRequest>>;

/** The request with its body read and its signature checked, or the status that refuses it. */
async function verify(
  request: IncomingMessage,
  signingSecret: string,
  clock: Pick<Clock, 'now'>,
): Promise<Verified | 401 | 413> {
  const sentAt = Number(request.headers['x-slack-request-timestamp'] ?? 0);
  if (sentAt > clock.now() / 1000 + maxSkewSeconds) {
    request.resume();
    return 401;
  }
  try {
    return await HTTPModuleFunctions.parseAndVerifyHTTPRequest(
      { signingSecret, bodyLimit: HTTPModuleFunctions.defaultBodyLimit },
      request,
    );
  } catch (error) {
    return HTTPModuleFunctions.isRawBodyError(error) && error.statusCode === 413 ? 413 : 401;
  }
}

async function dispatch(
  app: App | undefined,
  request: Verified,
  response: ServerResponse,
  logger: Logger,
): Promise<void> {
  const body = parsed(request);
  if (body === undefined || app === undefined) return answer(response, 400);
  // Slack checks the certificate with `ssl_check`, and the address with `url_verification`.
  if (body.ssl_check === '1') return answer(response, 200);
  if (body.type === 'url_verification') {
    return HTTPModuleFunctions.buildUrlVerificationResponse(response, body);
  }
  const ack = new HTTPResponseAck({
    logger: slackLog(logger),
    processBeforeResponse: false,
    httpRequest: request,
    httpRequestBody: body,
    httpResponse: response,
  });
  const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request);
  const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request);
  try {
    await app.processEvent({
      body,
      ack: ack.bind(),
      ...(retryNum === undefined ? {} : { retryNum }),
      ...(retryReason === undefined ? {} : { retryReason }),
    });
  } catch (error) {
    // Bolt reads fields of a payload before any listener does: of one of an odd shape it may find none.
    logger.warn({ err: asAppError(error) }, 'delivery from slack could not be read');
    if (!response.headersSent) return answer(response, 400);
  }
  // Bolt knows no such payload, so that nobody has acknowledged it.
  if (!response.headersSent) answer(response, 404);
}

/** The body as an object; undefined when it is neither a form nor a JSON object. */
function parsed(request: Verified): Record<string, unknown> | undefined {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined;
  } catch {
    // Signed, but no JSON: answered with 400.
    return undefined;
  }
}
