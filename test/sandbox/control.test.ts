import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { cast } from '../../src/sandbox/stage.js';

let session: Session;
let control: Control;
const printed: string[] = [];

beforeAll(async () => {
  session = await openSession((line) => printed.push(line), {});
  control = await startControl(session);
}, 60_000);

afterAll(async () => {
  await control.stop();
  await session.stop();
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

const json = { 'content-type': 'application/json' };

/** `fetch` does not let a caller choose the Host header. */
function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(`${control.url}control${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

const post = (path: string, body: object = {}): Promise<Answer> => send('POST', path, json, JSON.stringify(body));

describe('what is wrong with a request is said', () => {
  it.each([
    ['GET', '/nowhere', 404, 'GET /control lists all'],
    ['GET', '/bot/kill', 405, 'POST'],
    ['POST', '/people/zoe/command', 404, 'alice'],
    ['POST', '/people/alice/command', 400, 'a text'],
    ['POST', '/targets/crowd/do/down', 404, 'confluence'],
    ['POST', '/targets/confluence/do/explode', 404, 'upgrade-all'],
    ['POST', '/targets/confluence/nodes/confluence-9/fail', 404, 'confluence-0'],
    ['POST', '/targets/confluence/nodes/confluence-0/explode', 404, 'recover'],
    ['POST', '/targets/confluence/stages/MIGRATE_DB/fail', 404, 'nodes'],
    ['POST', '/targets/confluence/faults/gremlins', 404, 'unauthorized'],
    ['POST', '/faults/gremlins', 404, 'slack-outage'],
    ['POST', '/faults/slack-outage', 400, 'true or false'],
    ['POST', '/faults/bot-kill', 409, 'does not run'],
    ['POST', '/scenario', 400, 'a text'],
    ['GET', '/traffic?after=x', 400, 'after'],
    ['POST', '/slack/faults/gremlins', 404, 'outage'],
    ['GET', '/thread/1.1', 404, 'GET /control/channel'],
    ['GET', '/thread/%ff', 400, 'path'],
  ])('%s %s is answered %i', async (method, path, status, words) => {
    const answer = await send(method, path, json, method === 'POST' ? '{}' : '');
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(words);
  });

  it('tells why Slack shows a person a failure when the bot does not run', async () => {
    const { body } = await post('/people/alice/command', { text: 'list' });
    expect(JSON.parse(body)).toMatchObject({ failed: 'unreachable', answers: [] });
    expect(printed.at(-1)).toContain('alice        /upgrade list');
  });
});

describe('Slack can be driven', () => {
  it('refuses calls as ordered, until the fault is cleared', async () => {
    const { slack } = session.stage;
    const asks = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${slack.botToken}` };
      return (await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', headers })).status;
    };
    await post('/slack/faults/error', { method: 'auth.test', seconds: 600 });
    expect(await asks()).toBe(503);
    await post('/slack/faults/clear');
    expect(await asks()).toBe(200);
  });

  it('shows the channel and a thread', async () => {
    const { slack } = session.stage;
    const { ts } = slack.people.as(cast.bob).say('hello', { channel: cast.channel });
    const channel = await send('GET', '/channel');
    expect(channel.body).toContain('hello');
    expect(JSON.parse((await send('GET', `/thread/${ts}`)).body)).toMatchObject([{ ts, from: 'bob', says: ['hello'] }]);
  });

  it('says when there is no form to send, and no message to take the shortcut on', async () => {
    const sent = await post('/people/bob/submit', { reason: 'well' });
    expect(sent).toMatchObject({ status: 409, body: expect.stringContaining('no form open') });
    const taken = await post('/people/bob/shortcut', { message: '1.000000' });
    expect(taken).toMatchObject({ status: 409, body: expect.stringContaining('sees no such message') });
  });

  it('says when there is no button to press', { timeout: 10_000 }, async () => {
    const { status, body } = await post('/people/bob/click', { button: 'Approve' });
    expect(status).toBe(409);
    expect(body).toContain('a button that begins with Approve');
  });
});
