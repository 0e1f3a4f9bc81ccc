import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createMultipartParser } from '../../src/sandbox/instabase/multipart.js';
import { type InstabaseOptions, type InstabaseServer, startInstabase } from '../../src/sandbox/instabase/server.js';
import { clientOf, gzip, published, zip } from './instabase-fixture.js';

let server: InstabaseServer | undefined;

async function start(options: InstabaseOptions = {}) {
  const own = await startInstabase(options);
  server = own;
  return { ...clientOf(own), server: own };
}

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('creating in a simulated Instabase', () => {
  it('keeps of each file its name, size, hash and first bytes, and of a list every field', async () => {
    const { upload, server: own, get } = await start();

    const answer = await upload([
      ['base_configs', zip('base'), 'base_configs-23.10.1.zip'],
      ['default_patches', gzip('patches'), 'default_patches.tgz'],
      ['deprecated_configs_to_keep', 'aws-config'],
      ['deprecated_configs_to_keep', 'db-tls-metadata'],
      ['resourcing_size', 'LARGE'],
    ]);

    expect(answer).toEqual({ status: 200, body: published('create-done') });
    expect(own.posts()[0]).toMatchObject({
      verb: 'create',
      files: [
        { field: 'base_configs', fileName: 'base_configs-23.10.1.zip', size: 6, sha256: sha256('PKbase') },
        { field: 'default_patches', fileName: 'default_patches.tgz', size: 9 },
      ],
      fields: [
        ['deprecated_configs_to_keep', 'aws-config'],
        ['deprecated_configs_to_keep', 'db-tls-metadata'],
        ['resourcing_size', 'LARGE'],
      ],
    });
    expect((await get('/product/upgrade')).body).toMatchObject({
      upgrade: {
        manifest: { releaseVersion: '23.10.1' },
        deprecatedConfigsToKeep: ['aws-config', 'db-tls-metadata'],
        resourcingSize: 'LARGE',
      },
    });
  });

  it.each([
    ['base_configs is required', [['default_patches', zip(), 'patches.zip']]],
    ['unsupported file type', [['base_configs', zip(), 'base.rar']]],
    ['cannot read archive', [['base_configs', gzip(), 'base.zip']]],
    ['cannot read archive', [['base_configs', zip(), 'base.tgz']]],
    [
      'unknown resourcing_size',
      [
        ['base_configs', zip(), 'base.zip'],
        ['resourcing_size', 'HUGE'],
      ],
    ],
    ['unknown file field', [['base_configs', zip(), 'base.zip'] as const, ['extras', zip(), 'extras.zip'] as const]],
    ['must be greater than current release version', [['base_configs', zip(), 'base-23.04.3.zip']]],
    ['must be greater than current release version', [['base_configs', zip(), 'base-22.12.10.zip']]],
  ] as const)('is refused: %s', async (reason, parts) => {
    const { upload, server: own } = await start();

    expect(await upload(parts)).toEqual({
      status: 500,
      body: { ...(published('create-refused') as object), error: expect.stringContaining(reason) },
    });
    expect(own.run.state()).toBeUndefined();
  });

  it('may require the default patches, as later releases do', async () => {
    const { upload } = await start({ needsDefaultPatches: true });

    expect(await upload()).toMatchObject({ body: { error: expect.stringContaining('default_patches is required') } });
  });

  it('is refused when it is no multipart form, or one that does not end', async () => {
    const { post } = await start();
    const path = '/product/upgrade/upload';
    expect(await post(path, '{}')).toMatchObject({
      body: { statusCode: 500, error: expect.stringContaining("isn't") },
    });

    const headers = { 'content-type': 'multipart/form-data; boundary=abc' };

    expect(await post(path, '--abc\r\n\r\nhalf', headers)).toMatchObject({
      body: { error: expect.stringContaining('EOF') },
    });
    expect(await post(path, '--abcnothing', headers)).toMatchObject({ body: { statusCode: 500 } });
  });

  it('refuses a second one while the first is being carried out', async () => {
    const { upload, server: own } = await start({ createMs: Number.POSITIVE_INFINITY });
    const first = upload();
    await expect.poll(() => own.posts()[0]?.files.length).toBe(1);

    expect(await upload()).toMatchObject({ status: 500, body: { error: expect.stringContaining('already exists') } });
    own.finishCreation();

    expect((await first).status).toBe(200);
  });

  it('may leave half a resource, which can only be abandoned', async () => {
    const { upload, act, server: own } = await start();
    own.failNextCreation({ error: 'could not write patch', leaves: 'partial' });
    expect(await upload()).toMatchObject({ body: { error: expect.stringContaining('could not write patch') } });

    expect((await upload()).status).toBe(500);
    expect((await act('start')).status).toBe(500);
    expect((await act('abandon')).status).toBe(200);
    expect((await upload()).status).toBe(200);
  });

  it('may fail and leave nothing', async () => {
    const { upload, server: own } = await start();
    own.failNextCreation({ error: 'no space left', leaves: 'nothing' });

    expect((await upload()).status).toBe(500);
    expect((await upload()).status).toBe(200);
  });
});

const boundary = '----boundary-of-a-large-upload';
const mebibyte = 1_048_576;

function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

/** Sends a file of zeros after `PK`, no faster than it is read. @returns the status, and the peak of memory in bytes */
async function uploadLarge(target: InstabaseServer, size: number): Promise<{ status: number; peak: number }> {
  const block = Buffer.alloc(mebibyte / 4);
  const outgoing = request(`${target.url}/product/upgrade/upload`, {
    method: 'POST',
    headers: { Token: target.token, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  const status = new Promise<number>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  const drained = (): Promise<void> => new Promise((resolve) => outgoing.once('drain', resolve));
  outgoing.write(`--${boundary}\r\ncontent-disposition: form-data; name="base_configs"; filename="b.zip"\r\n\r\nPK`);
  let peak = memory();
  for (let left = size - 2; left > 0; left -= block.length) {
    if (!outgoing.write(block.subarray(0, Math.min(left, block.length)))) await drained();
    peak = Math.max(peak, memory());
  }
  outgoing.end(`\r\n--${boundary}--\r\n`);
  return { status: await status, peak };
}

describe('a large upload to a simulated Instabase', () => {
  it('is counted and hashed without being held in memory', async () => {
    const { server: own } = await start();
    const size = 200 * mebibyte;
    const before = memory();

    const { status, peak } = await uploadLarge(own, size);

    expect(status).toBe(200);
    const hash = createHash('sha256').update('PK');
    for (let left = size - 2; left > 0; left -= mebibyte) hash.update(Buffer.alloc(Math.min(left, mebibyte)));
    expect(own.posts()[0]?.files).toMatchObject([{ size, sha256: hash.digest('hex') }]);
    expect((peak - before) / mebibyte).toBeLessThan(100);
  });
});

describe('reading a multipart body', () => {
  const body = [
    'preamble\r\n--b\r\n',
    'Content-Disposition: form-data; name="a"\r\n\r\n\r\n--b\r\n',
    'Content-Disposition: form-data; name="x"\r\n\r\n\r\n--\r\n-b\r\n--b--\r\nepilogue',
  ].join('');

  it.each([1, 2, 3, 7, 1000])('gives the same parts when it arrives in pieces of %i bytes', (step) => {
    const parts: string[] = [];
    const parser = createMultipartParser('b', () => {
      const at = parts.push('') - 1;
      return {
        data: (chunk) => {
          parts[at] += chunk.toString();
        },
        end: () => {
          parts[at] += '|';
        },
      };
    });

    for (let from = 0; from < body.length; from += step) parser.write(Buffer.from(body.slice(from, from + step)));

    expect(parts).toEqual(['|', '\r\n--\r\n-b|']);
    expect(parser.complete()).toBe(true);
  });
});
