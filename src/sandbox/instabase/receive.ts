import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Received } from './answer.js';
import type { Effect } from './faults.js';
import { readForm } from './form.js';
import type { Call } from './routes.js';
import { readUpload } from './upload.js';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function receiveUpload(request: IncomingMessage, cutAfter: number): Promise<Received> {
  try {
    const upload = await readUpload(request, (received) => {
      if (received > cutAfter) request.destroy();
    });
    return { fields: upload.fields, upload };
  } catch (error) {
    // What arrived was no form. The rest is read and forgotten, so that the client gets to hear it.
    request.resume();
    if (!request.closed) await once(request, 'close');
    return { fields: [], upload: { error: textOf(error) } };
  }
}

/** Reads the body of a call: an upload in pieces, anything else as a form. @returns undefined when it was cut short */
export async function receive(
  request: IncomingMessage,
  call: Call,
  effect: Effect | undefined,
): Promise<Received | undefined> {
  const cutAfter = effect?.kind === 'cut-upload' ? effect.afterBytes : Number.POSITIVE_INFINITY;
  const received =
    call.verb === 'create' ? await receiveUpload(request, cutAfter) : { fields: await readForm(request) };
  return request.complete ? received : undefined;
}
