import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { UploadedFile } from '../../src/core/products.js';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import { type SlackFiles, slackFiles } from '../../src/slack/out/files.js';
import { capturedLog } from '../support/captured-log.js';

const user = 'U0ALICE';

let slack: SlackServer;
let files: SlackFiles;
const running: Server[] = [];

const filesAt = (apiUrl: string): SlackFiles =>
  slackFiles({ token: slack.botToken, apiUrl, logger: capturedLog(), timeoutMs: 2000 });

async function startWith(options: Parameters<typeof startSlack>[0] = {}): Promise<void> {
  await slack?.stop();
  slack = await startSlack({ rateLimits: false, ...options });
  slack.workspace.addUser({ id: user, name: 'alice' });
  slack.workspace.addUser({ id: 'U0BOB', name: 'bob' });
  slack.workspace.addChannel({ id: 'C0OPS', name: 'ops' });
  files = filesAt(slack.apiUrl);
}

beforeEach(() => startWith());
afterEach(async () => {
  await slack.stop();
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server of the test's own; its origin. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The base of a Web API whose every answer is this. */
async function apiThatSays(answer: object): Promise<string> {
  const origin = await serve((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, ...answer }));
  });
  return `${origin}/api/`;
}

/** The base of a Web API that knows one file, of this size, and hands it out like this. */
async function apiWithFile(size: number, download: (response: ServerResponse) => void): Promise<string> {
  const origin = await serve((request, response) => {
    if (request.url !== '/api/files.info') return download(response);
    const file = { size, url_private_download: `${origin}/a.zip` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, file }));
  });
  return `${origin}/api/`;
}

const failure = async (work: Promise<unknown>): Promise<AppError> => {
  const outcome = await work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (outcome instanceof AppError) return outcome;
  throw new Error('expected an AppError', { cause: outcome });
};

async function readAll(source: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** What the form says of a file that alice chose. */
function uploaded(content: string, name = 'base_configs.zip'): UploadedFile {
  const { id, size } = slack.people.as(user).upload(name, content);
  return { id, field: 'base_configs', name, size };
}

describe('a file for one person', () => {
  it('arrives in their direct message and nowhere else', async () => {
    await files.send(user, { name: 'diff.txt', text: 'ä: *** hidden ***\n' }, 'The difference');

    const [file] = slack.files();
    expect(String(file?.content)).toBe('ä: *** hidden ***\n');
    expect(file).toMatchObject({ name: 'diff.txt', channels: ['D00ALICE'] });
    expect(slack.messages('D00ALICE')).toMatchObject([{ text: 'The difference', files: [file?.id] }]);
    expect(slack.messages('C0OPS')).toEqual([]);
  });

  it('is uploaded without the token', async () => {
    await files.send(user, { name: 'diff.txt', text: 'x' }, 'Here');

    const upload = slack.calls.find(({ method }) => method === 'upload_url');
    expect(upload?.args).toEqual({ bytes: 1, withToken: false });
  });

  it('may be empty or a megabyte long', async () => {
    await files.send(user, { name: 'a.txt', text: '' }, 'Here');
    await files.send(user, { name: 'b.txt', text: 'x'.repeat(1_000_000) }, 'Here');

    expect(slack.files().map(({ size }) => size)).toEqual([1, 1_000_000]);
  });

  it('goes to no address outside Slack', async () => {
    const reached: string[] = [];
    const elsewhere = await serve((request, response) => {
      reached.push(String(request.url));
      response.end('OK');
    });
    const answer = { channel: { id: 'D1' }, upload_url: `${elsewhere}/upload/v1/1`, file_id: 'F1' };
    const apiUrl = await apiThatSays(answer);

    const { kind, message } = await failure(filesAt(apiUrl).send(user, { name: 'a.txt', text: 'x' }, 'Here'));

    expect(kind).toBe('slack-refused');
    expect(message).toContain('another host');
    expect(reached).toEqual([]);
  });

  it.each([
    ['files:write', ['chat:write', 'im:write']],
    ['im:write', ['chat:write', 'files:write']],
  ])('is refused without the scope %s', async (_scope, scopes) => {
    await startWith({ scopes });

    expect(await failure(files.send(user, { name: 'a.txt', text: 'x' }, 'Here'))).toMatchObject({
      kind: 'slack-refused',
      message: 'missing_scope',
    });
    expect(slack.messages('D00ALICE')).toEqual([]);
  });

  it.each(['conversations.open', 'files.getUploadURLExternal', 'upload_url', 'files.completeUploadExternal'])(
    'fails as a whole when %s fails',
    async (method) => {
      slack.faults.fail(method, { status: 503 });

      const { kind } = await failure(files.send(user, { name: 'a.txt', text: 'x' }, 'Here'));

      expect(kind).toBe('slack-busy');
      expect(slack.everything('D00ALICE')).toEqual([]);
    },
  );
});

describe('reading an upload', () => {
  it('gives the bytes as they were uploaded', async () => {
    const content = `PK${'x'.repeat(300_000)}`;

    expect(await readAll(await files.openUpload(uploaded(content)))).toBe(content);
  });

  it('shows the token to Slack, and only there', async () => {
    const reached: unknown[] = [];
    const elsewhere = await serve((request, response) => {
      reached.push(request.headers.authorization);
      response.end('PK');
    });
    const apiUrl = await apiThatSays({ file: { size: 2, url_private_download: `${elsewhere}/a.zip` } });
    const file = uploaded('PK');

    expect((await failure(filesAt(apiUrl).openUpload(file))).message).toContain('another host');
    expect(reached).toEqual([]);
    await readAll(await files.openUpload(file));
    const download = slack.calls.find(({ method }) => method === 'url_private_download');
    expect(download?.args).toMatchObject({ withToken: true });
  });

  it('refuses a file whose size is no longer what the form said', async () => {
    const file = uploaded('PK-content');
    for (const stored of slack.files()) stored.size = 11;

    expect(await failure(files.openUpload(file))).toMatchObject({
      kind: 'refused',
      message: 'base_configs.zip has changed since it was uploaded: 11 bytes instead of 10',
    });
    expect(slack.calls.map(({ method }) => method)).not.toContain('url_private_download');
  });

  it.each([
    ['longer', 'PK-content and more', /longer than the 10 bytes/],
    ['shorter', 'PK', /ended after 2 of 10 bytes/],
  ])('refuses bytes that turn out %s', async (_how, now, words) => {
    const file = uploaded('PK-content');
    for (const stored of slack.files()) stored.content = Buffer.from(now);

    expect((await failure(files.openUpload(file).then(readAll))).message).toMatch(words);
  });

  it('refuses a page to log in on, however it comes', async () => {
    const file = uploaded('PK-content');
    slack.faults.html('url_private_download');
    expect((await failure(files.openUpload(file))).message).toContain('log in');

    const apiUrl = await apiWithFile(10, (response) => response.writeHead(302, { location: '/login' }).end());
    expect((await failure(filesAt(apiUrl).openUpload(file))).message).toContain('log in');
  });

  it('passes on why Slack does not hand a file over', async () => {
    const file = uploaded('PK-content');
    slack.faults.fail('url_private_download', { status: 503 });
    expect(await failure(files.openUpload(file))).toMatchObject({ kind: 'slack-busy' });
    expect((await failure(files.openUpload({ ...file, id: 'F0NONE' }))).message).toBe('file_not_found');
    for (const stored of slack.files()) stored.deleted = true;
    expect((await failure(files.openUpload(file))).message).toBe('file_deleted');
  });

  it('fails when the connection breaks off half-way', async () => {
    const content = `PK${'x'.repeat(100_000)}`;
    const apiUrl = await apiWithFile(content.length, (response) => {
      response.setHeader('content-length', content.length);
      response.write(content.slice(0, 50_000), () => response.destroy());
    });

    const reading = filesAt(apiUrl).openUpload(uploaded(content)).then(readAll);

    expect((await failure(reading)).kind).toBe('slack-busy');
  });

  it('lets go of the connection when nobody reads on', async () => {
    let closed = false;
    const apiUrl = await apiWithFile(1e9, (response) => {
      response.on('close', () => {
        closed = true;
      });
      response.write('PK');
    });

    const opened = await filesAt(apiUrl).openUpload({ ...uploaded('PK'), size: 1e9 });
    await opened[Symbol.asyncIterator]().return?.();

    await expect.poll(() => closed).toBe(true);
  });
});
