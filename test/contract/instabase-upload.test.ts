import { describe, expect, it } from 'vitest';
import { instabase } from '../../src/adapters/instabase/profile.js';
import { failure } from './http-harness.js';
import { closeAfterEach, dialects, gzip, openUnderTest, useShelf, zip } from './instabase-harness.js';

closeAfterEach();
const shelf = useShelf();

describe.each(dialects)('creating an Instabase upgrade, written %s', (_, dialect) => {
  it('uploads the files of a bundle with the size and the configs to keep', async () => {
    await shelf.put('23.07.0', {
      'base_configs.zip': zip,
      'default_patches.tgz': gzip,
      'network_policies.gz': gzip,
      'README.txt': 'not for the product',
    });
    const { server, observe, act } = await openUnderTest({ dialect }, { bundles: shelf.path });

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
    await shelf.put('23.07.0', { 'base_configs.zip': zip });
    const { server, act } = await openUnderTest({ dialect }, { bundles: shelf.path });
    server.run.create();

    const error = await failure(act('create', { intended: { release: '23.07.0' } }));

    expect(error).toMatchObject({ kind: 'refused', tookEffect: 'no' });
    expect(error.message).toContain('already exists');
  });
});

describe('an upload whose outcome is open', () => {
  it('is sent once, and judged by the resource, when its answer is lost', async () => {
    await shelf.put('23.07.0', { 'base_configs.zip': zip });
    const { server, observe, act } = await openUnderTest({}, { bundles: shelf.path });
    server.faults.loseReply('create');
    const intended = { release: '23.07.0' };

    expect(await failure(act('create', { intended }))).toMatchObject({ tookEffect: 'unknown' });

    const judge = instabase.actions.create?.judge;
    expect(judge?.(intended, await observe())).toBe('done');
    expect(judge?.({ release: '23.10.0' }, await observe())).toBe('unclear');
    expect(server.posts()).toHaveLength(1);
  });

  it('is sent once, and found not to be done, when it is cut in the middle', async () => {
    await shelf.put('23.07.0', { 'base_configs.zip': zip.padEnd(2_000_000) });
    const { server, observe, act } = await openUnderTest({}, { bundles: shelf.path });
    server.faults.cutUpload(500_000);
    const intended = { release: '23.07.0' };

    expect(await failure(act('create', { intended }))).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });

    expect(instabase.actions.create?.judge?.(intended, await observe())).toBe('not-done');
  });

  it('has not been sent when it is too late before its first byte', async () => {
    await shelf.put('23.07.0', { 'base_configs.zip': zip });
    const { server, act } = await openUnderTest({}, { bundles: shelf.path });

    const error = await failure(act('create', { intended: { release: '23.07.0' }, beforeSend: () => false }));

    expect(error).toMatchObject({ tookEffect: 'no' });
    expect(server.requests).toEqual([]);
  });

  it('is given up when it takes too long', async () => {
    await shelf.put('23.07.0', { 'base_configs.zip': zip });
    const { server, act } = await openUnderTest({ createMs: Number.POSITIVE_INFINITY }, { bundles: shelf.path });

    const error = await failure(act('create', { intended: { release: '23.07.0' }, timeoutMs: 200 }));

    expect(error).toMatchObject({ kind: 'unreachable', tookEffect: 'unknown' });
    server.finishCreation();
  });
});
