import { z } from 'zod';
import { AppError } from '../../core/errors.js';
import type { UploadedFile } from '../../core/products.js';
import { slackFailure } from '../failure.js';
import type { Call } from './call.js';
import { fetchFile } from './file-traffic.js';
import { slackAddress } from './slack-address.js';

/** Reads a file that a person uploaded in a form, piece by piece. @throws AppError when Slack does not hand it over */
export type OpenUpload = (file: UploadedFile) => Promise<AsyncIterable<Uint8Array>>;

/** https://docs.slack.dev/reference/objects/file-object */
const fileInfo = z.object({
  file: z.object({
    size: z.number(),
    url_private: z.string().optional(),
    url_private_download: z.string().optional(),
  }),
});

/** Until the file begins to arrive. */
const TIMEOUT_MS = 15_000;

const refused = (why: string): AppError => new AppError('refused', why);

/**
 * Reads with the bot's token, which goes to Slack's own hosts only. A file that is not as long as when it was uploaded
 * is refused, before it is read where that can be told.
 */
export function openUpload(
  call: Call,
  { token, apiUrl }: { readonly token: string; readonly apiUrl: string },
): OpenUpload {
  return async ({ id, name, size: uploaded }) => {
    const { file } = await call('files.info', { file: id }, fileInfo);
    const { size } = file;
    if (uploaded > 0 && size !== uploaded) {
      throw refused(`${name} has changed since it was uploaded: ${size} bytes instead of ${uploaded}`);
    }
    const address = file.url_private_download ?? file.url_private;
    if (address === undefined) throw refused(`Slack does not say where ${name} is`);
    // As it is: a .gz file must not be unpacked on the way.
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' };
    const { body } = await fetchFile(slackAddress(address, apiUrl), { method: 'GET', headers }, TIMEOUT_MS);
    if (body === null) throw refused(`${name} is empty`);
    return exactly(size, name, body);
  };
}

/** The bytes of the stream, which have to be so many. */
function exactly(size: number, name: string, body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = body.getReader();
  let read = 0;
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw slackFailure(error);
    });
    read += value?.length ?? 0;
    if (read > size) {
      await reader.cancel();
      throw refused(`${name} is longer than the ${size} bytes that were uploaded`);
    }
    if (done && read < size) throw refused(`${name} ended after ${read} of ${size} bytes`);
    return done ? { done, value: undefined } : { done, value };
  };
  // Not a generator: one that was never begun would leave the connection open.
  const stop = async (): Promise<IteratorResult<Uint8Array>> => {
    await reader.cancel().catch(() => {
      // It has broken off already, and whoever read it knows.
    });
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
}
