import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../core/errors.js';
import type { Bundle } from '../../core/ports.js';
import {
  contentProblem,
  type FileField,
  fileFields,
  MAGIC_BYTES,
  nameProblem,
  neededField,
  sizeProblem,
} from './archives.js';
import { isReleaseName, newestFirst } from './releases.js';

/** Where a target's release bundles are: `<directory>/<release>/base_configs.zip` and so on. */
export interface BundleShelf {
  readonly directory: string;
  /** Bytes that the files of a bundle may have together. */
  readonly maxBytes: number;
}

interface BundleFile {
  readonly field: FileField;
  readonly name: string;
  /** With every symlink followed. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** A file that is open and has been checked; what it holds cannot be exchanged any more. */
export interface OpenedFile extends Omit<BundleFile, 'path'> {
  readonly handle: FileHandle;
}

/** Thrown for what makes a bundle unusable; its message is told to people. */
class Unusable extends Error {}

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;

const cannotRead = (what: string, error: unknown): string =>
  `${what} cannot be read${codeOf(error) === undefined ? '' : ` (${codeOf(error)})`}`;

/** The real path, which has to be inside the directory: a symlink may not lead out of it. */
async function inside(directory: string, ...parts: string[]): Promise<string> {
  const [root, path] = await Promise.all([realpath(directory), realpath(join(directory, ...parts))]);
  if (path.startsWith(root + sep)) return path;
  throw new Unusable(`${parts.at(-1) ?? ''} leads out of the directory of bundles`);
}

function fieldOf(name: string): FileField | undefined {
  return fileFields.find((field) => name.startsWith(`${field}.`));
}

function oneEach(names: readonly string[]): readonly { field: FileField; name: string }[] {
  const found = names.flatMap((name) => {
    const field = fieldOf(name);
    return field === undefined ? [] : [{ field, name }];
  });
  const twice = fileFields.find((field) => found.filter((file) => file.field === field).length > 1);
  if (twice !== undefined) throw new Unusable(`there is more than one ${twice} file`);
  const wrong = found.map(({ name }) => nameProblem(name)).find((problem) => problem !== undefined);
  if (wrong !== undefined) throw new Unusable(wrong);
  if (!found.some(({ field }) => field === neededField)) throw new Unusable(`${neededField} is missing`);
  return found;
}

async function filesOf({ directory }: BundleShelf, release: string): Promise<BundleFile[]> {
  const names = (await readdir(await inside(directory, release))).sort();
  return await Promise.all(
    oneEach(names).map(async ({ field, name }) => {
      const path = await inside(directory, release, name);
      const stats = await stat(path);
      if (!stats.isFile()) throw new Unusable(`${name} is no file`);
      return { field, name, path, size: stats.size };
    }),
  );
}

async function checked(file: BundleFile): Promise<OpenedFile> {
  const handle = await open(file.path, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(MAGIC_BYTES);
    await handle.read(head, 0, MAGIC_BYTES, 0);
    const problem = contentProblem(file.name, head);
    if (problem !== undefined) throw new Unusable(problem);
    return { field: file.field, name: file.name, size, handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const totalOf = (files: readonly { readonly size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0);

export async function closeFiles(files: readonly OpenedFile[]): Promise<void> {
  await Promise.all(files.map(({ handle }) => handle.close()));
}

async function openAll(files: readonly BundleFile[]): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = [];
  try {
    for (const file of files) opened.push(await checked(file));
    return opened;
  } catch (error) {
    await closeFiles(opened);
    throw error;
  }
}

function problemOf(error: unknown, release: string): string {
  return error instanceof Unusable ? error.message : cannotRead(release, error);
}

async function examined(shelf: BundleShelf, release: string): Promise<Bundle> {
  let size = 0;
  try {
    const files = await filesOf(shelf, release);
    size = totalOf(files);
    const opened = await openAll(files);
    await closeFiles(opened);
    const problem = sizeProblem(size, shelf.maxBytes);
    return { release, size, ...(problem === undefined ? {} : { problem }) };
  } catch (error) {
    return { release, size, problem: problemOf(error, release) };
  }
}

/** The bundles at hand, newest release first. @throws AppError when the directory cannot be read */
export async function listBundles(shelf: BundleShelf): Promise<Bundle[]> {
  const entries = await readdir(shelf.directory, { withFileTypes: true }).catch((error: unknown) => {
    throw new AppError('not-found', cannotRead('the directory of bundles', error), { cause: error });
  });
  const names = entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && isReleaseName(entry.name))
    .map(({ name }) => name);
  return await Promise.all(names.sort(newestFirst).map((release) => examined(shelf, release)));
}

/**
 * Opens a release's files and checks them. Whoever calls closes them.
 * @throws AppError `refused`, `tookEffect: 'no'`, with the reason
 */
export async function openBundle(shelf: BundleShelf, release: string): Promise<OpenedFile[]> {
  const refused = (why: string): AppError =>
    new AppError('refused', `The bundle ${release} cannot be used: ${why}`, { tookEffect: 'no' });
  if (!isReleaseName(release)) throw refused('that is no name of a release');
  try {
    const opened = await openAll(await filesOf(shelf, release));
    const problem = sizeProblem(totalOf(opened), shelf.maxBytes);
    if (problem === undefined) return opened;
    await closeFiles(opened);
    throw new Unusable(problem);
  } catch (error) {
    throw refused(codeOf(error) === 'ENOENT' ? 'there is no such bundle' : problemOf(error, release));
  }
}
