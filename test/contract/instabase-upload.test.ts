import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instabase } from '../../src/adapters/instabase/profile.js';
import type { UploadedFile } from '../../src/core/products.js';
import { failure } from './http-harness.js';
import { closeAfterEach, dialects, openFor, openUnderTest } from './instabase-harness.js';

closeAfterEach();

const zip = 'PK\u0003\u0004 base';
const gzip = Buffer.from([0x1f, 0x8b, 8, 0, 1]);

let shelf: string;

beforeEach(async () => {
  shelf = await mkdtemp(join(tmpdir(), 'upgrade-bot-bundles-'));
});

afterEach(() => rm(shelf, { recursive: true }));

async function put(release: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  await mkdir(join(shelf, release), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(shelf, release, name), content);
}

describe.each(dialects)('creating an Instabase upgrade, written %s', (_, dialect) => {
  it('uploads the files of a bundle with the size and the configs to keep', async () => {
    await put('23.07.0', {
      'base_configs.zip': zip,
      'default_patches.tgz': gzip,
      'network_policies.gz': gzip,
      'README.txt': 'not for the product',
    });
    const { server, observe, act } = await openUnderTest({ dialect }, { bundles: shelf });

    await act('create', { intended: { release: '23.07.0', size: 'LARGE', keep: ['aws-config', 'db-tls-metadata'] } });

    expect(await observe()).toMatchObject({ phase: 'prepared', run: { release: '23.07.0' } });
    const [post, ...others] = server.posts();
    expect(others).toEqual([]);
    expect(post?.fields).toEqual([
      ['deprecated_configs_to_keep', 'aws-config'],
      ['deprecated_configs_to_keep', 'db-tls-metadata'],
      ['resourcing_size', 'LARGE'],
    ]);
    expect(post?.files?.map(({ field, fileName, size }) => `${field} ${fileName} ${size}`).sort()).toEqual([
      `base_configs base_configs.zip ${zip.length}`,
      'default_patches default_patches.tgz 5',
      'network_policies network_policies.gz 5',
    ]);
    expect(post?.headers['content-length']).toMatch(/^\d+$/);
  });

  it('is refused in the words of the product, without an effect', async () => {
    await put('23.07.0', { 'base_configs.zip': zip });
    const { server, act } = await openUnderTest({ dialect }, { bundles: shelf });
    server.run.create();

    const error = await failure(act('create', { intended: { release: '23.07.0' } }));

    expect(error).toMatchObject({ kind: 'refused', tookEffect: 'no' });
    expect(error.message).toContain('already exists');
    expect(error.remedy).toContain('abandon it');
  });
});

describe('the bundles of an Instabase target', () => {
  it('are listed with the newest release first, with what stands against each', async () => {
    await put('23.04.3', { 'base_configs.zip': zip });
    await put('23.10.0', { 'base_configs.zip': zip, 'default_patches.zip': zip });
    await put('23.9.1', { 'default_patches.zip': zip });
    await put('23.05.0', { 'base_configs.rar': zip });
    await put('23.06.0', { 'base_configs.tgz': zip });
    await put('23.07.0', { 'base_configs.zip': zip, 'base_configs.tgz': gzip });
    await put('23.08.0', { 'base_configs.zip': zip.padEnd(200) });
    await mkdir(join(shelf, '.git'));
    await writeFile(join(shelf, '24.01.0'), 'a file');
    const { adapter } = await openUnderTest({}, { bundles: shelf, maxBundle: 100 });

    expect(await adapter.bundles?.()).toEqual([
      { release: '23.10.0', size: 2 * zip.length },
      { release: '23.9.1', size: 0, problem: 'base_configs is missing' },
      { release: '23.08.0', size: 200, problem: expect.stringContaining('maxBundle') },
      { release: '23.07.0', size: 0, problem: 'there is more than one base_configs file' },
      { release: '23.06.0', size: expect.any(Number), problem: expect.stringContaining('not what its name says') },
      { release: '23.05.0', size: 0, problem: 'base_configs.rar is no .zip, .gz or .tgz file' },
      { release: '23.04.3', size: zip.length },
    ]);
  });

  it('cannot be listed when their directory is missing', async () => {
    const { adapter } = await openUnderTest({}, { bundles: join(shelf, 'none') });

    await expect(adapter.bundles?.()).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('are none when no directory is configured', async () => {
    const { adapter, act } = await openUnderTest();

    expect(adapter.bundles).toBeUndefined();
    expect((await failure(act('create', { intended: { release: '23.07.0' } }))).message).toContain('no directory');
  });

  it.each(['..', '../secret', 'secret/..', '/etc', '23.07.0/../../x', '.hidden', '', 'a b'])(
    'are never looked for outside of their directory: %j',
    async (release) => {
      const { server, act } = await openUnderTest({}, { bundles: shelf });

      const error = await failure(act('create', { intended: { release } }));

      expect(error).toMatchObject({ kind: 'refused', tookEffect: 'no' });
      expect(server.posts()).toEqual([]);
    },
  );

  it('do not lead out of their directory by symlinks', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'upgrade-bot-outside-'));
    await writeFile(join(outside, 'base_configs.zip'), zip);
    await symlink(outside, join(shelf, '23.07.0'));
    await put('23.08.0', {});
    await symlink(join(outside, 'base_configs.zip'), join(shelf, '23.08.0', 'base_configs.zip'));
    const { server, adapter, act } = await openUnderTest({}, { bundles: shelf });

    expect((await adapter.bundles?.())?.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('leads out'),
      expect.stringContaining('leads out'),
    ]);
    expect((await failure(act('create', { intended: { release: '23.08.0' } }))).message).toContain('leads out');
    expect(server.posts()).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('may be reached by symlinks inside their directory', async () => {
    await put('23.07.0', { 'base_configs.zip': zip });
    await symlink('23.07.0', join(shelf, '23.07'));
    const { adapter } = await openUnderTest({}, { bundles: shelf });

    expect((await adapter.bundles?.())?.every(({ problem }) => problem === undefined)).toBe(true);
  });
});

describe('an upload whose outcome is open', () => {
  it('is sent once, and judged by the resource, when its answer is lost', async () => {
    await put('23.07.0', { 'base_configs.zip': zip });
    const { server, observe, act } = await openUnderTest({}, { bundles: shelf });
    server.faults.loseReply('create');
    const intended = { release: '23.07.0' };

    expect(await failure(act('create', { intended }))).toMatchObject({ tookEffect: 'unknown' });

    const judge = instabase.actions.create?.judge;
    expect(judge?.(intended, await observe())).toBe('done');
    expect(judge?.({ release: '23.10.0' }, await observe())).toBe('unclear');
    expect(server.posts()).toHaveLength(1);
  });

  it('is sent once, and found not to be done, when it is cut in the middle', async () => {
    await put('23.07.0', { 'base_configs.zip': zip.padEnd(2_000_000) });
    const { server, observe, act } = await openUnderTest({}, { bundles: shelf });
    server.faults.cutUpload(500_000);
    const intended = { release: '23.07.0' };

    expect(await failure(act('create', { intended }))).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });

    expect(instabase.actions.create?.judge?.(intended, await observe())).toBe('not-done');
  });

  it('has not been sent when it is too late before its first byte', async () => {
    await put('23.07.0', { 'base_configs.zip': zip });
    const { server, act } = await openUnderTest({}, { bundles: shelf });

    const error = await failure(act('create', { intended: { release: '23.07.0' }, beforeSend: () => false }));

    expect(error).toMatchObject({ tookEffect: 'no' });
    expect(server.requests).toEqual([]);
  });

  it('is given up when it takes too long', async () => {
    await put('23.07.0', { 'base_configs.zip': zip });
    const { server, act } = await openUnderTest({ createMs: Number.POSITIVE_INFINITY }, { bundles: shelf });

    const error = await failure(act('create', { intended: { release: '23.07.0' }, timeoutMs: 200 }));

    expect(error).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });
    server.finishCreation();
  });
});

describe('files uploaded in Slack', () => {
  const file = (own: Partial<UploadedFile> = {}): UploadedFile => ({
    id: 'F1',
    field: 'base_configs',
    name: 'base.zip',
    size: zip.length,
    ...own,
  });

  /** In single bytes at first: types must be told however a stream is cut. */
  async function* streamOf(content: string, read: { bytes: number; closed?: boolean }): AsyncGenerator<Uint8Array> {
    try {
      for (const piece of [content.slice(0, 1), content.slice(1, 2), content.slice(2)]) {
        read.bytes += piece.length;
        yield Buffer.from(piece, 'latin1');
      }
    } finally {
      read.closed = true;
    }
  }

  it('are passed on as they come', async () => {
    const { server, act } = await openUnderTest();
    const read = { bytes: 0 };

    await act('create', { intended: { files: [file()] }, openUpload: async () => streamOf(zip, read) });

    expect(server.posts()[0]?.files).toMatchObject([{ field: 'base_configs', fileName: 'base.zip', size: zip.length }]);
  });

  it.each([
    ['no base configs', [file({ field: 'default_patches' })], 'base_configs is missing'],
    ['a field that is unknown', [file(), file({ field: '../x' })], 'no known field'],
    ['two files for one field', [file(), file({ id: 'F2' })], 'same field'],
    ['another type by name', [file({ name: 'base.exe' })], 'base.exe is no .zip'],
    ['too many bytes', [file({ size: 3_000_000_000 })], '3 GB'],
  ])('are refused before they are read: %s', async (_, files, why) => {
    const { server, act } = await openUnderTest();
    const read = { bytes: 0 };

    const error = await failure(act('create', { intended: { files }, openUpload: async () => streamOf(zip, read) }));

    expect(error).toMatchObject({ kind: 'refused', tookEffect: 'no', message: expect.stringContaining(why) });
    expect(read.bytes).toBe(0);
    expect(server.posts()).toEqual([]);
  });

  it('are refused when their content is of another type, and their streams are closed', async () => {
    const { server, act } = await openUnderTest();
    const reads = [
      { bytes: 0, closed: false },
      { bytes: 0, closed: false },
    ];
    const files = [file(), file({ id: 'F2', field: 'default_patches', name: 'patches.tgz' })];
    const openUpload = async ({ id }: UploadedFile) => streamOf(zip, reads[id === 'F1' ? 0 : 1] ?? { bytes: 0 });

    const error = await failure(act('create', { intended: { files }, openUpload }));

    expect(error.message).toContain('patches.tgz is not what its name says');
    expect(reads.every(({ closed }) => closed)).toBe(true);
    expect(server.posts()).toEqual([]);
  });

  it('that break off are told as that, and leave it open what became of the call', async () => {
    const { act } = await openUnderTest();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(zip, 'latin1');
      throw new Error('Slack hung up');
    }

    const error = await failure(
      act('create', { intended: { files: [file({ size: 5000 })] }, openUpload: async () => broken() }),
    );

    expect(error).toMatchObject({ tookEffect: 'unknown' });
    expect(error.message).toContain('Slack hung up');
  });

  it('that cannot be had are no call at all', async () => {
    const { server, act } = await openUnderTest();
    const openUpload = () => Promise.reject(new Error('file is gone'));

    const error = await failure(act('create', { intended: { files: [file()] }, openUpload }));

    expect(error).toMatchObject({ tookEffect: 'no', message: 'file is gone' });
    expect(server.posts()).toEqual([]);
  });
});

describe('the memory of the bot', () => {
  /** In a process of its own: what it needs must not count. */
  const receiver = `
    const server = require('node:http').createServer((request, response) => {
      let bytes = 0;
      request.on('data', (chunk) => { bytes += chunk.length; });
      request.on('end', () => { console.log(bytes); response.end('{"statusCode":200,"data":null,"error":null}'); });
    });
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  `;

  it('grows by less than 50 MB while it uploads 500 MB', { timeout: 60_000 }, async () => {
    const size = 500_000_000;
    await put('23.07.0', { 'base_configs.zip': zip });
    const sparse = await open(join(shelf, '23.07.0', 'base_configs.zip'), 'r+');
    await sparse.truncate(size);
    await sparse.close();
    const child = spawn(process.execPath, ['-e', receiver], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const said: string[] = [];
    lines.on('line', (line) => said.push(line));
    await expect.poll(() => said.length, { timeout: 20_000 }).toBe(1);
    const adapter = openFor(`http://127.0.0.1:${said[0]}`, { bundles: shelf });
    const call = { intended: { release: '23.07.0' }, timeoutMs: 50_000, beforeSend: () => true };
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);

    try {
      await adapter.actor.act('create', call);
    } finally {
      clearInterval(watch);
      child.kill();
      await once(child, 'exit');
    }

    expect(Number(said[1])).toBeGreaterThan(size);
    process.stdout.write(`GROWTH ${(most - before) / 1e6}\n`);
    expect(most - before).toBeLessThan(50_000_000);
  });
});
