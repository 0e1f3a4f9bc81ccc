import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { aStory } from '../support/story.js';

interface Ready {
  readonly configuration: string;
  readonly checks: Record<string, { ok: boolean }>;
}

async function ready(opsUrl: string): Promise<{ status: number; body: Ready }> {
  const response = await fetch(`${opsUrl}/readyz`);
  return { status: response.status, body: (await response.json()) as Ready };
}

describe.each(['socket', 'http'] as const)('the health of a process in %s mode', (mode) => {
  it.concurrent('is told by /healthz, /readyz and /metrics', async (context) => {
    const { expect } = context;
    const { bot, looks } = await aStory({ mode }, context);
    await looks(2);
    expect((await fetch(`${bot.opsUrl}/healthz`)).status).toBe(200);
    const { status, body } = await ready(bot.opsUrl);
    expect(status).toBe(200);
    expect(body.configuration).toMatch(/^[0-9a-f]{16,}$/);
    const metrics = await (await fetch(`${bot.opsUrl}/metrics`)).text();
    expect(metrics).toMatch(/upgrade_bot_target_up\{target="confluence"\} 1/);
    expect(metrics).toMatch(/^# TYPE \w+ counter$/m);
  });

  it.concurrent('stays ready while a target is unreachable', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode }, context);
    await story.looks(1);
    await story.cluster.faults.down();
    await eventually('the metric', async () =>
      (await (await fetch(`${story.bot.opsUrl}/metrics`)).text()).includes(
        'upgrade_bot_target_up{target="confluence"} 0',
      ),
    );
    expect((await ready(story.bot.opsUrl)).status).toBe(200);
  });

  it.concurrent('is not ready while Redis is away, but alive', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, redis: { url: null } }, context);
    await story.redis.kill('SIGKILL');
    await eventually('a 503', async () => (await ready(story.bot.opsUrl)).status === 503);
    expect((await fetch(`${story.bot.opsUrl}/healthz`)).status).toBe(200);
    await story.redis.restart();
    await eventually('a 200', async () => (await ready(story.bot.opsUrl)).status === 200);
  });
});

describe('the hash of the configuration', () => {
  it.concurrent('is the same in processes with one file and differs with another', async (context) => {
    const { expect } = context;
    const story = await aStory({ roles: ['web', 'worker'] }, context);
    const other = await aStory({ config: { poll: { active: '300ms', idle: '500ms' } } }, context);
    const hashes = await Promise.all(
      [...story.bots, ...other.bots].map(async (bot) => (await ready(bot.opsUrl)).body.configuration),
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });
});

describe('a process that hears from Slack over sockets', () => {
  it.concurrent('is not ready while none is open', async (context) => {
    const story = await aStory({}, context);
    const outage = story.slack.faults.outage();
    await eventually('a 503', async () => (await ready(story.bot.opsUrl)).status === 503);
    outage.clear();
    await eventually('a 200', async () => (await ready(story.bot.opsUrl)).status === 200, 20_000);
  });

  it.concurrent('waits for Slack when it starts during an outage', async (context) => {
    const story = await aStory({ roles: [] }, context);
    const outage = story.slack.faults.outage();
    const bot = await story.startBot('all');
    await eventually('a 503', async () => (await ready(bot.opsUrl)).status === 503);
    await eventually('some attempts', () => outage.hits() > 1);
    outage.clear();
    await bot.ready();
  });
});
