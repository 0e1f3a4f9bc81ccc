import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type DownHow = 'refuse' | 'reset' | 'hang';

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** An HTTP listener on loopback that can go away and come back on the same port. @param onReset told of connections that are reset */
export async function startListener(handler: RequestListener, wantedPort = 0, onReset: () => void = () => undefined) {
  let how: DownHow | 'up' = 'up';
  const open = async (port: number): Promise<Server> => {
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      if (how !== 'hang') handler(request, response);
    });
    server.on('connection', (socket) => {
      if (how !== 'reset') return;
      socket.resetAndDestroy();
      onReset();
    });
    await listen(server, port);
    return server;
  };
  let server = await open(wantedPort);
  const { port } = server.address() as AddressInfo;

  return {
    port,
    isUp: (): boolean => how === 'up',
    /** Refuses connections, resets them, or takes requests without ever answering. Open connections are cut. */
    async down(kind: DownHow = 'refuse'): Promise<void> {
      how = kind;
      if (kind === 'refuse') await close(server);
      else server.closeAllConnections();
    },
    async up(): Promise<void> {
      how = 'up';
      server.closeAllConnections();
      if (!server.listening) server = await open(port);
    },
    stop: (): Promise<void> => close(server),
  };
}
