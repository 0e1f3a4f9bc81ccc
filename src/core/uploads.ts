import type { UploadedFile } from './products.js';

/** What people can upload for an action instead of naming a release bundle, and what else they are asked then. */
export interface UploadForm {
  readonly files: readonly FileField[];
  /** Endings that the files' names may have, without the dot. */
  readonly types: readonly string[];
  /** Preset sizes under the product's own names, with what they mean. */
  readonly sizes: readonly { readonly name: string; readonly words: string }[];
  /** Configs that an upgrade drops unless they are named, as far as they are known beforehand. */
  readonly keep: readonly string[];
  /** Where the release comes from when nobody names it, as a sentence. */
  readonly release: string;
}

interface FileField {
  /** As the product calls it. */
  readonly field: string;
  readonly label: string;
  readonly required: boolean;
}

/** What stands against a file in a form. */
export interface FileFault {
  readonly field: string;
  readonly why: 'missing' | 'type' | 'size';
}

/** What stands against these files, by what a form says of them; nothing when they can be asked for. */
export function fileFaults(form: UploadForm, files: readonly UploadedFile[], maxBytes: number): FileFault[] {
  const missing = form.files
    .filter(({ field, required }) => required && !files.some((file) => file.field === field))
    .map(({ field }): FileFault => ({ field, why: 'missing' }));
  const ofWrongType = files
    .filter(({ name }) => !form.types.some((type) => name.toLowerCase().endsWith(`.${type}`)))
    .map(({ field }): FileFault => ({ field, why: 'type' }));
  const largest = files.toSorted((one, other) => other.size - one.size)[0];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const tooLarge: FileFault[] =
    largest !== undefined && total > maxBytes ? [{ field: largest.field, why: 'size' }] : [];
  return [...missing, ...ofWrongType, ...tooLarge];
}

const NAMES_MAX = 100;

/** As Kubernetes names its objects (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/), and a little more. */
const configName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;

/** Names of configs as a person writes them, on lines of their own or between commas; undefined when one is none. */
export function readConfigNames(text: string): string[] | undefined {
  const names = [...new Set(text.split(/[\s,;'"]+/).filter(Boolean))];
  return names.length <= NAMES_MAX && names.every((name) => configName.test(name)) ? names : undefined;
}
