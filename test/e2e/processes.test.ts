import { describe, it } from 'vitest';
import { rollNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast } from '../support/story.js';

const STATES = ['READY_TO_UPGRADE', 'MIXED', 'READY_TO_RUN_UPGRADE_TASKS', 'RUNNING_UPGRADE_TASKS', 'STABLE'];

describe.each([
  ['a web and a worker process', ['web', 'worker']],
  ['two processes that do both', ['all', 'all']],
  ['two web and two worker processes', ['web', 'web', 'worker', 'worker']],
] as const)('%s', (_name, roles) => {
  it.concurrent('play an upgrade like one process', async (context) => {
    const { expect } = context;
    const story = await aStory({ roles, cluster: { finalizeMs: Number.POSITIVE_INFINITY } }, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    await rollNodes(story.cluster, (name) => story.line(new RegExp(`^${name}: ACTIVE`)));
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await story.type(cast.alice, 'approve confluence');
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/^RUNNING_UPGRADE_TASKS:/);
    story.cluster.cluster.finishFinalization();
    await story.line(/Upgrade finished/);
    await eventually('the finished card', () => story.card().includes('Upgrade finished'));
    await story.quiet();

    const named = story.lines().flatMap((line) => /^([A-Z]+(?:_[A-Z]+)+|MIXED|STABLE): /.exec(line)?.[1] ?? []);
    expect(named).toEqual(STATES);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.posts()).toEqual(['start', 'approve']);
    expect(story.roots()).toHaveLength(1);
    expect(story.requests()).toHaveLength(1);
  });
});

describe('two processes that do both', () => {
  it.concurrent('go on as one when the other is killed while a node restarts', async (context) => {
    const { expect } = context;
    const story = await aStory({ roles: ['all', 'all'] }, context);
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);
    story.cluster.cluster.setNode('confluence-0', { state: 'OFFLINE' });
    await story.bot.end('SIGKILL');
    await story.line(/^confluence-0: OFFLINE/, 15_000);
    story.cluster.cluster.setNode('confluence-0', { state: 'ACTIVE', version: '9.2.21' });
    await story.line(/^MIXED:/, 15_000);
    await story.quiet();
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.roots()).toHaveLength(1);
  });
});

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
