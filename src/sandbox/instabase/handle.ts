import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { toldOf } from '../product-traffic.js';
import type { OpenEntry } from '../traffic.js';
import { type Answer, type AnswerContext, answerCall, gate, type Received } from './answer.js';
import type { createFaults, Effect, Substitute } from './faults.js';
import { receive } from './receive.js';
import type { createRequestLog, LoggedRequest } from './request-log.js';
import { type Call, isMutating, routeOf } from './routes.js';
import { refuseHandshake, type Streams } from './streams.js';
import type { UploadedFile } from './upload.js';

interface HandlerParts {
  readonly context: AnswerContext;
  readonly faults: Pick<ReturnType<typeof createFaults>, 'next'>;
  readonly log: ReturnType<typeof createRequestLog>;
  readonly streams: Streams;
  readonly open: (entry: LoggedRequest) => OpenEntry;
}

/** A request on its way. */
interface Begun {
  readonly call: Call | undefined;
  readonly entry: LoggedRequest;
  readonly open: OpenEntry;
  readonly effect: Effect | undefined;
}

type Sent = Answer | Substitute | 'cut';

/** What a Deployment Manager without any upgrade says to every look: nothing is wrong. */
const NO_UPGRADE = 'no upgrade found';

/** The end of a request, for the record. */
function ended(begun: Begun, answer: Sent): void {
  const { call, entry, open } = begun;
  const carriedOut = call !== undefined && isMutating(call) ? entry.acted : undefined;
  const isIdle = entry.refusal === NO_UPGRADE && answer !== 'cut' && answer.status === 404;
  const problem = entry.refusal === undefined || isIdle ? undefined : `refused: ${entry.refusal}`;
  const told = toldOf(answer);
  open.end({ carriedOut, ...told, problem: problem ?? (isIdle ? undefined : told.problem) });
}

function send(response: ServerResponse, begun: Begun, answer: Sent): void {
  const { entry } = begun;
  ended(begun, answer);
  if (answer === 'cut') {
    response.socket?.destroy();
    return;
  }
  entry.status = answer.status;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

/** The handshake of the event stream was accepted. */
const switched: Substitute = { status: 101, headers: {}, body: '' };

const namesOfFile = ({ field, fileName, size }: UploadedFile): object => ({ field, fileName, bytes: size });

const callOf = (request: IncomingMessage): Call | undefined =>
  routeOf(new URL(request.url ?? '/', 'http://sandbox').pathname);

/** What is sent when a fault keeps the call from being carried out. */
function withoutActing(effect: Effect | undefined): Sent | undefined {
  if (effect?.kind === 'drop') return 'cut';
  return effect?.kind === 'reply' && !effect.acted ? effect.reply : undefined;
}

/** The server's two ways in, with the faults between them and the rules. */
export function createHandler({ context, faults, log, streams, open }: HandlerParts) {
  function begin(request: IncomingMessage): Begun {
    const call = callOf(request);
    const mutating = call !== undefined && request.method === call.method && isMutating(call);
    const entry = log.add(request, call?.verb ?? 'other', mutating);
    return { call, entry, open: open(entry), effect: faults.next(entry.verb) };
  }

  async function carryOut(entry: LoggedRequest, call: Call, received: Received): Promise<Answer> {
    const answer = await answerCall(context, call, received);
    entry.refusal = answer.refusal;
    entry.acted = answer.refusal === undefined;
    return answer;
  }

  async function answerWith(entry: LoggedRequest, call: Call, received: Received, effect?: Effect): Promise<Sent> {
    if (effect?.kind === 'wait' && effect.act === 'last') await effect.until();
    const answering = carryOut(entry, call, received);
    // The proxy answers while the call goes on; a change that takes no time is made by now.
    if (effect?.kind === 'reply') return effect.reply;
    const answer = await answering;
    if (effect?.kind === 'wait' && effect.act === 'first') await effect.until();
    return effect?.kind === 'lose' ? 'cut' : answer;
  }

  async function outcomeOf(request: IncomingMessage, begun: Begun): Promise<Sent> {
    const { call, entry, effect } = begun;
    const refused = gate(context, call, request.method, request.headers);
    const early = withoutActing(effect) ?? refused;
    if (early !== undefined || call === undefined) {
      request.resume();
      entry.refusal = refused?.refusal;
      return early ?? 'cut';
    }
    const received = await receive(request, call, effect);
    if (received === undefined) return 'cut';
    entry.fields = received.fields;
    entry.files = received.upload !== undefined && 'files' in received.upload ? received.upload.files : [];
    begun.open.requested({ headers: entry.headers, fields: entry.fields, files: entry.files.map(namesOfFile) });
    return answerWith(entry, call, received, effect);
  }

  async function shake(request: IncomingMessage, tcp: Duplex, head: Buffer): Promise<void> {
    const begun = begin(request);
    const { call, entry, effect } = begun;
    if (effect?.kind === 'wait') await effect.until();
    const given = withoutActing(effect) ?? gate(context, call, request.method, request.headers);
    if (given === 'cut' || (given === undefined && call?.verb !== 'stream')) {
      ended(begun, 'cut');
      tcp.destroy();
      return;
    }
    ended(begun, given ?? switched);
    entry.status = given?.status ?? 101;
    if (given === undefined) streams.accept(request, tcp, head);
    else refuseHandshake(tcp, given.status, given.body);
  }

  return {
    async call(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const begun = begin(request);
      try {
        send(response, begun, await outcomeOf(request, begun));
      } catch (error) {
        send(response, begun, { status: 500, headers: { 'content-type': 'text/plain' }, body: String(error) });
      }
    },
    handshake(request: IncomingMessage, tcp: Duplex, head: Buffer): void {
      // A reset while the handshake is held is an ordinary end of a connection.
      tcp.on('error', () => tcp.destroy());
      void shake(request, tcp, head);
    },
  };
}

export type Handler = ReturnType<typeof createHandler>;
