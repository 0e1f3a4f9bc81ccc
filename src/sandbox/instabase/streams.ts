import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventsBody, type StageNews } from './bodies.js';
import type { Dialect } from './dialect.js';
import { refusalBody } from './refusals.js';
import type { StageName } from './stages.js';
import type { Upgrade } from './upgrade.js';

/** `snapshots`: every message tells all stages with all their lines. `deltas`: after a first such one, what is new. */
export type StreamMode = 'snapshots' | 'deltas';

interface Told {
  readonly status: string;
  readonly lines: number;
}

interface Link {
  readonly ws: WebSocket;
  readonly tcp: Duplex;
  /** The upgrade's number. */
  upgrade: number;
  told: Map<StageName, Told>;
  /** The latest message, as one line. */
  last: string | undefined;
}

interface StreamOptions {
  readonly dialect: Dialect;
  readonly mode: StreamMode;
  readonly upgrade: () => Upgrade | undefined;
}

function newsFor(link: Link, upgrade: Upgrade, mode: StreamMode): readonly StageNews[] {
  const stages = [...upgrade.stages.values()];
  if (mode === 'snapshots' || link.upgrade !== upgrade.number) return stages;
  const fresh = stages.map((record) => {
    const told = link.told.get(record.stage);
    const changed = told === undefined || told.status !== record.status || told.lines < record.logs.length;
    return { ...record, logs: record.logs.slice(told?.lines ?? 0), changed };
  });
  return fresh.filter(({ changed }) => changed);
}

function remember(link: Link, upgrade: Upgrade, line: string | undefined): void {
  const told = [...upgrade.stages.values()].map(
    ({ stage, status, logs }) => [stage, { status, lines: logs.length }] as const,
  );
  link.told = new Map(told);
  link.upgrade = upgrade.number;
  link.last = line;
}

/** The event stream. All that changes within one turn of the event loop is told at once. */
export function createStreams({ dialect, mode, upgrade: current }: StreamOptions) {
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const links = new Set<Link>();
  let silent = false;
  let flushing: NodeJS.Immediate | undefined;

  /** Behind a stream proxy a frame may hold several messages: stage by stage, or the snapshot before once more. */
  function lines(link: Link, news: readonly StageNews[]): readonly string[] {
    if (!dialect.wrapped) return [JSON.stringify(eventsBody(news, dialect))];
    const parts = mode === 'deltas' ? news.map((one) => [one]) : [news];
    const fresh = parts.map((part) => JSON.stringify({ result: eventsBody(part, dialect) }));
    return mode === 'snapshots' && link.last !== undefined ? [link.last, ...fresh] : fresh;
  }

  function tell(link: Link): void {
    const upgrade = current();
    if (upgrade === undefined || silent || link.ws.readyState !== link.ws.OPEN) return;
    const news = newsFor(link, upgrade, mode);
    if (news.length === 0) return;
    const frame = lines(link, news);
    remember(link, upgrade, frame.at(-1));
    link.ws.send(dialect.wrapped ? `${frame.join('\n')}\n` : frame.join(''));
  }

  function accept(ws: WebSocket, tcp: Duplex): void {
    const link: Link = { ws, tcp, upgrade: 0, told: new Map(), last: undefined };
    links.add(link);
    ws.on('ping', (data) => {
      if (!silent && ws.readyState === ws.OPEN) ws.pong(data);
    });
    ws.on('close', () => links.delete(link));
    // A reset by a killed client is an ordinary end of a connection; 'close' follows.
    ws.on('error', () => links.delete(link));
    tell(link);
    if (dialect.wrapped && current() === undefined) endWithError(ws);
  }

  function endWithError(ws: WebSocket): void {
    ws.send(`${JSON.stringify({ error: refusalBody(5, 'no upgrade found', dialect) })}\n`);
    ws.close(1000);
  }

  return {
    accept: (request: IncomingMessage, tcp: Duplex, head: Buffer): void =>
      server.handleUpgrade(request, tcp, head, (ws) => accept(ws, tcp)),
    changed(): void {
      flushing ??= setImmediate(() => {
        flushing = undefined;
        for (const link of links) tell(link);
      });
    },
    /** How many are open. */
    open: (): number => links.size,
    /** Ends the connections without a close frame. */
    cut(): void {
      for (const { tcp } of links) tcp.destroy();
    },
    /** Open streams, and new ones, tell nothing and answer no ping until the returned function is called. */
    silence(): () => void {
      silent = true;
      return () => {
        silent = false;
        for (const link of links) tell(link);
      };
    },
    stop(): void {
      clearImmediate(flushing);
      for (const { ws } of links) ws.terminate();
      server.close();
    },
  };
}

export type Streams = ReturnType<typeof createStreams>;

/** Refuses a WebSocket handshake with an HTTP answer. */
export function refuseHandshake(tcp: Duplex, status: number, body: string): void {
  const head = `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n`;
  tcp.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
