import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { closeAfterEach, openFor, useShelf, zip } from './instabase-harness.js';

closeAfterEach();
const shelf = useShelf();

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
    await shelf.put('23.07.0', { 'base_configs.zip': zip });
    const sparse = await open(join(shelf.path, '23.07.0', 'base_configs.zip'), 'r+');
    await sparse.truncate(size);
    await sparse.close();
    const child = spawn(process.execPath, ['-e', receiver], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const said: string[] = [];
    lines.on('line', (line) => said.push(line));
    await expect.poll(() => said.length, { timeout: 20_000 }).toBe(1);
    const adapter = openFor(`http://127.0.0.1:${said[0]}`, { bundles: shelf.path });
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
    expect(most - before).toBeLessThan(50_000_000);
  });

  it('is the same few pieces over and over, and what arrives is whole even when it is taken up slowly', async () => {
    const content = Buffer.concat([Buffer.from(zip, 'latin1'), randomBytes(20_000_000)]);
    await shelf.put('23.07.0', { 'base_configs.zip': content });
    const chunks: Buffer[] = [];
    const slow = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunks.length % 20 !== 0) return;
        request.pause();
        setTimeout(() => request.resume(), 1);
      });
      request.on('end', () => response.end('{"statusCode":200,"data":null,"error":null}'));
    });
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const { port } = slow.address() as AddressInfo;
    const adapter = openFor(`http://127.0.0.1:${port}`, { bundles: shelf.path });

    await adapter.actor.act('create', { intended: { release: '23.07.0' }, timeoutMs: 15_000, beforeSend: () => true });

    const received = Buffer.concat(chunks);
    const start = received.indexOf(zip);
    expect(received.subarray(start, start + content.length).equals(content)).toBe(true);
    slow.close();
  });
});
