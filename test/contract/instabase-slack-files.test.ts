import { describe, expect, it } from 'vitest';
import type { UploadedFile } from '../../src/core/products.js';
import { failure } from './http-harness.js';
import { closeAfterEach, openUnderTest, zip } from './instabase-harness.js';

closeAfterEach();

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
