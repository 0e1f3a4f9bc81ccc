import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { ask, post, snapshot } from './control-fixture.js';

const page = mkdtempSync(join(tmpdir(), 'page-test-'));
let session: Session;
let control: Control;

beforeAll(async () => {
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(page, 'assets', 'index-4f.js'), 'export {};');
  writeFileSync(join(page, 'assets', 'index-4f.css'), 'p {}');
  writeFileSync(join(page, 'assets', '.hidden.js'), 'hidden');
  writeFileSync(join(page, 'assets', 'notes.txt'), 'notes');
  writeFileSync(join(page, 'secret.js'), 'secret');
  session = await openSession(() => undefined, {});
  control = await startControl(session, { page });
}, 60_000);

afterAll(async () => {
  await control.stop();
  await session.stop();
  rmSync(page, { recursive: true });
});

describe('the page is served', () => {
  it('at the address itself, kept by nobody, and allowed to load and ask nothing but this server', async () => {
    const { status, headers, text } = await ask(control, '/?as=bob&thread=1.2');
    expect(status).toBe(200);
    expect(text).toContain('<title>page</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each([
    ['/assets/index-4f.js', 'text/javascript; charset=utf-8', 'export {};'],
    ['/assets/index-4f.css', 'text/css; charset=utf-8', 'p {}'],
  ])('with its file %s as %s', async (path, type, content) => {
    const { status, headers, text } = await ask(control, path);
    expect([status, headers['content-type'], text]).toEqual([200, type, content]);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    '/assets/../secret.js',
    '/assets/%2e%2e/secret.js',
    '/assets/..%2fsecret.js',
    '/assets/%2e%2e%2fsecret.js',
    '/assets/..%5csecret.js',
    '/assets//secret.js',
    '/assets/.hidden.js',
    '/assets/notes.txt',
    '/assets/',
    '/assets/none.js',
    '/assets/index-4f.js%00.css',
    '/secret.js',
    '//secret.js',
    '//',
    'http://[',
    '/.',
    '/index.html/../secret.js',
  ])('and no other file: %s', async (path) => {
    const { status, text } = await ask(control, path);
    expect(status).toBe(404);
    expect(JSON.parse(text)).toHaveProperty('error');
  });

  it('or says how to build it when it is not there', async () => {
    const without = await startControl(session, { page: join(page, 'nowhere') });
    const { status, text } = await ask(without, '/');
    await without.stop();
    expect(status).toBe(503);
    expect(text).toContain('npm run build:page');
  });
});

describe('the help', () => {
  it('lists every path under /control', async () => {
    const { headers, text } = await ask(control, '/control');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain('POST /control/people/:name/upload');
    expect(text).toContain('GET  /control/snapshot');
    expect(text).toContain('/control/changes');
  });

  it('is named where there is no such path', async () => {
    const { status, text } = await ask(control, '/control/nowhere');
    expect([status, JSON.parse(text)]).toEqual([404, { error: expect.stringContaining('GET /control lists all') }]);
    expect((await ask(control, '/people')).status).toBe(404);
  });
});

describe('changes are told', () => {
  const ended: (() => void)[] = [];
  afterEach(() => {
    for (const end of ended.splice(0)) end();
  });

  /** Versions as they are told. */
  const follow = (): number[] => {
    const versions: number[] = [];
    const listening = get(`${control.url}control/changes`, (response) => {
      expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
      response.setEncoding('utf8').on('data', (text: string) => {
        for (const [, data = ''] of text.matchAll(/^data: (.*)$/gm)) versions.push(JSON.parse(data).version);
      });
      // Ended by the test itself.
      response.on('error', () => undefined);
    });
    listening.on('error', () => undefined);
    ended.push(() => listening.destroy());
    return versions;
  };

  it('at once, and after every change, to everybody who listens', async () => {
    const told = [follow(), follow()];
    await expect.poll(() => told.map((versions) => versions.length)).toEqual([1, 1]);
    expect(told[0]?.[0]).toBe((await snapshot(control, 'alice')).version);

    await post(control, '/people/bob/say', { text: 'hello' });

    const { version } = await snapshot(control, 'alice');
    await expect.poll(() => told.map((versions) => versions.at(-1))).toEqual([version, version]);
    expect(told[0]?.[0]).toBeLessThan(version);
  });

  it('many at once as one', async () => {
    const versions = follow();
    await expect.poll(() => versions.length).toBe(1);
    const before = session.version();
    for (let count = 0; count < 100; count += 1) session.changed();
    await expect.poll(() => versions.at(-1)).toBe(before + 100);
    expect(versions).toHaveLength(2);
  });
});

describe('a snapshot', () => {
  it('is alice’s unless somebody else is named', async () => {
    expect(JSON.parse((await ask(control, '/control/snapshot')).text).slack.viewer.name).toBe('alice');
    expect((await snapshot(control, 'guest')).slack.viewer).toMatchObject({ name: 'guest', id: 'U0GUEST' });
  });

  it.each(['zoe', '', '__proto__', 'constructor'])('is refused for nobody: %s', async (name) => {
    const { status, text } = await ask(control, `/control/snapshot?as=${name}`);
    expect(status).toBe(404);
    expect(text).toContain('alice, bob, carol, mallory, guest');
  });
});
