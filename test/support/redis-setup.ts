import type { TestProject } from 'vitest/node';
import { startRedis } from '../../src/sandbox/redis.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Redis shared by all tests of a project: write only under `randomPrefix()`, never flush it. */
    redisUrl: string;
  }
}

/** Starts a Redis for the whole run of a project; vitest calls the returned function at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const server = await startRedis({ say });
  project.provide('redisUrl', server.url);
  return () => server.stop();
}
