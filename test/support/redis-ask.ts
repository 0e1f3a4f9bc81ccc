import { Redis } from 'ioredis';

/** Asks one Redis server one thing, over a connection of its own. @throws Error when it refuses or is not there. */
export async function askRedis(port: number, ...command: [string, ...(string | number)[]]): Promise<unknown> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null, commandTimeout: 5_000 });
  // A refused connection rejects the call below; the event says the same again.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(...command);
  } finally {
    client.disconnect();
  }
}

/** One field of what a server says of itself. */
export async function redisInfo(port: number, field: string): Promise<string | undefined> {
  const info = String(await askRedis(port, 'INFO'));
  return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
