import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure } from './http-harness.js';
import { closeAfterEach, gzip, openUnderTest, useShelf, zip } from './instabase-harness.js';

closeAfterEach();
const shelf = useShelf();

describe('the bundles of an Instabase target', () => {
  it('are listed with the newest release first, with what stands against each', async () => {
    await shelf.put('23.04.3', { 'base_configs.zip': zip });
    await shelf.put('23.10.0', { 'base_configs.zip': zip, 'default_patches.zip': zip });
    await shelf.put('23.9.1', { 'default_patches.zip': zip });
    await shelf.put('23.05.0', { 'base_configs.rar': zip });
    await shelf.put('23.06.0', { 'base_configs.tgz': zip });
    await shelf.put('23.07.0', { 'base_configs.zip': zip, 'base_configs.tgz': gzip });
    await shelf.put('23.08.0', { 'base_configs.zip': zip.padEnd(200) });
    await mkdir(join(shelf.path, '.git'));
    await writeFile(join(shelf.path, '24.01.0'), 'a file');
    const { adapter } = await openUnderTest({}, { bundles: shelf.path, maxBundleBytes: 100 });

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
    const { adapter } = await openUnderTest({}, { bundles: join(shelf.path, 'none') });

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
      const { server, act } = await openUnderTest({}, { bundles: shelf.path });

      const error = await failure(act('create', { intended: { release } }));

      expect(error).toMatchObject({ kind: 'refused', tookEffect: 'no' });
      expect(server.posts()).toEqual([]);
    },
  );

  it('do not lead out of their directory by symlinks', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'upgrade-bot-outside-'));
    await writeFile(join(outside, 'base_configs.zip'), zip);
    await symlink(outside, join(shelf.path, '23.07.0'));
    await shelf.put('23.08.0', {});
    await symlink(join(outside, 'base_configs.zip'), join(shelf.path, '23.08.0', 'base_configs.zip'));
    const { server, adapter, act } = await openUnderTest({}, { bundles: shelf.path });

    expect((await adapter.bundles?.())?.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('leads out'),
      expect.stringContaining('leads out'),
    ]);
    expect((await failure(act('create', { intended: { release: '23.08.0' } }))).message).toContain('leads out');
    expect(server.posts()).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('may be reached by symlinks inside their directory', async () => {
    await shelf.put('23.07.0', { 'base_configs.zip': zip });
    await symlink('23.07.0', join(shelf.path, '23.07'));
    const { adapter } = await openUnderTest({}, { bundles: shelf.path });

    expect((await adapter.bundles?.())?.every(({ problem }) => problem === undefined)).toBe(true);
  });
});
