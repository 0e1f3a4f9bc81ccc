import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { FaultShown } from '../../src/sandbox/control/shown.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { CLUSTER_TOKEN } from '../../src/sandbox/stage-clusters.js';
import { type Answer, post, snapshot } from './control-fixture.js';

let session: Session;
let control: Control;

beforeAll(async () => {
  session = await openSession(() => undefined, pageStage());
  control = await startControl(session);
});

afterAll(async () => {
  await control.stop();
  await session.stop();
});

afterEach(() => post(control, '/faults', { on: false }));

const turn = (id: string, on?: boolean): Promise<Answer> =>
  post(control, `/faults/${id}`, on === undefined ? {} : { on });

const faults = async (): Promise<readonly FaultShown[]> => (await snapshot(control, 'alice')).faults;

async function fault(id: string): Promise<FaultShown> {
  const found = (await faults()).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no fault ${id} is shown`);
  return found;
}

/** The status of a call of Slack's Web API; 0 when the connection is cut. */
function asksSlack(method = 'auth.test', args: object = {}): Promise<number> {
  const { apiUrl, botToken } = session.stage.slack;
  const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' };
  return fetch(`${apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(args) }).then(
    ({ status }) => status,
    () => 0,
  );
}

const posts = (): Promise<number> => asksSlack('chat.postMessage', { channel: 'C0OPS', text: 'hello' });

/** The status of a call of Confluence's API; 0 when the connection is cut. */
function asksConfluence(path = 'state', method = 'GET'): Promise<number> {
  const headers = { authorization: `Bearer ${CLUSTER_TOKEN}`, 'x-atlassian-token': 'no-check' };
  return fetch(`${session.stage.cluster.url}/rest/zdu/${path}`, { method, headers }).then(
    ({ status }) => status,
    () => 0,
  );
}

function asksInstabase(path = 'progress', method = 'GET'): Promise<number> {
  const { url, token } = session.stage.instabase?.server ?? { url: '', token: '' };
  return fetch(`${url}/product/upgrade/${path}`, { method, headers: { Token: token } }).then(
    ({ status }) => status,
    () => 0,
  );
}

describe('the fault switches', () => {
  it('are shown by where they strike, each with what should be seen', async () => {
    const shown = await faults();
    expect(new Set(shown.map(({ where }) => where))).toEqual(new Set(['slack', 'product', 'bot', 'redis']));
    expect(shown.filter(({ on }) => on)).toEqual([]);
    expect(shown.filter(({ see }) => see.length < 40 || see.length > 220)).toEqual([]);
  });

  it('let Slack say 429 until they are switched off', async () => {
    const before = session.version();
    expect((await turn('slack-429', true)).status).toBe(200);
    expect([await asksSlack(), await asksSlack()]).toEqual([429, 429]);
    expect(await fault('slack-429')).toMatchObject({ on: true, kind: 'switch' });
    expect(session.version()).toBeGreaterThan(before);
    await turn('slack-429', false);
    expect(await asksSlack()).toBe(200);
    expect(await fault('slack-429')).toMatchObject({ on: false });
  });

  it('switched on twice are off after once', async () => {
    await turn('slack-429', true);
    await turn('slack-429', true);
    await turn('slack-429', false);
    expect(await asksSlack()).toBe(200);
  });

  it('lie in wait for the next post, and are over with it', async () => {
    await turn('slack-lost-reply');
    expect(await fault('slack-lost-reply')).toMatchObject({
      kind: 'push',
      on: true,
      blocked: 'waits for the next one',
    });
    expect([await asksSlack(), await posts(), await posts()]).toEqual([200, 0, 200]);
    expect(await fault('slack-lost-reply')).toMatchObject({ on: false, blocked: null });
  });

  it('take Slack down and up', async () => {
    await turn('slack-outage', true);
    expect(await asksSlack()).toBe(0);
    await turn('slack-outage', false);
    expect(await asksSlack()).toBe(200);
  });

  it('lose the reply to one change, whichever product it comes to', async () => {
    await turn('product-lost-reply');
    expect(await asksConfluence()).toBe(200);
    expect(await asksInstabase('abandon', 'POST')).toBe(0);
    expect(await fault('product-lost-reply')).toMatchObject({ on: false });
    expect(await asksConfluence('start', 'POST')).toBe(200);
    await turn('product-lost-reply');
    expect([await asksConfluence('cancel', 'POST'), await asksConfluence('start', 'POST')]).toEqual([0, 200]);
    expect(await asksInstabase('abandon', 'POST')).not.toBe(0);
  });

  it('put a page in place of every answer of every product', async () => {
    await turn('product-html', true);
    expect([await asksConfluence(), await asksInstabase(), await asksInstabase()]).toEqual([502, 502, 502]);
    await turn('product-html', false);
    expect([await asksConfluence(), await asksInstabase()]).toEqual([200, 404]);
  });

  it('take every product down, and all are ended at once', async () => {
    await turn('product-down', true);
    await turn('slack-429', true);
    expect([await asksConfluence(), await asksInstabase(), await asksSlack()]).toEqual([0, 0, 429]);
    const { targets } = await snapshot(control, 'alice');
    expect(targets.map(({ up }) => up)).toEqual([false, false, false, false]);
    await post(control, '/faults', { on: false });
    expect([await asksConfluence(), await asksInstabase(), await asksSlack()]).toEqual([200, 404, 200]);
  });

  it('say why they cannot strike now', async () => {
    expect(await fault('slack-refresh')).toMatchObject({ blocked: 'no connection is open' });
    expect(await turn('slack-refresh')).toMatchObject({ status: 409, text: expect.stringContaining('no connection') });
    expect(await fault('bot-kill')).toMatchObject({ blocked: 'it does not run' });
  });
});

describe('a Redis that was given', () => {
  it('is not killed from here', async () => {
    const guest = await openSession(() => undefined, { ...pageStage(), redis: { url: session.stage.redis.url } });
    const its = await startControl(guest);
    const { faults: shown, processes } = await snapshot(its, 'alice');
    const refused = await post(its, '/faults/redis-kill');
    await its.stop();
    await guest.stop();
    expect(processes.redis).toBe('foreign');
    expect(shown.find(({ id }) => id === 'redis-kill')?.blocked).toContain('REDIS_URL');
    expect(refused.status).toBe(409);
    expect(session.stage.redis.isUp()).toBe(true);
  });
});
