import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast } from '../support/story.js';

describe('warnings', () => {
  it.concurrent('name a node in ERROR, in the thread and on the card, and say when it is over', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    story.cluster.cluster.failNode('confluence-1');
    await story.line(/Warning: confluence-1 is in ERROR/);
    await eventually('the card', () => /confluence-1 is in ERROR/.test(story.card()));
    story.cluster.cluster.recoverNode('confluence-1');
    await story.line(/confluence-1 is no longer broken/);
    await eventually('the card', () => !/confluence-1 is in ERROR/.test(story.card()));
    expect(story.count(/Warning: confluence-1/)).toBe(1);
  });

  it.concurrent('name the nodes that finalizing will drop', async (context) => {
    const story = await aStory(
      {
        before: (stage) => {
          readyToFinalize(stage);
          stage.cluster.cluster.addNode('confluence-9', { version: '9.2.13', state: 'OFFLINE' });
        },
      },
      context,
    );
    await story.line(/Warning: confluence-9.*OFFLINE.*drops it/);
  });

  it.concurrent('name an upgraded node that restarts before finalizing', async (context) => {
    const story = await aStory({ before: readyToFinalize }, context);
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    story.cluster.cluster.setNode('confluence-0', { state: 'STARTING' });
    await story.line(/Warning: confluence-0 was upgraded.*restarts before finalizing/);
  });

  it.concurrent('show the errors of failed upgrade tasks by node', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToFinalize, cluster: { finalizeMs: 500 } }, context);
    const { cluster } = story.cluster;
    cluster.failFinalization([
      { node: 'confluence-0', task: 'IndexTask', message: 'disk is full' },
      { node: 'confluence-2', message: 'table is locked', clusterWide: true },
    ]);
    await story.type(cast.alice, 'approve confluence');
    await story.press(cast.bob, await story.openRequest(), 'Approve');

    await story.line(/^UPGRADE_TASKS_FAILED:/);
    expect(await story.line(/Upgrade tasks failed on confluence-0/)).toContain('IndexTask: disk is full');
    expect(await story.line(/Upgrade tasks failed on confluence-2/)).toContain('table is locked');
    await eventually('the card', () => /disk is full/.test(story.card()) && /table is locked/.test(story.card()));
    expect(story.count(/Upgrade finished/)).toBe(0);
    expect(story.count(/is in ERROR/)).toBe(0);
    expect(story.card()).toContain('Nodes upgraded: 3 of 3');
    expect(await story.type(cast.alice, 'approve confluence')).toContain('UPGRADE_TASKS_FAILED');

    cluster.retryFinalization();
    await story.line(/Upgrade finished/);
    expect(story.posts()).toEqual(['approve']);
  });

  it.concurrent.for([
    ['no progress', { noProgress: '1s' }, readyToUpgrade, /Warning: .*[Nn]o progress/],
    ['an upgrade left standing', { standing: '1s' }, readyToFinalize, /Warning: .*[Ll]eft standing/],
  ] as const)(
    'come for %s, and again only after it has lasted twice as long',
    async ([, warn, before, says], context) => {
      const { expect } = context;
      const story = await aStory({ before, config: { warn } }, context);
      await story.line(says);
      await story.looks(20);
      expect(doubledLines(story.lines())).toEqual([]);
      expect(story.count(says)).toBeLessThanOrEqual(4);
    },
  );

  it.concurrent('name the node that carries far more users than the others', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    story.cluster.cluster.setNode('confluence-0', { users: 90 });
    await story.line(/Warning: confluence-0 carries far more/);
    story.cluster.cluster.setNode('confluence-0', { users: 92 });
    await story.looks();
    expect(story.count(/far more/)).toBe(1);
  });

  it.concurrent('tell a state that the bot does not know as it stands, and refuse every action in it', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    const fault = story.cluster.faults.malformed('unknown-state');
    await story.line(/^UPGRADE_IN_PROGRESS:/);
    for (const action of ['start', 'cancel', 'approve']) {
      expect(await story.type(cast.alice, `${action} confluence`)).toContain('UPGRADE_IN_PROGRESS');
    }
    fault();
    await eventually('the state after', () => story.count(/^READY_TO_UPGRADE:/) >= 2);
    expect(story.posts()).toEqual([]);
  });
});
