import { Readable } from 'node:stream';
import { AppError, asAppError } from '../../core/errors.js';
import type { ActionCall } from '../../core/ports.js';
import { type Intended, presetSizes, type UploadedFile } from '../../core/products.js';
import type { HttpClient } from '../http.js';
import { type HttpAnswer, requireDone } from '../http-answer.js';
import { certainlyUnsent } from '../unsent.js';
import { envelopeIn, refusalOf } from './answers.js';
import { contentProblem, fileFields, MAGIC_BYTES, mimeOf, nameProblem, neededField, sizeProblem } from './archives.js';
import { type BundleShelf, closeFiles, openBundle } from './bundles.js';
import { uploadPath } from './client.js';
import { contentOf } from './file-content.js';
import { type FormFile, formBody } from './form-body.js';

/** Where files come from for one target. */
export interface UploadSettings {
  /** Left out when the target has no directory of bundles. */
  readonly shelf: BundleShelf | undefined;
  /** Bytes that the files may have together. */
  readonly maxBytes: number;
}

interface Sources {
  readonly files: readonly FormFile[];
  close(): Promise<void>;
}

const refused = (why: string): AppError => new AppError('refused', why, { tookEffect: 'no' });

async function fromShelf(shelf: BundleShelf, release: string): Promise<Sources> {
  const opened = await openBundle(shelf, release);
  const files = opened.map(({ field, name, size, handle }): FormFile => {
    return { field, fileName: name, mime: mimeOf(name), size, content: contentOf(handle, size) };
  });
  return { files, close: () => closeFiles(opened) };
}

/** Why these files cannot make an upgrade, by what is known of them before they are read. Names are untrusted. */
export function uploadProblem(files: readonly UploadedFile[], maxBytes: number): string | undefined {
  const fields = files.map(({ field }) => field);
  if (fields.some((field) => !fileFields.some((one) => one === field))) return 'one of the files is for no known field';
  if (new Set(fields).size < fields.length) return 'two of the files are for the same field';
  if (!fields.includes(neededField)) return `${neededField} is missing`;
  const named = files.map(({ name }) => nameProblem(name)).find((problem) => problem !== undefined);
  return (
    named ??
    sizeProblem(
      files.reduce((sum, { size }) => sum + size, 0),
      maxBytes,
    )
  );
}

/** Takes the first bytes off a stream, checks them, and puts them back. */
async function checkedContent(name: string, source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const rest = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let head = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await rest.next();
    if (next.done === true) break;
    held.push(next.value);
    head = Buffer.concat([head, next.value.subarray(0, MAGIC_BYTES)]);
  }
  const problem = contentProblem(name, head);
  if (problem !== undefined) {
    await rest.return?.();
    throw refused(problem);
  }
  const next = (): Promise<IteratorResult<Uint8Array>> => {
    const [value] = held.splice(0, 1);
    return value === undefined ? rest.next() : Promise.resolve({ value, done: false });
  };
  const stop = async (): Promise<IteratorResult<Uint8Array>> => {
    await rest.return?.();
    return { value: undefined, done: true };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
}

async function fromSlack(
  files: readonly UploadedFile[],
  openUpload: NonNullable<ActionCall['openUpload']>,
): Promise<Sources> {
  const results = await Promise.allSettled(
    files.map(async (file): Promise<FormFile> => {
      const content = await checkedContent(file.name, await openUpload(file));
      const size = file.size > 0 ? file.size : undefined;
      return { field: file.field, fileName: file.name, mime: mimeOf(file.name), size, content };
    }),
  );
  const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const close = async (): Promise<void> => {
    for (const { content } of opened) await content[Symbol.asyncIterator]().return?.();
  };
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return { files: opened, close };
  await close();
  throw asAppError(failed.reason);
}

async function openSources({ intended, openUpload }: ActionCall, settings: UploadSettings): Promise<Sources> {
  const { files, release } = intended;
  if (files !== undefined && files.length > 0) {
    const problem = uploadProblem(files, settings.maxBytes);
    if (problem !== undefined) throw refused(problem);
    if (openUpload === undefined) throw refused('files uploaded in Slack cannot be read here');
    return await fromSlack(files, openUpload);
  }
  if (release === undefined) throw refused('neither a release nor files were named');
  if (settings.shelf === undefined) throw refused('no directory of bundles is configured for this target');
  return await fromShelf(settings.shelf, release);
}

function fieldsOf({ size, keep = [] }: Intended): (readonly [string, string])[] {
  if (size !== undefined && !presetSizes.some((one) => one === size)) throw refused(`${size} is no preset size`);
  const kept = keep.map((name) => ['deprecated_configs_to_keep', name] as const);
  // Without the field the present size stays as it is.
  return size === undefined ? kept : [...kept, ['resourcing_size', size] as const];
}

/**
 * The envelope's word counts: an error there is a refusal. What was made up to then may be left in part ("Create
 * upgrade"), which the next look shows.
 */
function requireCreated(answer: HttpAnswer): void {
  const envelope = envelopeIn(answer);
  if (envelope?.ok === true) return;
  if (envelope !== undefined) {
    throw refused(`${answer.method} ${answer.path} was refused: ${answer.excerpt()}`);
  }
  const refusal = refusalOf(answer);
  if (refusal !== undefined) throw refusal;
  requireDone(answer);
}

/** The upload broke off on this side: the connection's own error would not say why. */
function cutShort(broken: AppError, { tookEffect }: AppError): AppError {
  return new AppError('unreachable', `The files could not be read to their end: ${broken.message}`, {
    cause: broken,
    ...(tookEffect === undefined ? {} : { tookEffect }),
  });
}

/**
 * Creates an upgrade: one request, its files streamed from where they are.
 * @throws AppError with `tookEffect`
 */
export async function createUpgrade(http: HttpClient, call: ActionCall, settings: UploadSettings): Promise<void> {
  const fields = fieldsOf(call.intended);
  const sources = await certainlyUnsent(openSources(call, settings));
  // The large file last: what comes from Slack is not kept waiting with its connection open.
  const files = [...sources.files].sort((one, other) => (one.size ?? 0) - (other.size ?? 0));
  const { type, length, pieces } = formBody(fields, files);
  const body = Readable.from(pieces(), { objectMode: false });
  let broken: AppError | undefined;
  body.on('error', (error) => {
    broken = asAppError(error);
  });
  try {
    const content = { type, body, ...(length === undefined ? {} : { length }) };
    const { timeoutMs, beforeSend } = call;
    requireCreated(await http.post(uploadPath, { timeoutMs, beforeSend, content }));
  } catch (error) {
    throw broken === undefined ? error : cutShort(broken, asAppError(error));
  } finally {
    body.destroy();
    await sources.close();
  }
}
