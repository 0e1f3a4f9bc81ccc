import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import type { Bot } from '../../src/sandbox/bot.js';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { askRedis, redisInfo } from '../support/redis-ask.js';
import { pressUntilTaken, told, untilReady } from '../support/redis-story.js';
import { aStory, cast } from '../support/story.js';

const set = (port: number, name: string, value: string) => askRedis(port, 'CONFIG', 'SET', name, value);

/** What makes Redis answer, and refuse every write. */
const refusals = {
  OOM: {
    begin: (port: number) => set(port, 'maxmemory', '1'),
    end: (port: number) => set(port, 'maxmemory', '0'),
  },
  READONLY: {
    // Nobody listens on the discard port: the data stays as it is.
    begin: (port: number) => askRedis(port, 'REPLICAOF', '127.0.0.1', 9),
    end: (port: number) => askRedis(port, 'REPLICAOF', 'NO', 'ONE'),
  },
  MISCONF: {
    async begin(port: number) {
      const [, dir] = (await askRedis(port, 'CONFIG', 'GET', 'dir')) as string[];
      // A folder in place of the file: the snapshot cannot be put there.
      mkdirSync(join(dir ?? '', 'dump.rdb', 'in-the-way'), { recursive: true });
      await set(port, 'save', '3600 1000000');
      await askRedis(port, 'BGSAVE');
      await eventually('a failed snapshot', async () => (await redisInfo(port, 'rdb_last_bgsave_status')) === 'err');
    },
    end: (port: number) => set(port, 'save', ''),
  },
} as const;
const kinds = Object.keys(refusals) as (keyof typeof refusals)[];

const WATCHED_MS = 5_000;

/** Seconds of CPU and lines of log that a process needs while it is watched. */
async function effort(bot: Bot): Promise<{ cpu: number; lines: number }> {
  const sample = async () => {
    const metrics = await (await fetch(`${bot.opsUrl}/metrics`)).text();
    const cpu = Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);
    return { cpu, lines: bot.output().split('\n').length };
  };
  const before = await sample();
  await delay(WATCHED_MS);
  const after = await sample();
  return { cpu: after.cpu - before.cpu, lines: after.lines - before.lines };
}

describe('Redis refuses every write', () => {
  it.concurrent.for(kinds)(
    '%s: no busy loop, honest answers, and the upgrade goes on when it is repaired',
    async (kind, context) => {
      const { expect } = context;
      const story = await aStory({ redis: { url: null, appendOnly: true }, before: readyToFinalize }, context);
      const port = Number(new URL(story.redis.url).port);
      await story.type(cast.alice, 'approve confluence');
      const request = await story.openRequest();
      await story.quiet(500);
      await refusals[kind].begin(port);
      await eventually('the refusal to be noted', () => story.bot.output().includes('the store refuses writes'));

      const { cpu, lines } = await effort(story.bot);
      expect(cpu).toBeLessThan(0.5);
      expect(lines).toBeLessThan(30);
      expect(story.bot.output()).toContain('the store refuses writes');
      const begun = performance.now();
      expect(await story.press(cast.bob, request, 'Approve')).toMatch(/cannot reach its store.*Nothing was done/);
      expect(performance.now() - begun).toBeLessThan(3_000);
      await refusals[kind].end(port);

      await untilReady(story);
      await pressUntilTaken(story, cast.bob, request, 'Approve');
      await story.line(/Upgrade finished/, 20_000);
      await eventually('the finished card', () => story.card().includes('Upgrade finished'));
      await story.quiet();
      expect(told(story)).toEqual({ posts: ['approve'], roots: 1, doubled: [] });
    },
  );
});
