import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openConnections } from '../../src/adapters/http.js';
import { type InstabaseConfig, openInstabase } from '../../src/adapters/instabase/adapter.js';
import type { Observation } from '../../src/core/observation.js';
import type { ActionCall, Adapter } from '../../src/core/ports.js';
import type { ActionName } from '../../src/core/products.js';
import type { Dialect } from '../../src/sandbox/instabase/dialect.js';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';

/** The same answers in the ways in which they may be written. */
export const dialects: readonly (readonly [name: string, dialect: Partial<Dialect>])[] = [
  ['as the samples show', {}],
  ['as the schemas show', { spelling: 'mixed', events: 'flat' }],
  [
    'by an older gateway behind a stream proxy',
    {
      spelling: 'snake',
      events: 'flat',
      enums: 'names',
      wrapped: true,
      gateway: 'gateway-v1',
      envelopeStatus: 'always-200',
      emptyAnswers: 'nothing',
    },
  ],
  ['with zeros left out and numbers as strings', { spelling: 'snake', longs: 'strings' }],
];

export interface InstabaseUnderTest {
  readonly server: InstabaseServer;
  readonly adapter: Adapter;
  observe(): Promise<Observation>;
  act(action: ActionName, call?: Partial<ActionCall>): ReturnType<Adapter['actor']['act']>;
}

const openOnes: (() => Promise<void>)[] = [];

/** Call once at the top of a test file. */
export function closeAfterEach(): void {
  afterEach(async () => {
    for (const close of openOnes.splice(0)) await close();
  });
}

/** An adapter for `url`, closed after the test. */
export function openFor(url: string, config: Partial<InstabaseConfig> = {}): Adapter {
  const connections = openConnections();
  const auth = { kind: 'bearer', token: 'sandbox-deployment-manager-token' } as const;
  openOnes.push(() => connections.destroy());
  return openInstabase({ url, auth, readTimeoutMs: 1000, ...config }, connections);
}

/** A simulated Deployment Manager whose stages take for ever, and the adapter pointed at it. */
export async function openUnderTest(
  options: InstabaseOptions = {},
  config: Partial<InstabaseConfig> = {},
): Promise<InstabaseUnderTest> {
  const server = await startInstabase({ stageMs: Number.POSITIVE_INFINITY, ...options });
  const adapter = openFor(server.url, config);
  openOnes.push(() => server.stop());
  return {
    server,
    adapter,
    observe: () => adapter.observer.observe(),
    act: (action, call) =>
      adapter.actor.act(action, { intended: {}, timeoutMs: 2000, beforeSend: () => true, ...call }),
  };
}

/** The body of a file in `fixtures/instabase`. */
export function published(name: string): unknown {
  const file = new URL(`fixtures/instabase/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { body: unknown }).body;
}

/** A directory for bundles, made before each test and removed after it. */
export function useShelf(): { path: string; put(release: string, files: BundleFiles): Promise<void> } {
  const shelf = {
    path: '',
    async put(release: string, files: BundleFiles): Promise<void> {
      await mkdir(join(shelf.path, release), { recursive: true });
      for (const [name, content] of Object.entries(files)) await writeFile(join(shelf.path, release, name), content);
    },
  };
  beforeEach(async () => {
    shelf.path = await mkdtemp(join(tmpdir(), 'upgrade-bot-bundles-'));
  });
  afterEach(() => rm(shelf.path, { recursive: true }));
  return shelf;
}

type BundleFiles = Readonly<Record<string, string | Buffer>>;

export const zip = 'PK\u0003\u0004 base';
export const gzip = Buffer.from([0x1f, 0x8b, 8, 0, 1]);
