import type { FileHandle } from 'node:fs/promises';

/**
 * A piece is large enough that a connection takes it up before the next is asked for, and few are under way at a time:
 * so a handful of buffers can be used over and over. New ones for each piece would be tens of megabytes of garbage.
 */
const PIECE_BYTES = 131_072;
const PIECES = 8;

/**
 * The first `size` bytes of an open file, piece by piece. A piece holds good until seven more have been taken.
 * @throws Error when the file has become shorter meanwhile
 */
export async function* contentOf(handle: Pick<FileHandle, 'read'>, size: number): AsyncGenerator<Uint8Array> {
  const buffers = Array.from({ length: PIECES }, () => Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(size, 1))));
  let position = 0;
  for (let turn = 0; position < size; turn += 1) {
    const buffer = buffers[turn % PIECES] ?? Buffer.alloc(PIECE_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - position), position);
    if (bytesRead === 0) throw new Error('a file became shorter while it was read');
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
