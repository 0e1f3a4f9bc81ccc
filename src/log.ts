import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Logger } from './core/ports.js';
import { hider } from './core/secrets.js';

const BLANK = '[secret]';

/**
 * JSON lines on standard output at the given pino level. Every secret value is blanked out of every line, in
 * whatever spelling and wherever it came from: a product may echo a header in its answer.
 */
export function makeLog(
  level: string,
  secrets: readonly string[],
  out: NodeJS.WritableStream = process.stdout,
): Logger {
  const hide = hider(secrets, BLANK);
  const blanked = new Writable({
    decodeStrings: false,
    write(line: string | Buffer, _encoding, done) {
      out.write(hide(line.toString()));
      done();
    },
  });
  return pino({ level, base: { pid: process.pid }, serializers: { err: errorOf } }, blanked);
}

/** What a log says of an error: no enumerable extras, which may hold requests and their headers. */
function errorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const kind = 'kind' in error ? { kind: error.kind } : {};
  const code = 'code' in error ? { code: error.code } : {};
  return { name, message, ...kind, ...code, stack, ...(cause === undefined ? {} : { cause: errorOf(cause) }) };
}
