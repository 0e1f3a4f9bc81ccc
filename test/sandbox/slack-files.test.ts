import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, BOB, CHANNEL, clientOf, refusal, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;

const startWith = async (options: Parameters<typeof startWorkspace>[0] = {}) => {
  await slack?.stop();
  slack = await startWorkspace(options);
};

beforeEach(() => startWith());
afterEach(() => slack.stop());

type Answer = Readonly<Record<string, unknown>>;

const call = async (method: string, args: Record<string, unknown>): Promise<Answer> =>
  Object.fromEntries(Object.entries(await clientOf(slack).apiCall(method, args)));

const begin = async (length: number) => {
  const answer: Answer = await call('files.getUploadURLExternal', { filename: 'diff.txt', length });
  return { url: String(answer.upload_url), id: String(answer.file_id) };
};

const put = async (url: string, body: string): Promise<number> => (await fetch(url, { method: 'POST', body })).status;

const direct = async (user: string): Promise<string> => {
  const answer: Answer = await call('conversations.open', { users: user });
  return (answer.channel as { id: string }).id;
};

const scopesWithout = (...missing: string[]) =>
  ['chat:write', 'files:read', 'files:write', 'im:write'].filter((scope) => !missing.includes(scope));

describe('uploading by the bot', () => {
  it('shares a file in a direct message, where its person alone sees it', async () => {
    const { url, id } = await begin(5);
    expect(await put(url, 'hello')).toBe(200);
    const channel = await direct(ALICE);

    await call('files.completeUploadExternal', {
      files: [{ id, title: 'Diff' }],
      channel_id: channel,
      initial_comment: 'Here',
    });

    expect(slack.messages(channel)).toMatchObject([{ text: 'Here', user: slack.botUserId, files: [id] }]);
    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(slack.files()).toMatchObject([{ id, name: 'diff.txt', title: 'Diff', channels: [channel] }]);
    expect(String(slack.files()[0]?.content)).toBe('hello');
  });

  it('takes what the real client sends, as a form', async () => {
    const web = clientOf(slack);

    await web.filesUploadV2({ channel_id: CHANNEL, content: 'hello', filename: 'a.txt' });

    expect(slack.files().map(({ content }) => String(content))).toEqual(['hello']);
  });

  it('takes bytes at an address once, and only as many as were announced', async () => {
    const { url } = await begin(5);

    expect(await put(url, 'longer')).toBe(400);
    expect(await put(url, 'hello')).toBe(200);
    expect(await put(url, 'hello')).toBe(404);
    expect(await put(`${slack.url}/upload/v1/ffffff`, 'hello')).toBe(404);
  });

  it('shares nothing whose bytes have not come, and nothing twice', async () => {
    const { url, id } = await begin(5);
    const complete = () => refusal(call('files.completeUploadExternal', { files: [{ id }], channel_id: CHANNEL }));

    expect(await complete()).toBe('file_not_found');
    await put(url, 'hello');
    expect(await complete()).toBe('accepted');
    expect(await complete()).toBe('file_not_found');
  });

  it('refuses a channel that is unknown or without the bot', async () => {
    const { url, id } = await begin(5);
    await put(url, 'hello');
    const share = (channel_id: string) =>
      refusal(call('files.completeUploadExternal', { files: [{ id }], channel_id }));

    expect(await share('C0NONE')).toBe('channel_not_found');
    slack.workspace.kickBot(CHANNEL);
    expect(await share(CHANNEL)).toBe('not_in_channel');
  });

  it('refuses files without a name or a size', async () => {
    expect(await refusal(call('files.getUploadURLExternal', { filename: 'a.txt', length: 0 }))).toBe(
      'missing_argument',
    );
    expect(await refusal(call('files.getUploadURLExternal', { length: 5 }))).toBe('missing_argument');
    expect(await refusal(call('files.completeUploadExternal', { files: [] }))).toBe('missing_argument');
  });

  it('insists on the scopes', async () => {
    await startWith({ scopes: scopesWithout('files:write', 'im:write') });

    expect(await refusal(call('files.getUploadURLExternal', { filename: 'a.txt', length: 5 }))).toBe('missing_scope');
    expect(await refusal(call('conversations.open', { users: ALICE }))).toBe('missing_scope');
  });
});

describe('reading what a person uploaded', () => {
  const download = async (token: string): Promise<Response> => {
    const file = slack.people.as(ALICE).upload('base_configs.zip', 'PK-content');
    const answer: Answer = await call('files.info', { file: file.id });
    const { url_private_download: url } = answer.file as { url_private_download: string };
    return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
  };

  it('tells of a file and hands out its bytes to the bot', async () => {
    const response = await download(slack.botToken);

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('PK-content');
  });

  it('sends whoever has no good token to the log-in page', async () => {
    const response = await download('xoxb-wrong');

    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain('/login');
  });

  it('knows no file that nobody uploaded or that was deleted', async () => {
    const file = slack.people.as(ALICE).upload('a.zip', 'PK');
    expect(await refusal(call('files.info', { file: 'F0NONE' }))).toBe('file_not_found');
    file.deleted = true;
    expect(await refusal(call('files.info', { file: file.id }))).toBe('file_deleted');
  });

  it('insists on the scope', async () => {
    await startWith({ scopes: scopesWithout('files:read') });
    const file = slack.people.as(ALICE).upload('a.zip', 'PK');

    expect(await refusal(call('files.info', { file: file.id }))).toBe('missing_scope');
  });
});

describe('a form that takes files', () => {
  let bot: Server;
  let received: URLSearchParams[];

  /** A bot of the barest kind: it acks everything and keeps what came. */
  const startWithBot = async (scopes?: string[]): Promise<void> => {
    await startWith({
      eventsUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}/`,
      ...(scopes === undefined ? {} : { scopes }),
    });
  };

  beforeEach(async () => {
    received = [];
    bot = createServer((request, response) => {
      void text(request).then((body) => {
        received.push(new URLSearchParams(body));
        response.end();
      });
    });
    await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
    await startWithBot();
  });
  afterEach(() => new Promise((resolve) => bot.close(resolve)));

  const label = { type: 'plain_text', text: 'Configs' };
  const inputOf = (element: object) => ({
    type: 'input',
    block_id: 'configs',
    label,
    element: { type: 'file_input', action_id: 'configs', filetypes: ['zip'], max_files: 1, ...element },
  });
  const names = {
    type: 'input',
    block_id: 'names',
    label,
    element: { type: 'plain_text_input', action_id: 'names', initial_value: 'one' },
  };
  const form = (element: object = {}) => ({
    type: 'modal',
    title: { type: 'plain_text', text: 'Files' },
    submit: { type: 'plain_text', text: 'Send' },
    blocks: [inputOf(element), names],
  });

  const openForm = async (view: object): Promise<string> => {
    await slack.people.as(ALICE).command('create', { channel: CHANNEL });
    const answer: Answer = await call('views.open', { trigger_id: String(received.at(-1)?.get('trigger_id')), view });
    return (answer.view as { id: string }).id;
  };

  it('is refused in a message, with too many files, and to an app that may not read files', async () => {
    const view = form();
    const send = (blocks: unknown) => refusal(call('chat.postMessage', { channel: CHANNEL, text: 'x', blocks }));

    expect(await send(view.blocks)).toBe('invalid_blocks');
    expect(await refusal(openForm(form({ max_files: 11 })))).toBe('invalid_arguments');
    await startWithBot(scopesWithout('files:read'));
    expect(await refusal(openForm(view))).toBe('missing_scope');
  });

  it('lets a person send only what it offers', async () => {
    const alice = slack.people.as(ALICE);
    const id = await openForm(form());
    const zip = alice.upload('a.zip', 'PK');
    const send = (...files: string[]) => alice.submit(id, { configs: { configs: { files } } });

    await expect(send()).rejects.toThrow('Choose a file');
    await expect(send(alice.upload('a.txt', 'x').id)).rejects.toThrow('a.txt is of a kind');
    await expect(send(zip.id, zip.id)).rejects.toThrow('at most 1 file.');
    await expect(send(slack.people.as(BOB).upload('b.zip', 'PK').id)).rejects.toThrow('no uploaded file');
    expect(received).toHaveLength(1);
  });

  it('travels with what the files are, and with the fields that nobody touched', async () => {
    const alice = slack.people.as(ALICE);
    const id = await openForm(form());
    const zip = alice.upload('a.zip', 'PK');

    await alice.submit(id, { configs: { configs: { files: [zip.id] } } });

    const { view } = JSON.parse(String(received.at(-1)?.get('payload')));
    expect(view.state.values).toMatchObject({
      configs: { configs: { type: 'file_input', files: [{ id: zip.id, name: 'a.zip', size: 2 }] } },
      names: { names: { type: 'plain_text_input', value: 'one' } },
    });
  });
});
