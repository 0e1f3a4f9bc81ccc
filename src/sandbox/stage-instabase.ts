import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Packed, tgzOf, zipOf } from './archive.js';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from './instabase/server.js';

/** Under which name people know the simulated Instabase. */
export const instabaseName = 'ib';

export const INSTABASE_TOKEN = 'sandbox-deployment-manager-token';

/** Releases whose bundles lie ready, newest first; `nextRelease` says which one a creation makes. */
export const bundledReleases = ['23.10.1', '23.07.0', '23.01.4'] as const;

export interface StageInstabase {
  readonly server: InstabaseServer;
  /** Where the bundles are: one directory per release. */
  readonly bundles: string;
  /** The target's part of the bot's configuration. */
  readonly config: object;
}

const configsOf = (release: string): readonly Packed[] => [
  { name: 'manifest.json', content: JSON.stringify({ releaseVersion: release, images: {} }) },
  { name: 'release_version', content: `${release}\n` },
];

const patch: readonly Packed[] = [{ name: 'net-pol-patch.yml', content: '# target: webapp-ingress\n' }];

function writeBundle(bundles: string, release: string): void {
  const directory = join(bundles, release);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'base_configs.zip'), zipOf(configsOf(release)));
  writeFileSync(join(directory, 'default_patches.tgz'), tgzOf(patch));
}

/** Starts a simulated Deployment Manager, with release bundles on disk for the bot. @param dir where they are written */
export async function startStageInstabase(options: InstabaseOptions, dir: string): Promise<StageInstabase> {
  const server = await startInstabase({ name: instabaseName, token: INSTABASE_TOKEN, ...options });
  const bundles = join(dir, 'bundles');
  for (const release of bundledReleases) writeBundle(bundles, release);
  // Relative, as in an ordinary file: from the configuration's own directory.
  const config = {
    product: 'instabase',
    url: server.url,
    auth: { token: '${INSTABASE_TOKEN}' },
    bundles: './bundles',
  };
  return { server, bundles, config };
}
