import { isLater, makeResource, type Resource } from './resource.js';
import { installResource, liveUpgrade, type Manager } from './upgrade.js';
import type { Upload, UploadedFile } from './upload.js';

/** How the next creation goes wrong after its upload, and what it leaves. */
export interface PlannedFailure {
  readonly error: string;
  readonly leaves: 'partial' | 'nothing';
}

export interface CreationSettings {
  /** The release of a bundle whose file name does not tell it: the simulation does not look into bundles. */
  nextRelease: string;
  failure: PlannedFailure | undefined;
  /** Later releases refuse a bundle without its default patches. */
  readonly needsDefaultPatches: boolean;
}

const fileFields = ['base_configs', 'default_patches', 'network_policies'];
const sizes = ['STANDARD', 'LARGE', 'XLARGE'];

/** First bytes by file name ending. Sources: APPNOTE.TXT of ZIP, section 4.3.7; RFC 1952, section 2.3.1. */
const types = [
  { ending: /\.zip$/i, magic: Buffer.from('PK') },
  { ending: /\.(gz|tgz)$/i, magic: Buffer.from([0x1f, 0x8b]) },
];

function againstFile(file: UploadedFile): string | undefined {
  if (!fileFields.includes(file.field)) return `unknown file field ${file.field}`;
  const type = types.find(({ ending }) => ending.test(file.fileName));
  if (type === undefined) return `${file.field}: unsupported file type: ${file.fileName}`;
  const matches = file.firstBytes.subarray(0, 2).equals(type.magic);
  return matches ? undefined : `${file.field}: cannot read archive ${file.fileName}`;
}

const valuesOf = (upload: Upload, name: string): readonly string[] =>
  upload.fields.filter(([field]) => field === name).map(([, value]) => value);

function againstUpload({ currentRelease }: Manager, upload: Upload, settings: CreationSettings): string | undefined {
  const has = (field: string): boolean => upload.files.some((file) => file.field === field);
  if (!has('base_configs')) return 'base_configs is required';
  if (settings.needsDefaultPatches && !has('default_patches')) return 'default_patches is required';
  const [size = ''] = valuesOf(upload, 'resourcing_size');
  if (size !== '' && !sizes.includes(size)) return `unknown resourcing_size ${size}`;
  const wrong = upload.files.map(againstFile).find((reason) => reason !== undefined);
  if (wrong !== undefined) return wrong;
  const release = releaseOf(upload, settings);
  if (isLater(release, currentRelease)) return undefined;
  return `release version ${release} must be greater than current release version ${currentRelease}`;
}

/** The version in the name of the base configurations' file, or else the one set. */
function releaseOf({ files }: Upload, { nextRelease }: CreationSettings): string {
  const base = files.find(({ field }) => field === 'base_configs');
  return /\d+\.\d+(\.\d+)?/.exec(base?.fileName ?? '')?.[0] ?? nextRelease;
}

function resourceOf(upload: Upload, settings: CreationSettings): Resource {
  const [size = ''] = valuesOf(upload, 'resourcing_size');
  const patches = upload.files.filter(({ field }) => field !== 'base_configs');
  return makeResource(releaseOf(upload, settings), {
    deprecatedConfigsToKeep: valuesOf(upload, 'deprecated_configs_to_keep'),
    patches: patches.map(({ fileName, sha256 }) => ({ fileName, content: `# sha256 ${sha256}` })),
    resourcingSize: size === '' ? 'None' : size,
  });
}

/**
 * Makes an upgrade resource of an upload, which may take more than a minute in the original.
 * @returns the error's text; undefined when the resource was made
 */
export async function createResource(
  manager: Manager,
  upload: Upload,
  settings: CreationSettings,
  work: () => Promise<void>,
): Promise<string | undefined> {
  if (manager.creating || liveUpgrade(manager) !== undefined) {
    return 'CreateUpgrade failed: an upgrade already exists; complete or abandon it first';
  }
  const reason = againstUpload(manager, upload, settings);
  if (reason !== undefined) return `CreateUpgrade failed: ${reason}`;
  const { failure } = settings;
  settings.failure = undefined;
  manager.creating = true;
  await work();
  manager.creating = false;
  if (failure?.leaves !== 'nothing') {
    installResource(manager, resourceOf(upload, settings), failure !== undefined);
  }
  return failure === undefined ? undefined : `CreateUpgrade failed: ${failure.error}`;
}
