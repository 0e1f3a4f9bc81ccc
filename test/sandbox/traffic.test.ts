import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../src/sandbox/control/server.js';
import type { TrafficPage, TrafficShown } from '../../src/sandbox/control/shown.js';
import { pageStage } from '../../src/sandbox/page-stage.js';
import { openSession, type Session } from '../../src/sandbox/session.js';
import { CLUSTER_TOKEN } from '../../src/sandbox/stage-clusters.js';
import { createTraffic } from '../../src/sandbox/traffic.js';
import { ask, post } from './control-fixture.js';

const nothing = (): void => undefined;

describe('the record of the traffic', () => {
  const begun = { direction: 'bot-to-slack', peer: 'slack', kind: 'chat.postMessage', request: {} } as const;

  it('shows a request before it has an answer, and the same entry after', () => {
    const traffic = createTraffic(nothing);
    const open = traffic.begin({ ...begun, request: { text: 'hello' } });
    expect(traffic.since(0).entries).toMatchObject([{ id: 1, ms: null, status: null, request: { text: 'hello' } }]);
    open.end({ status: 200, response: '{"ok":true}', carriedOut: true });
    const [entry] = traffic.since(0).entries;
    expect(entry).toMatchObject({ id: 1, status: 200, problem: null, carriedOut: true, response: { ok: true } });
    expect(entry?.ms).toBeGreaterThanOrEqual(0);
    expect(traffic.since(1).entries).toEqual([]);
  });

  it('ends an entry once', () => {
    const traffic = createTraffic(nothing);
    const open = traffic.begin(begun);
    open.end({ status: 200 });
    open.end({ status: 500, problem: 'late' });
    expect(traffic.since(0).entries).toMatchObject([{ status: 200, problem: null }]);
  });

  it('keeps the newest 2,000 and counts the rest', () => {
    const traffic = createTraffic(nothing);
    for (let count = 1; count <= 2_005; count += 1) traffic.begin(begun);
    const { entries, dropped } = traffic.since(0);
    expect([entries.length, entries[0]?.id, entries.at(-1)?.id, dropped]).toEqual([2_000, 6, 2_005, 5]);
  });

  it('tells of changes, but not of reads of products, which come all the time', () => {
    let told = 0;
    const traffic = createTraffic(() => {
      told += 1;
    });
    traffic.begin({ ...begun, direction: 'bot-to-product', kind: 'GET /rest/zdu/state' }).end({});
    expect(told).toBe(0);
    traffic.begin({ ...begun, direction: 'bot-to-product', kind: 'POST /rest/zdu/start' }).end({});
    expect(told).toBe(2);
  });

  it('hides tokens and secrets wherever they stand, and leaves the rest', () => {
    const traffic = createTraffic(nothing);
    const request = {
      token: 'abc',
      headers: { Authorization: 'Bearer abc', token: 'abc', 'x-slack-signature': 'v0=abc', accept: 'json' },
      list: [{ text: 'use xoxb-1234-abc or xapp-1-A0-abc', url: 'wss://slack/link?ticket=abc&app_id=A0' }],
      trigger_id: '1.2.abc',
    };
    traffic.begin({ ...begun, request }).end({ response: 'wrong token: xoxb-1234-abc' });
    expect(traffic.since(0).entries[0]).toMatchObject({
      request: {
        token: '(hidden)',
        headers: {
          Authorization: '(hidden)',
          token: '(hidden)',
          'x-slack-signature': '(hidden)',
          accept: 'json',
        },
        list: [{ text: 'use (hidden) or (hidden)', url: 'wss://slack/link?ticket=(hidden)&app_id=A0' }],
        trigger_id: '1.2.abc',
      },
      response: 'wrong token: (hidden)',
    });
  });
});

describe('the simulated servers write down', () => {
  let session: Session;
  let control: Control;

  beforeAll(async () => {
    session = await openSession(nothing, pageStage());
    control = await startControl(session);
  });

  afterAll(async () => {
    await control.stop();
    await session.stop();
  });

  /** The entries that `doing` makes. */
  async function madeBy(doing: () => Promise<unknown>): Promise<readonly TrafficShown[]> {
    const after = session.traffic.since(0).entries.at(-1)?.id ?? 0;
    await doing();
    const { text } = await ask(control, `/control/traffic?after=${after}`);
    return (JSON.parse(text) as TrafficPage).entries;
  }

  const callsSlack = (method: string, args: object = {}) => {
    const { apiUrl, botToken } = session.stage.slack;
    const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' };
    return fetch(`${apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(args) }).catch(nothing);
  };

  const callsCluster = (path: string, method = 'GET', token = CLUSTER_TOKEN) => {
    const headers = { authorization: `Bearer ${token}`, 'x-atlassian-token': 'no-check' };
    return fetch(`${session.stage.cluster.url}${path}`, { method, headers }).catch(nothing);
  };

  it('calls of the bot to Slack, and why one is refused', async () => {
    const made = await madeBy(async () => {
      await callsSlack('chat.postMessage', { channel: 'C0OPS', text: 'hello' });
      await callsSlack('chat.postMessage', { channel: 'C0NONE', text: 'hello' });
    });
    const common = { direction: 'bot-to-slack', peer: 'slack', kind: 'chat.postMessage', status: 200 };
    expect(made).toMatchObject([
      { ...common, problem: null, carriedOut: true, request: { text: 'hello' }, response: { ok: true } },
      { ...common, problem: 'refused: channel_not_found', carriedOut: false, response: { ok: false } },
    ]);
  });

  it('calls whose reply was lost, or that never got through', async () => {
    const { faults } = session.stage.slack;
    faults.loseReply('chat.postMessage');
    const lost = await madeBy(() => callsSlack('chat.postMessage', { channel: 'C0OPS', text: 'lost' }));
    expect(lost).toMatchObject([{ problem: 'done, and the reply was lost', carriedOut: true, status: null }]);
    faults.rateLimit('auth.test');
    const limited = await madeBy(() => callsSlack('auth.test'));
    expect(limited).toMatchObject([{ problem: 'refused: ratelimited', carriedOut: false, status: 429 }]);
  });

  it('deliveries that no bot takes', async () => {
    const made = await madeBy(() => post(control, '/people/alice/command', { text: 'list' }));
    expect(made).toMatchObject([
      {
        direction: 'slack-to-bot',
        kind: 'slash_commands',
        ms: null,
        problem: 'no connection of the bot is open',
        request: { command: '/upgrade', text: 'list', token: '(hidden)' },
      },
    ]);
  });

  it('what the bot reads of a product and changes there, and what it is refused', async () => {
    const made = await madeBy(async () => {
      await callsCluster('/rest/zdu/state');
      await callsCluster('/rest/zdu/start', 'POST');
      await callsCluster('/rest/zdu/start', 'POST');
      await callsCluster('/rest/zdu/state', 'GET', 'wrong');
    });
    const common = { direction: 'bot-to-product', peer: 'confluence' };
    const start = { ...common, kind: 'POST /rest/zdu/start' };
    expect(made).toMatchObject([
      { ...common, kind: 'GET /rest/zdu/state', status: 200, problem: null, response: { state: 'STABLE' } },
      { ...start, status: 200, problem: null, carriedOut: true },
      { ...start, status: 409, problem: 'refused with HTTP 409', carriedOut: false },
      { ...common, status: 401, problem: 'refused with HTTP 401', carriedOut: null },
    ]);
    expect(made[0]?.request).toMatchObject({ headers: { authorization: '(hidden)' } });
  });

  it('answers of products that were cut, and pages in their place', async () => {
    const { faults } = session.stage.cluster;
    faults.loseReply('cancel', { times: 1 });
    const lost = await madeBy(() => callsCluster('/rest/zdu/cancel', 'POST'));
    expect(lost).toMatchObject([{ problem: 'the connection was cut before the answer', carriedOut: true }]);
    faults.html({ times: 1 });
    const page = await madeBy(() => callsCluster('/rest/zdu/state'));
    expect(page).toMatchObject([{ status: 502, problem: "answered by a proxy's page, HTTP 502" }]);
  });

  it('that an Instabase without an upgrade is nothing wrong, and what it refuses', async () => {
    const { url, token } = session.stage.instabase?.server ?? { url: '', token: '' };
    const headers = { Token: token, 'content-type': 'application/x-www-form-urlencoded' };
    const made = await madeBy(async () => {
      await fetch(`${url}/product/upgrade/progress`, { headers });
      await fetch(`${url}/product/upgrade/abandon`, { method: 'POST', headers, body: 'checkUnstarted=maybe' });
    });
    expect(made).toMatchObject([
      { peer: 'ib', status: 404, problem: null },
      {
        peer: 'ib',
        carriedOut: false,
        problem: expect.stringContaining('checkUnstarted'),
        request: { headers: { token: '(hidden)' }, fields: [['checkUnstarted', 'maybe']] },
      },
    ]);
  });
});
