import { readFileSync } from 'node:fs';
import type { TimelineEvent } from '../../src/core/events.js';
import type { Stage } from '../../src/sandbox/stage.js';
import { openStore } from './store.js';

/** What the store of a stage holds of a target. */
export interface Kept {
  /** Timelines of all its upgrades, oldest first. */
  timelines(): Promise<TimelineEvent[][]>;
  /** Numbers of upgrades with something still to be shown. */
  owing(): Promise<number[]>;
  close(): void;
}

/** Reads the store beside the bot; the caller closes it. */
export function keptOn({ redis, configFile }: Pick<Stage, 'redis' | 'configFile'>, target = 'confluence'): Kept {
  const config = JSON.parse(readFileSync(configFile, 'utf8')) as { redis: { prefix: string } };
  const store = openStore({ url: redis.url, prefix: config.redis.prefix });
  const { timeline } = store;
  return {
    async timelines() {
      const { last } = await timeline.record(target);
      const numbers = Array.from({ length: last }, (_, index) => index + 1);
      return await Promise.all(numbers.map((number) => timeline.events(target, number, 0, MANY)));
    },
    owing: () => timeline.owing(target),
    close: store.close,
  };
}

/** More events than any test brings about. */
const MANY = 1_000;
