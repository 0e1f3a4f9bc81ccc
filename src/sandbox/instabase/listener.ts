import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type DownHow = 'refuse' | 'reset' | 'hang';

export type UpgradeListener = (request: IncomingMessage, tcp: Duplex, head: Buffer) => void;

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * An HTTP and WebSocket listener on loopback that can go away and come back on the same port. Unlike
 * `closeAllConnections`, going away also ends the connections that became WebSockets.
 * @param onReset told of connections that are reset
 */
export async function startListener(
  onRequest: RequestListener,
  onUpgrade: UpgradeListener,
  wantedPort = 0,
  onReset: () => void = () => undefined,
) {
  const connections = new Set<Duplex>();
  let how: DownHow | 'up' = 'up';

  async function open(port: number): Promise<Server> {
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      if (how !== 'hang') onRequest(request, response);
    });
    server.on('upgrade', (request, tcp, head) => {
      if (how !== 'hang') onUpgrade(request, tcp, head);
    });
    server.on('connection', (socket) => {
      if (how === 'reset') {
        socket.resetAndDestroy();
        return onReset();
      }
      connections.add(socket);
      return socket.once('close', () => connections.delete(socket));
    });
    await listen(server, port);
    return server;
  }

  function cut(): void {
    for (const connection of connections) connection.destroy();
  }

  function close(server: Server): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      cut();
    });
  }

  let server = await open(wantedPort);
  const { port } = server.address() as AddressInfo;

  return {
    port,
    isUp: (): boolean => how === 'up',
    /** Refuses connections, resets them, or takes requests without ever answering. Open connections are cut. */
    async down(kind: DownHow = 'refuse'): Promise<void> {
      how = kind;
      if (kind === 'refuse') await close(server);
      else cut();
    },
    async up(): Promise<void> {
      how = 'up';
      cut();
      if (!server.listening) server = await open(port);
    },
    stop: (): Promise<void> => close(server),
  };
}
