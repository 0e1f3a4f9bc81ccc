import type { Cluster } from 'ioredis';

/**
 * A cluster's client, and its duplicates, whose `connect` settles. That of ioredis 6 never does when the first attempt
 * finds the cluster down and a later one succeeds; BullMQ's workers wait for it after an outage, some of them for ever.
 */
export function settlingCluster(client: Cluster): Cluster {
  const connect = client.connect.bind(client);
  const duplicate = client.duplicate.bind(client);
  return Object.assign(client, {
    connect: () => settled(client, connect),
    duplicate: (...how: Parameters<Cluster['duplicate']>) => settlingCluster(duplicate(...how)),
  });
}

function settled(client: Cluster, connect: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', resolve);
    connect()
      .then(resolve, reject)
      .finally(() => client.off('ready', resolve));
  });
}
