import type { IncomingMessage } from 'node:http';
import type { FormField } from './upload.js';

const bodyBytes = 65_536;

/**
 * The fields of a form-encoded body and of the query, as a generated handler of grpc-gateway without a body binding
 * reads them: a JSON body is taken and silently ignored. Source: grpc-gateway, "Query parameters".
 * @throws Error when the body is longer than 64 KiB
 */
export async function readForm(request: IncomingMessage): Promise<readonly FormField[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytes) throw new Error('http: request body too large');
    chunks.push(chunk);
  }
  const { searchParams } = new URL(request.url ?? '/', 'http://sandbox');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const body = isForm ? new URLSearchParams(Buffer.concat(chunks).toString('utf8')) : [];
  return [...searchParams, ...body];
}

/** As Go's `strconv.ParseBool`. */
const truths = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const untruths = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** A boolean parameter under its name in either spelling; false when it is not given, undefined when unreadable. */
export function flagIn(fields: readonly FormField[], ...names: string[]): boolean | undefined {
  const value = fields.findLast(([name]) => names.includes(name))?.[1];
  if (value === undefined || untruths.includes(value)) return false;
  return truths.includes(value) ? true : undefined;
}
