/** Header names in lower case. */
export type PartHeaders = Readonly<Record<string, string>>;

export interface PartReader {
  readonly data: (chunk: Buffer) => void;
  readonly end: () => void;
}

export interface MultipartParser {
  /** @throws Error when the bytes are no multipart body */
  readonly write: (chunk: Buffer) => void;
  /** Whether the closing boundary has been read. */
  readonly complete: () => boolean;
}

const headBytes = 16_384;
const blankLine = Buffer.from('\r\n\r\n');

function headersIn(text: string): PartHeaders {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  const pairs = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

/** The boundary in a `Content-Type: multipart/form-data` header; undefined for any other type. */
export function boundaryIn(contentType: string): string | undefined {
  const match = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

/** A parameter of a `Content-Disposition` header, like `filename`; undefined when it has none. */
export function parameterIn(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(header);
  return match?.[1] ?? match?.[2];
}

/**
 * Reads a multipart body as it arrives and hands the bytes of each part on; of the body it keeps no more than the
 * length of a boundary, or of a part's headers. Source: RFC 7578 and RFC 2046, section 5.1.
 */
export function createMultipartParser(
  boundary: string,
  openPart: (headers: PartHeaders) => PartReader,
): MultipartParser {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line break before it.
  let pending: Buffer = Buffer.from('\r\n');
  let phase: 'body' | 'after-delimiter' | 'headers' | 'done' = 'body';
  let part: PartReader | undefined;

  /** Each step returns whether another one may follow with the bytes at hand. */
  const steps = {
    body(): boolean {
      const found = pending.indexOf(delimiter);
      const safe = found < 0 ? Math.max(0, pending.length - delimiter.length + 1) : found;
      if (safe > 0) part?.data(pending.subarray(0, safe));
      pending = pending.subarray(found < 0 ? safe : safe + delimiter.length);
      if (found < 0) return false;
      part?.end();
      part = undefined;
      phase = 'after-delimiter';
      return true;
    },
    'after-delimiter'(): boolean {
      if (pending.length < 2) return false;
      const next = pending.toString('latin1', 0, 2);
      if (next !== '--' && next !== '\r\n') throw new Error('multipart: no line break after a boundary');
      phase = next === '--' ? 'done' : 'headers';
      // The line break stays: a part without headers has its blank line at once.
      return true;
    },
    headers(): boolean {
      const found = pending.indexOf(blankLine);
      if (found < 0 && pending.length > headBytes) throw new Error('multipart: headers too long');
      if (found < 0) return false;
      part = openPart(headersIn(pending.toString('utf8', 0, found)));
      pending = pending.subarray(found + blankLine.length);
      phase = 'body';
      return true;
    },
    done(): boolean {
      pending = Buffer.alloc(0);
      return false;
    },
  };

  return {
    write(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (steps[phase]());
      // A view into a large chunk would keep all of it.
      pending = Buffer.from(pending);
    },
    complete: () => phase === 'done',
  };
}
