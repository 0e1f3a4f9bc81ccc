export interface ConfigFile {
  readonly fileName: string;
  readonly content: string;
}

/** What a creation leaves behind: the new configurations and the choices made with them. */
export interface Resource {
  readonly releaseVersion: string;
  readonly configs: readonly ConfigFile[];
  readonly patches: readonly ConfigFile[];
  readonly deprecatedConfigsToKeep: readonly string[];
  /** Image name to identifier. */
  readonly images: Readonly<Record<string, string>>;
  readonly creatorUsername: string;
  /** The product shows the text `None` when no size was chosen. */
  readonly resourcingSize: string;
}

export interface DiffLine {
  readonly lineNumber: number;
  readonly data: string;
}

export interface Diff {
  /** By name of the config. */
  readonly diffs: Readonly<
    Record<string, { readonly added: readonly DiffLine[]; readonly deleted: readonly DiffLine[] }>
  >;
  readonly configs: Readonly<Record<string, string>>;
  readonly includedObjectNames: readonly string[];
  readonly deletedObjectNames: readonly string[];
  readonly deprecationOverriddenObjectNames: readonly string[];
}

export interface ValidationError {
  readonly configName: string;
  readonly error: string;
}

const jobs = ['job-dbcheckpoint', 'job-dbmigrate', 'job-dbrollback'] as const;

const jobContent = (name: string): string =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  namespace: instabase\n`;

/** A resource like one that the product makes of a release's bundle, with these parts of its own. */
export function makeResource(releaseVersion: string, own: Partial<Resource> = {}): Resource {
  return {
    releaseVersion,
    configs: jobs.map((name) => ({ fileName: `${name.slice('job-'.length)}.yml`, content: jobContent(name) })),
    patches: [],
    deprecatedConfigsToKeep: [],
    images: { 'instabase-artifacts': `instabase-artifacts:${releaseVersion}-a5e1192912` },
    creatorUsername: 'Admin',
    resourcingSize: 'None',
    ...own,
  };
}

/** The diff shown unless a test sets another: one job changed, kept configs as ciphertext, one object gone. */
export function diffOf(resource: Resource): Diff {
  const kept = resource.deprecatedConfigsToKeep;
  const changed = { lineNumber: 12, data: `        image: onprem-dbupdate:${resource.releaseVersion}` };
  return {
    diffs: {
      'job-dbmigrate': { added: [changed], deleted: [{ ...changed, data: '        image: onprem-dbupdate:old' }] },
      ...Object.fromEntries(kept.map((name) => [name, { added: [], deleted: [] }])),
    },
    configs: Object.fromEntries([
      ...jobs.map((name) => [name, jobContent(name)] as const),
      ...kept.map((name) => [name, Buffer.from(`ciphertext of ${name}`).toString('base64')] as const),
    ]),
    includedObjectNames: [...kept, ...jobs],
    deletedObjectNames: ['webapp-ingress'],
    deprecationOverriddenObjectNames: kept,
  };
}

const numbersOf = (release: string): readonly number[] => release.split('.').map(Number);

/** Whether release `a` comes after `b`, part by part as numbers. */
export function isLater(a: string, b: string): boolean {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
