import { SocketModeClient } from '@slack/socket-mode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import { ALICE, clientOf, quiet, startWorkspace } from './slack-fixture.js';

let slack: SlackServer;

beforeEach(async () => {
  slack = await startWorkspace();
});
afterEach(() => slack.stop());

const open = async () => {
  const { url } = await clientOf(slack, slack.appToken).apps.connections.open();
  return new WebSocket(String(url));
};

const nextMessage = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));

/** The real client; it acks every command. */
const socketClient = (onCommand: () => void): SocketModeClient => {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const client = new SocketModeClient({ appToken: slack.appToken, clientOptions, logger: quiet });
  client.on('slash_commands', ({ ack }: { ack: () => Promise<void> }) => {
    onCommand();
    void ack();
  });
  return client;
};

describe('sockets', () => {
  it('open once per address', async () => {
    const { url } = await clientOf(slack, slack.appToken).apps.connections.open();
    const first = new WebSocket(String(url));
    const hello = await nextMessage(first);
    const second = new WebSocket(String(url));
    const refused = await new Promise((resolve) => second.once('error', (error) => resolve(error.message)));

    expect(hello).toMatchObject({ type: 'hello', num_connections: 1 });
    expect(refused).toContain('401');
    first.terminate();
  });

  it('share the payloads: each goes to one of them', async () => {
    const counts = [0, 0];
    const clients = counts.map((_zero, index) =>
      socketClient(() => {
        counts[index] = (counts[index] ?? 0) + 1;
      }),
    );
    await Promise.all(clients.map((client) => client.start()));
    for (let sent = 0; sent < 40; sent += 1) await slack.people.as(ALICE).command('x');

    expect(counts.reduce((a, b) => a + b)).toBe(40);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    await Promise.all(clients.map((client) => client.disconnect()));
  });

  it('are told to reconnect, and the client comes back', async () => {
    const client = socketClient(() => undefined);
    await client.start();
    slack.faults.refreshSockets('refresh_requested');

    expect(slack.openSockets()).toBe(0);
    expect(await slack.people.as(ALICE).command('x')).toMatchObject({ failed: 'unreachable' });
    await vi.waitFor(() => expect(slack.openSockets()).toBe(1), { timeout: 15_000, interval: 50 });
    await client.disconnect();
  });

  it('are disabled when the app token is revoked', async () => {
    const socket = await open();
    await nextMessage(socket);
    const said = nextMessage(socket);
    slack.revokeToken('app');

    expect(await said).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    await expect(clientOf(slack, slack.appToken).apps.connections.open()).rejects.toMatchObject({
      data: { error: 'token_revoked' },
    });
  });

  it('answer pings, until told not to', async () => {
    const socket = await open();
    await nextMessage(socket);
    const pongs: string[] = [];
    socket.on('pong', (data) => pongs.push(String(data)));
    slack.faults.silencePongs({ times: 1 });
    socket.ping('first');
    socket.ping('second');

    await vi.waitFor(() => expect(pongs).toEqual(['second']));
  });

  it('carry any envelope, also one without a payload', async () => {
    const socket = await open();
    await nextMessage(socket);
    const said = nextMessage(socket);
    slack.sendEnvelope({ type: 'events_api', payload: { type: 'app_rate_limited' } });

    expect(await said).toMatchObject({ type: 'events_api', payload: { type: 'app_rate_limited' } });
  });

  it('stay connected underneath when Slack leaves TCP open', async () => {
    const kept = await open();
    await nextMessage(kept);
    const said = nextMessage(kept);
    slack.faults.refreshSockets('warning', { leaveTcpOpen: true });
    const ordinary = await open();
    await nextMessage(ordinary);

    expect(await said).toMatchObject({ type: 'disconnect', reason: 'warning' });
    kept.close();
    ordinary.close();
    await vi.waitFor(() => expect(ordinary.readyState).toBe(ordinary.CLOSED));
    expect(kept.readyState).toBe(kept.CLOSING);
    kept.terminate();
  });

  it('are refused above ten', async () => {
    const sockets = await Promise.all(Array.from({ length: 11 }, open));
    const reasons: string[] = [];
    for (const socket of sockets) {
      socket.on('message', (data) => {
        const { type, reason } = JSON.parse(String(data));
        if (type === 'disconnect') reasons.push(reason);
      });
    }

    await vi.waitFor(() => expect(reasons).toEqual(['too_many_websockets']));
    for (const socket of sockets) socket.terminate();
  });
});
