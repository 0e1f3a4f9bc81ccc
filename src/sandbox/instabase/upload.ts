import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { boundaryIn, createMultipartParser, type PartHeaders, type PartReader, parameterIn } from './multipart.js';

/** What is kept of an uploaded file. */
export interface UploadedFile {
  /** Name of the form field. */
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
  /** At most 16 bytes. */
  readonly firstBytes: Buffer;
}

export type FormField = readonly [name: string, value: string];

export interface Upload {
  readonly files: readonly UploadedFile[];
  /** In the order sent; a list is a field sent several times. */
  readonly fields: readonly FormField[];
}

const fieldBytes = 65_536;

function fileReader(headers: PartHeaders, fileName: string, done: (file: UploadedFile) => void): PartReader {
  const hash = createHash('sha256');
  const disposition = headers['content-disposition'] ?? '';
  let size = 0;
  let firstBytes = Buffer.alloc(0);
  return {
    data(chunk) {
      size += chunk.length;
      hash.update(chunk);
      if (firstBytes.length < 16) firstBytes = Buffer.concat([firstBytes, chunk.subarray(0, 16 - firstBytes.length)]);
    },
    end: () =>
      done({
        field: parameterIn(disposition, 'name') ?? '',
        fileName,
        contentType: headers['content-type'],
        size,
        sha256: hash.digest('hex'),
        firstBytes,
      }),
  };
}

function fieldReader(done: (value: string) => void): PartReader {
  let value = Buffer.alloc(0);
  return {
    data(chunk) {
      if (value.length + chunk.length > fieldBytes) throw new Error('multipart: form field too long');
      value = Buffer.concat([value, chunk]);
    },
    end: () => done(value.toString('utf8')),
  };
}

/**
 * Reads a `multipart/form-data` body without ever holding a file in memory.
 * @param seen called after each chunk with the bytes received so far; it may end the reading by destroying the request
 * @throws Error when the body is no multipart form, or ends early
 */
export async function readUpload(request: IncomingMessage, seen: (received: number) => void): Promise<Upload> {
  const boundary = boundaryIn(request.headers['content-type'] ?? '');
  if (boundary === undefined) throw new Error("request Content-Type isn't multipart/form-data");
  const files: UploadedFile[] = [];
  const fields: FormField[] = [];
  const parser = createMultipartParser(boundary, (headers) => {
    const disposition = headers['content-disposition'] ?? '';
    const fileName = parameterIn(disposition, 'filename');
    if (fileName !== undefined) return fileReader(headers, fileName, (file) => files.push(file));
    const name = parameterIn(disposition, 'name') ?? '';
    return fieldReader((value) => fields.push([name, value]));
  });
  let received = 0;
  // After a bad body the rest has still to be read, so the request must survive.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    received += chunk.length;
    parser.write(chunk);
    seen(received);
  }
  if (!parser.complete()) throw new Error('multipart: NextPart: EOF');
  return { files, fields };
}
