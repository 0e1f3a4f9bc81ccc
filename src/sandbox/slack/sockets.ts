import { randomInt } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Settings } from './settings.js';
import type { State } from './state.js';
import type { SocketTickets } from './tickets.js';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

interface Link {
  ws: WebSocket;
  tcp: Duplex;
  /** Told to reconnect: it gets no further payloads. */
  leaving: boolean;
}

export interface Ack {
  payload: unknown;
}

export interface Sockets {
  upgrade: (request: IncomingMessage, tcp: Duplex, head: Buffer) => void;
  /** Sockets that take payloads now. */
  open: () => number;
  /** Hands an envelope to one open socket, any; false when there is none. */
  send: (envelope: Record<string, unknown> & { envelope_id: string }, onAck: (ack: Ack) => void) => boolean;
  /** Tells open sockets to reconnect, those open longest first; all of them unless `sockets` says how many. */
  disconnect: (reason: DisconnectReason, options?: { leaveTcpOpen?: boolean; sockets?: number }) => void;
  /** Ends the connections without a close frame. */
  cut: () => void;
}

interface SocketOptions {
  settings: Settings;
  state: State;
  tickets: SocketTickets;
  isDown: () => boolean;
  losesAck: () => boolean;
  losesPong: () => boolean;
}

const say = (ws: WebSocket, message: object): void => ws.send(JSON.stringify(message));

const refuseUpgrade = (tcp: Duplex, status: string): void => {
  tcp.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** The close handshake still happens but the TCP connection stays, which the original does at its routine refreshes. */
const keepTcpOpen = (tcp: Duplex): void => {
  tcp.end = () => tcp;
};

const ackIn = (raw: string): { envelope_id: string; payload: unknown } | undefined => {
  const message: unknown = JSON.parse(raw);
  if (typeof message !== 'object' || message === null || !('envelope_id' in message)) return undefined;
  return { envelope_id: String(message.envelope_id), payload: 'payload' in message ? message.payload : undefined };
};

/** Slack's Socket Mode. Source: https://docs.slack.dev/apis/events-api/using-socket-mode */
export const createSockets = (options: SocketOptions): Sockets => {
  const { settings, state, tickets } = options;
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const links = new Set<Link>();
  const waiting = new Map<string, (ack: Ack) => void>();

  const ready = () => [...links].filter((link) => !link.leaving && link.ws.readyState === link.ws.OPEN);

  /** A word on a socket that needs no answer, or a handshake. */
  const told = (direction: 'slack-to-bot' | 'bot-to-slack', kind: string, status?: number): void => {
    const problem = status === undefined || status === 101 ? undefined : `refused with HTTP ${status}`;
    const open = settings.recorder.begin({ direction, peer: 'slack', kind, request: null });
    open.end({ ms: status === undefined ? null : undefined, status, problem });
  };

  const disconnect = (link: Link, reason: DisconnectReason, leaveTcpOpen = false) => {
    told('slack-to-bot', `disconnect: ${reason}`);
    // A warning comes about ten seconds ahead: payloads still arrive until the client has moved.
    link.leaving = reason !== 'warning';
    if (leaveTcpOpen) keepTcpOpen(link.tcp);
    say(link.ws, { type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
  };

  const receive = (raw: string) => {
    const ack = ackIn(raw);
    if (ack === undefined || options.losesAck()) return;
    waiting.get(ack.envelope_id)?.({ payload: ack.payload });
    waiting.delete(ack.envelope_id);
  };

  const accept = (ws: WebSocket, tcp: Duplex) => {
    const link: Link = { ws, tcp, leaving: false };
    links.add(link);
    ws.on('message', (data) => receive(String(data)));
    ws.on('ping', (data) => {
      if (!options.losesPong() && ws.readyState === ws.OPEN) ws.pong(data);
    });
    ws.on('close', () => links.delete(link));
    // A reset by a killed bot is an ordinary end of a connection; 'close' follows.
    ws.on('error', () => links.delete(link));
    say(ws, {
      type: 'hello',
      num_connections: links.size,
      connection_info: { app_id: state.bot.appId },
      debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
    });
    if (ready().length > settings.maxSockets) disconnect(link, 'too_many_websockets');
  };

  return {
    upgrade: (request, tcp, head) => {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      if (options.isDown()) return void tcp.destroy();
      if (url.pathname !== '/link/') return refuseUpgrade(tcp, '404 Not Found');
      const isGood = tickets.take(url.searchParams.get('ticket') ?? '');
      told('bot-to-slack', 'socket', isGood ? 101 : 401);
      if (!isGood) return refuseUpgrade(tcp, '401 Unauthorized');
      server.handleUpgrade(request, tcp, head, (ws) => accept(ws, tcp));
    },
    open: () => ready().length,
    send: (envelope, onAck) => {
      const open = ready();
      const link = open.length === 0 ? undefined : open[randomInt(open.length)];
      if (link === undefined) return false;
      waiting.set(envelope.envelope_id, onAck);
      say(link.ws, envelope);
      return true;
    },
    disconnect: (reason, { leaveTcpOpen = false, sockets } = {}) => {
      for (const link of ready().slice(0, sockets)) disconnect(link, reason, leaveTcpOpen);
    },
    cut: () => {
      for (const link of links) link.ws.terminate();
      links.clear();
    },
  };
};
