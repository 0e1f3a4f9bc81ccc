import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { EphemeralShown, SlackShown } from '../../src/sandbox/control/shown.js';
import { paces } from '../../src/sandbox/pace.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { buttonsIn } from '../../src/sandbox/slack/buttons.js';
import { act, post, seenBy } from './control-fixture.js';
import { clientOf } from './slack-fixture.js';

let session: Session;
let control: Control;

beforeAll(async () => {
  session = await openSession(() => undefined, pageStage(paces.fast));
  control = await startControl(session);
  await session.startBot();
}, 60_000);

afterAll(async () => {
  await control.stop();
  await session.stop();
});

const see = (name: string): Promise<SlackShown> => seenBy(control, name);

/** Waits until a person sees a button that begins like this in something meant for them alone. */
async function offered(name: string, words: string) {
  const found = async () => {
    const { ephemerals } = await see(name);
    return ephemerals.flatMap(({ ts, blocks }) => buttonsIn(blocks).map((button) => ({ ts, ...button })));
  };
  const wanted = async () => (await found()).findLast(({ text }) => text.startsWith(words));
  await expect.poll(wanted, { timeout: 5_000 }).toBeDefined();
  const button = await wanted();
  if (button === undefined) throw new Error(`${name} sees no button ${words}`);
  return { ephemeral: button.ts, blockId: button.block_id, actionId: button.action_id };
}

const texts = (ephemerals: readonly EphemeralShown[]): string => ephemerals.map(({ text }) => text).join('\n');

describe('what is shown of the workspace', () => {
  it('names the people, what they may do, and everything that ids stand for', async () => {
    const { people, names, channels, app, viewer } = await see('carol');
    expect(people.map(({ name }) => name)).toEqual(['alice', 'bob', 'carol', 'mallory', 'guest']);
    expect(viewer).toEqual({ name: 'carol', id: 'U0CAROL', role: 'approver' });
    expect(app).toEqual({ id: 'U0BOT', name: 'upgrade-bot' });
    expect(channels).toMatchObject([{ id: 'C0OPS', name: 'ops', kind: 'channel' }]);
    expect(names).toMatchObject({ U0BOT: 'upgrade-bot', U0ALICE: 'alice', S0APPROVERS: 'approvers', C0OPS: 'ops' });
  });

  it('shows messages with their edits, threads and deletions', async () => {
    const { slack } = session.stage;
    const { ts } = JSON.parse((await post(control, '/people/bob/say', { text: 'morning @alice' })).text);
    const reply = JSON.parse((await post(control, '/people/alice/say', { text: 'hi', thread: ts })).text);
    const find = async (of: string) => (await see('guest')).messages.find((message) => message.ts === of);
    expect(await find(ts)).toMatchObject({ from: 'U0BOB', isBot: false, text: 'morning <@U0ALICE>', thread: null });
    expect(await find(reply.ts)).toMatchObject({ from: 'U0ALICE', thread: ts, deleted: false, edited: false });

    slack.workspace.deleteMessage(ts);
    expect(await find(ts)).toMatchObject({ deleted: true, text: 'This message was deleted.', blocks: [] });
    slack.workspace.deleteMessage(reply.ts);
    expect(await find(reply.ts)).toBeUndefined();
    expect(await find(ts)).toBeUndefined();
  });

  it('refuses to write where nobody reads', async () => {
    const { status, text } = await post(control, '/people/bob/say', { text: 'hello', channel: 'C0NONE' });
    expect(status).toBe(409);
    expect(text).toContain('bob is in no channel C0NONE');
  });

  it('refuses to reply in a thread that is not there', async () => {
    const { status, text } = await post(control, '/people/bob/say', { text: 'hello', thread: '1795195988.613000' });
    expect(status).toBe(409);
    expect(text).toContain('there is no such thread any more');
  });
});

describe('what the bot answers one person', () => {
  it('is seen by that person alone', async () => {
    await act(control, 'alice/command', { text: 'status confluence' });
    await act(control, 'mallory/command', { text: 'start jira' });
    const [alice, mallory] = [texts((await see('alice')).ephemerals), texts((await see('mallory')).ephemerals)];
    expect(alice).toContain('confluence');
    expect(alice).not.toContain('jira');
    expect(mallory).toContain('jira');
    expect(mallory).not.toContain('Versions');
    expect((await see('bob')).ephemerals).toEqual([]);
  });

  it('is not waited for by who does not want to', async () => {
    const done = await act(control, 'carol/command', { text: 'nodes confluence', wait: false });
    expect(done.ackedMs).toBeLessThan(3_000);
    await expect.poll(async () => texts((await see('carol')).ephemerals)).toContain('confluence-0');
  });

  it('comes in the thread after a mention there', async () => {
    const { ts } = JSON.parse((await post(control, '/people/bob/say', { text: 'a thread' })).text);
    const { answers } = await act(control, 'bob/mention', { text: 'status bitbucket', thread: ts });
    expect(answers.join('\n')).toContain('bitbucket');
    expect((await see('bob')).ephemerals.at(-1)).toMatchObject({ thread: ts });
    expect((await see('alice')).messages.findLast(({ from }) => from === 'U0BOB')).toMatchObject({ thread: ts });
  });
});

describe('an ordinary message', () => {
  it('is heard by the bot when it mentions it anywhere, and not otherwise', async () => {
    await act(control, 'carol/say', { text: 'bob, status bitbucket please' });
    await act(control, 'carol/say', { text: 'well then, @upgrade-bot node jira nowhere' });
    await expect
      .poll(async () => (await see('carol')).ephemerals.at(-1)?.text, { timeout: 5_000 })
      .toContain('nowhere');
    expect(texts((await see('carol')).ephemerals)).not.toContain('bitbucket');
  });
});

describe('a direct message of the bot', () => {
  it('is seen with its files by its person alone', async () => {
    const web = clientOf(session.stage.slack);
    await web.chat.postMessage({ channel: 'U0ALICE', text: 'for you' });
    const channel = (await see('alice')).channels.find(({ kind }) => kind === 'direct');
    expect(channel).toMatchObject({ name: 'upgrade-bot' });
    await web.filesUploadV2({ channel_id: String(channel?.id), content: 'line 1', filename: 'events.txt' });

    const { messages } = await see('alice');
    const direct = messages.filter((message) => message.channel === channel?.id);
    expect(direct).toMatchObject([
      { text: 'for you', files: [] },
      { files: [{ name: 'events.txt', bytes: 6, begins: 'line 1' }] },
    ]);
    const bob = await see('bob');
    expect(bob.channels.map(({ kind }) => kind)).toEqual(['channel']);
    expect(JSON.stringify(bob)).not.toContain('events.txt');
  });
});

describe('buttons and forms', () => {
  /** The root message of the upgrade that alice has started. */
  const card = async () => {
    const { messages } = await see('alice');
    return messages.find(({ isBot, thread, text }) => isBot && thread === null && text.includes('confluence'));
  };

  beforeAll(async () => {
    await act(control, 'alice/command', { text: 'start confluence' });
    const text = async () => expect((await card())?.text).toContain('READY_TO_UPGRADE');
    await vi.waitFor(text, { timeout: 10_000, interval: 50 });
  });

  const openForm = async () => {
    await act(control, 'alice/shortcut', { message: (await card())?.ts, wait: false });
    const button = await offered('alice', 'Cancel');
    expect(await post(control, '/people/bob/click', button)).toMatchObject({ status: 409 });
    expect(await act(control, 'alice/click', button)).toMatchObject({ answers: [] });
    await expect.poll(async () => (await see('alice')).modals.length).toBe(1);
    const [form] = (await see('alice')).modals;
    if (form === undefined) throw new Error('no form');
    return form;
  };

  it('that were opened are left by closing them, and are nobody else’s', async () => {
    const { id, view } = await openForm();
    expect(view).toMatchObject({ type: 'modal', blocks: [{ type: 'rich_text' }, { block_id: 'reason' }] });
    expect((await see('bob')).modals).toEqual([]);
    expect(await post(control, '/people/bob/submit', { view: id })).toMatchObject({ status: 409 });

    await act(control, 'alice/close', { view: id });
    expect((await see('alice')).modals).toEqual([]);
    expect(await post(control, '/people/alice/close', { view: id })).toMatchObject({ status: 409 });
  });

  it('are sent once they are filled in as they ask for', async () => {
    const { id } = await openForm();
    const send = (value: string) =>
      act(control, 'alice/submit', { view: id, values: { reason: { reason: { value } } } });
    expect(await send('x'.repeat(501))).toMatchObject({ errors: { reason: 'Use at most 500 characters.' } });
    expect(await send('not today')).not.toHaveProperty('errors');

    expect((await see('alice')).modals).toEqual([]);
    const all = async () => JSON.stringify((await see('mallory')).messages);
    await expect.poll(all, { timeout: 10_000 }).toContain('not today');
  });

  it('take files, and say what is wrong with them', async () => {
    await act(control, 'alice/command', { text: 'create ib' });
    await act(control, 'alice/click', await offered('alice', 'Upload'));
    await expect.poll(async () => (await see('alice')).modals.length).toBe(1);
    const [form] = (await see('alice')).modals;
    const send = (files: readonly string[]) =>
      act(control, 'alice/submit', {
        view: form?.id,
        values: { file_base_configs: { file_base_configs: { files } } },
      });
    const upload = async (name: string) => {
      const content = Buffer.from('PK').toString('base64');
      return JSON.parse((await post(control, '/people/alice/upload', { name, content })).text);
    };

    expect(await send([])).toMatchObject({ errors: { file_base_configs: expect.stringContaining('Choose a file') } });
    expect(await send(['F0NONE'])).toMatchObject({ errors: { file_base_configs: expect.any(String) } });
    const text = await upload('notes.txt');
    expect(text).toEqual({ id: expect.any(String), name: 'notes.txt', bytes: 2 });
    expect(await send([text.id])).toMatchObject({
      errors: { file_base_configs: expect.stringContaining('notes.txt') },
    });
    const zip = await upload('base_configs.zip');
    expect(await send([zip.id])).not.toHaveProperty('errors');
    expect((await see('alice')).modals).toEqual([]);
  });
});

describe('the Home tab', () => {
  it('is shown to whom the bot publishes it, and its buttons can be pressed', async () => {
    const { slack } = session.stage;
    expect(await see('bob')).toMatchObject({ home: null });
    const button = { type: 'button', action_id: 'refresh', text: { type: 'plain_text', text: 'Refresh' } };
    const view = { type: 'home', blocks: [{ type: 'actions', block_id: 'top', elements: [button] }] };
    await act(control, 'bob/home');
    // The bot's own comes first; this one has a button.
    await expect.poll(async () => (await see('bob')).home, { timeout: 10_000 }).not.toBeNull();
    await clientOf(slack).views.publish({ user_id: 'U0BOB', view: view as never });

    const { home } = await see('bob');
    expect(home?.view).toMatchObject({ type: 'home', blocks: [{ block_id: 'top' }] });
    expect((await see('alice')).home).toBeNull();
    expect((await see('bob')).modals).toEqual([]);
    const pressed = await act(control, 'bob/click', { view: home?.id, blockId: 'top', actionId: 'refresh' });
    expect(pressed).not.toHaveProperty('shown');
  });
});

describe('when the bot does not run', () => {
  beforeAll(async () => {
    await session.killBots();
    await vi.waitFor(() => expect(session.stage.slack.openSockets()).toBe(0), { timeout: 5_000, interval: 20 });
  });

  it('a person is told so as Slack tells it, and alone', async () => {
    const typed = await act(control, 'carol/command', { text: 'list' });
    expect(typed).toMatchObject({ failed: 'unreachable', shown: '/upgrade failed with the error "dispatch_failed"' });
    const { home } = await see('bob');
    const pressed = await act(control, 'bob/click', { view: home?.id, actionId: 'refresh' });
    expect(pressed).toMatchObject({ failed: 'unreachable', shown: 'The app did not respond. Try again.' });
  });
});
