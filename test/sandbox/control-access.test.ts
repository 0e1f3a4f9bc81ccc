import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/sandbox/control/routes.js';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { ask, json } from './control-fixture.js';

let session: Session;
let control: Control;

beforeAll(async () => {
  session = await openSession(() => undefined, { instabase: {} });
  control = await startControl(session);
}, 60_000);

afterAll(async () => {
  await control.stop();
  await session.stop();
});

const posts = routes.filter(({ method }) => method === 'POST').map(({ path }) => `/control${path}`);
const gets = ['/', '/assets/index.js', '/control', '/control/changes', '/control/snapshot', '/control/people'];

/** None of the requests in a test has changed anything. */
const untouched = async (attempt: () => Promise<unknown>): Promise<void> => {
  const before = session.version();
  await attempt();
  expect(session.version()).toBe(before);
};

describe('the sandbox is driven by nobody but the person at this machine', () => {
  it.each(gets)('refuses a host name that is not its own: GET %s', async (path) => {
    const { status } = await ask(control, path, { headers: { host: 'sandbox.example.com' } });
    expect(status).toBe(403);
  });

  it('takes both names of this machine', async () => {
    const { port } = new URL(control.url);
    for (const name of ['127.0.0.1', 'localhost']) {
      expect((await ask(control, '/control/people', { headers: { host: `${name}:${port}` } })).status).toBe(200);
    }
    expect((await ask(control, '/control/people', { headers: { host: '127.0.0.1:1' } })).status).toBe(403);
  });

  it('refuses pages of other origins and takes its own', async () => {
    const get = (origin: string) => ask(control, '/control/people', { headers: { origin } });
    expect((await get('https://example.com')).status).toBe(403);
    expect((await get('null')).status).toBe(403);
    expect((await get(new URL(control.url).origin)).status).toBe(200);
  });

  it.each(posts)('refuses what a page of another origin or a form in one could send: POST %s', async (path) => {
    await untouched(async () => {
      const post = (headers: Record<string, string>) => ask(control, path, { method: 'POST', headers, body: '{}' });
      expect((await post({ ...json, origin: 'https://example.com' })).status).toBe(403);
      expect((await post({ ...json, host: 'sandbox.example.com' })).status).toBe(403);
      expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
      expect((await post({ 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
      expect((await post({})).status).toBe(415);
    });
  });

  it.each(posts.filter((path) => !path.endsWith('/upload')))('takes no large bodies: POST %s', async (path) => {
    await untouched(async () => {
      const body = `{"text": "${'x'.repeat(70_000)}"}`;
      expect((await ask(control, path, { method: 'POST', headers: json, body })).status).toBe(413);
    });
  });

  it('takes JSON objects only', async () => {
    const post = (body: string) => ask(control, '/control/bot/kill', { method: 'POST', headers: json, body });
    expect((await post('{')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post('"x"')).status).toBe(400);
  });

  it('answers no method but those it names', async () => {
    expect((await ask(control, '/control/people', { method: 'PUT' })).status).toBe(405);
    expect((await ask(control, '/', { method: 'DELETE' })).status).toBe(404);
  });
});
