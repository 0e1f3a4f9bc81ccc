import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { askRedis } from '../support/redis-ask.js';
import { startRedisCluster } from '../support/redis-cluster.js';
import { startSentinels } from '../support/redis-sentinels.js';
import { aStoryOn } from '../support/redis-story.js';
import { aStory, type Story } from '../support/story.js';

const risky = ['--maxmemory-policy', 'allkeys-lru'];

async function makeRisky(port: number): Promise<void> {
  await askRedis(port, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
  await askRedis(port, 'CONFIG', 'SET', 'appendonly', 'no');
}

interface Said {
  readonly msg?: string;
  readonly check?: string;
  readonly detail?: string;
}

/** What the log says about how Redis is set up, as `<check>: <detail>`, sorted. */
function said({ bot }: Story): string[] {
  // BullMQ has a warning of its own, which is no JSON.
  const lines = bot.output().match(/^\{.*\}$/gm) ?? [];
  const told = lines.map((line) => JSON.parse(line) as Said);
  return (
    told
      // A process whose connection is not there yet says that first.
      .filter(({ msg, check }) => msg === 'redis is not set up as the bot needs it' && check !== 'connection')
      .map(({ check, detail }) => `${check}: ${detail}`)
      .sort()
  );
}

async function untilSaid(story: Story, count: number): Promise<string[]> {
  await eventually(`${count} warnings`, () => said(story).length >= count);
  return said(story);
}

const eviction = 'allkeys-lru: a full Redis silently drops records and jobs';
const appendOnly = 'off: a crash of Redis loses what was recorded of upgrades, open requests included';

describe('the log at the start says what is wrong with Redis', () => {
  it.concurrent('that is alone', async (context) => {
    const { expect } = context;
    const story = await aStory({ redis: { url: null, args: risky } }, context);

    expect(await untilSaid(story, 2)).toEqual([`append-only file: ${appendOnly}`, `eviction: ${eviction}`]);
  });

  it.concurrent('behind Sentinel, of its master', async (context) => {
    const { expect } = context;
    const servers = await startSentinels();
    await makeRisky((await servers.master()).port);
    const story = await aStoryOn(servers, {}, context);

    expect(await untilSaid(story, 2)).toEqual([`append-only file: ${appendOnly}`, `eviction: ${eviction}`]);
  });

  it.concurrent('Cluster, of every master', async (context) => {
    const { expect } = context;
    const servers = await startRedisCluster();
    const masters = servers.servers.slice(0, 3).map(({ port }) => port);
    await Promise.all(masters.map(makeRisky));
    const story = await aStoryOn(servers, {}, context);

    const each = masters.map((port) => `127.0.0.1:${port}`);
    const expected = each.flatMap((at) => [`append-only file: ${at}: ${appendOnly}`, `eviction: ${at}: ${eviction}`]);
    expect(await untilSaid(story, expected.length)).toEqual(expected.sort());
  });
});
