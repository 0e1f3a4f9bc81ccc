import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a Redis that can be cut. */
export interface TcpProxy {
  readonly url: string;
  /** The next answer is thrown away and its connection cut: the command was carried out and nobody knows. */
  cutNextAnswer(): void;
  /** Keeps back what clients send from now on, until `release` passes it all on. */
  hold(): void;
  release(): void;
  /** Connections that were cut by `cutNextAnswer` so far. */
  cuts(): number;
  /** Cuts everything and lets nobody in again, as if the machine behind it had been switched off. */
  stop(): Promise<void>;
}

/** Stands between a client and the Redis at `url`. */
export async function startProxy(url: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let armed = false;
  let held: (() => void)[] | undefined;
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
      // The 'close' that follows says it all.
      socket.on('error', end);
    }
    client.on('data', (chunk) => {
      if (held === undefined) upstream.write(chunk);
      else held.push(() => upstream.write(chunk));
    });
    upstream.on('data', (chunk) => {
      if (!armed) return client.write(chunk);
      armed = false;
      cuts += 1;
      return end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    cutNextAnswer: () => {
      armed = true;
    },
    hold: () => {
      held ??= [];
    },
    release: () => {
      const waiting = held ?? [];
      held = undefined;
      for (const send of waiting) send();
    },
    cuts: () => cuts,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
