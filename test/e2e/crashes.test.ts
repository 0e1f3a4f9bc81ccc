import { describe, it } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast } from '../support/story.js';

/** The watch goes on within this time (ms) after a restart. */
const GOES_ON_WITHIN_MS = 15_000;

describe('kill -9 and a restart', () => {
  it.concurrent.for([
    ['before the cluster acts', 'before'],
    ['after the cluster acted', 'after'],
  ] as const)('while a POST is under way, %s, send nothing twice', async ([, when], context) => {
    const { expect, onTestFinished } = context;
    const story = await aStory({ before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    const held = story.cluster.faults.hold({ verb: 'approve' }, when);
    onTestFinished(() => held.release());
    await story.press(cast.bob, request, 'Approve');
    await held.reached;
    await story.bot.end('SIGKILL');
    held.release();
    await eventually('the cluster to act', () => story.cluster.cluster.state() === 'STABLE');
    await story.startReady();

    await story.line(/approve: done/, GOES_ON_WITHIN_MS + 20_000);
    await story.line(/Upgrade finished/);
    await eventually('the request to tell', () => /Outcome.*done/.test(story.read(request)));
    await story.quiet();

    expect(story.posts()).toEqual(['approve']);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.roots()).toHaveLength(1);
  });

  it.concurrent('while a POST is under way that never arrives, report it as not done', async (context) => {
    const { expect, onTestFinished } = context;
    const story = await aStory({}, context);
    const held = story.cluster.faults.hold({ verb: 'start', times: 1 });
    story.cluster.faults.dropRequest({ verb: 'start', times: 1 });
    onTestFinished(() => held.release());
    await story.slack.people.as(cast.alice).command('start confluence', { channel: cast.channel });
    await held.reached;
    await story.bot.end('SIGKILL');
    held.release();
    await story.startReady();

    const line = await story.line(/start: not done/, GOES_ON_WITHIN_MS + 10_000);
    await story.quiet(2_500);

    expect(line).toContain('/upgrade start confluence');
    expect(story.posts()).toEqual(['start']);
    expect(story.cluster.cluster.state()).toBe('STABLE');
  });

  it.concurrent('between an approval and its call lead to one call', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToFinalize, roles: ['web', 'worker'] }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    await story.bots[1]?.end('SIGKILL');
    expect(await story.press(cast.bob, request, 'Approve')).toContain('Approved');
    expect(story.posts()).toEqual([]);

    await story.startReady('worker');
    await story.line(/approve: done/, GOES_ON_WITHIN_MS);
    await story.line(/Upgrade finished/);

    expect(story.posts()).toEqual(['approve']);
    expect(doubledLines(story.lines())).toEqual([]);
  });
});
