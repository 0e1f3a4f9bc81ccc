import { describe, it } from 'vitest';
import { aStory, cast } from '../support/story.js';

describe.each(['socket', 'http'] as const)('SIGTERM in %s mode', (mode) => {
  it.concurrent('ends a process with code 0 within ten seconds in the middle of an upgrade', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode }, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    const begun = performance.now();
    expect(await story.bot.end('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it.concurrent('ends a process with code 0 within ten seconds while Redis and the cluster are down', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, redis: { url: null } }, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    await story.redis.kill('SIGKILL');
    await story.cluster.faults.down();
    const begun = performance.now();
    expect(await story.bot.end('SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
