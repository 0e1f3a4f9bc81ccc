import { randomUUID } from 'node:crypto';

/** One file of a form. */
export interface FormFile {
  readonly field: string;
  readonly fileName: string;
  readonly mime: string;
  /** Bytes; undefined when nobody knows yet. */
  readonly size: number | undefined;
  /** Read once, in pieces. */
  readonly content: AsyncIterable<Uint8Array>;
}

export interface FormBody {
  /** For the header `Content-Type`. */
  readonly type: string;
  /** Bytes, when the sizes of all files are known. */
  readonly length: number | undefined;
  pieces(): AsyncGenerator<Uint8Array>;
}

/** Field and file names stand in quotes on one line of a header. */
const plain = (name: string): string => name.replace(/[^\w.+-]+/g, '_').slice(-150);

/**
 * A `multipart/form-data` body (RFC 7578) that is made while it is sent: of the files no more than a piece is in
 * memory. A list is one field sent several times.
 */
export function formBody(
  fields: readonly (readonly [name: string, value: string])[],
  files: readonly FormFile[],
): FormBody {
  const boundary = `upgrade-bot-${randomUUID()}`;
  const part = (headers: string): Buffer => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${headers}`);
  const end = Buffer.from(`--${boundary}--\r\n`);
  const lineBreak = Buffer.from('\r\n');
  const texts = fields.map(([name, value]) =>
    Buffer.concat([part(`name="${plain(name)}"\r\n\r\n`), Buffer.from(value), lineBreak]),
  );
  const heads = files.map(({ field, fileName, mime }) =>
    part(`name="${plain(field)}"; filename="${plain(fileName)}"\r\nContent-Type: ${mime}\r\n\r\n`),
  );

  function length(): number | undefined {
    let total = end.length;
    for (const text of texts) total += text.length;
    for (const [index, { size }] of files.entries()) {
      if (size === undefined) return undefined;
      total += (heads[index]?.length ?? 0) + size + lineBreak.length;
    }
    return total;
  }

  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield* texts;
    for (const [index, { content }] of files.entries()) {
      yield heads[index] ?? Buffer.alloc(0);
      yield* content;
      yield lineBreak;
    }
    yield end;
  }

  return { type: `multipart/form-data; boundary=${boundary}`, length: length(), pieces };
}
