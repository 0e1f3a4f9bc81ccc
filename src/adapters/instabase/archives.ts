/** The form fields of a creation that take a file ("Upgrade API", section "Create upgrade"). */
export const fileFields = ['base_configs', 'default_patches', 'network_policies'] as const;
export type FileField = (typeof fileFields)[number];

/** The one file without which nothing can be created. */
export const neededField: FileField = 'base_configs';

interface ArchiveType {
  readonly ending: RegExp;
  /** First bytes: APPNOTE.TXT of ZIP, section 4.3.7, and RFC 1952, section 2.3.1. */
  readonly magic: readonly number[];
  readonly mime: string;
}

const archiveTypes: readonly ArchiveType[] = [
  { ending: /\.zip$/i, magic: [0x50, 0x4b], mime: 'application/zip' },
  { ending: /\.(?:gz|tgz)$/i, magic: [0x1f, 0x8b], mime: 'application/gzip' },
];

/** How many of a file's first bytes tell its type. */
export const MAGIC_BYTES = 2;

const typeOf = (name: string): ArchiveType | undefined => archiveTypes.find(({ ending }) => ending.test(name));

export const mimeOf = (name: string): string => typeOf(name)?.mime ?? 'application/octet-stream';

/** Why a file of this name cannot be taken; undefined when it can. Names are untrusted. */
export function nameProblem(name: string): string | undefined {
  return typeOf(name) === undefined ? `${name} is no .zip, .gz or .tgz file` : undefined;
}

/** Why a file of this name cannot begin with these bytes; undefined when it can. */
export function contentProblem(name: string, head: Uint8Array): string | undefined {
  const type = typeOf(name);
  if (type === undefined) return nameProblem(name);
  if (type.magic.every((byte, index) => head[index] === byte)) return undefined;
  return `${name} is not what its name says: its content is that of another type, or it is empty`;
}

/** Bytes as people write them, with one digit behind the point: `1.5 GB`. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1).replace(/\.0$/, '')} ${units[power] ?? ''}`;
}

export function sizeProblem(bytes: number, maxBytes: number): string | undefined {
  if (bytes <= maxBytes) return undefined;
  return `its files have ${sizeWords(bytes)} together; the configuration (maxBundle) allows ${sizeWords(maxBytes)}`;
}
