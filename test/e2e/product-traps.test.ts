import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { aStory, cast } from '../support/story.js';

describe('a Jira node that loses its heartbeat', () => {
  it('is told under the name it keeps, and named in the request to finalize', async () => {
    const story = await aStory({ clusters: { jira: {} } });
    const { cluster } = story.cluster;
    cluster.setUpgradeMode(true);
    for (const { id } of cluster.nodes()) cluster.setNode(id, { version: story.cluster.targetVersion });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);

    cluster.failNode('jira-2');

    await story.line(/^jira-2: ACTIVE \(alive: false\)$/);
    await story.line(/Warning: jira-2 is ACTIVE \(alive: false\)\./);
    await story.type(cast.alice, 'approve jira');
    expect(story.read(await story.openRequest())).toContain('jira-2');
    cluster.recoverNode('jira-2');
    await story.line(/^jira-2: ACTIVE$/);
  });
});

describe('a Jira upgrade that is noticed when all nodes are upgraded', () => {
  it('counts them so, and ends as finished', async () => {
    const story = await aStory({
      clusters: { jira: { finalizeMs: 300 } },
      before: ({ cluster }) => {
        cluster.cluster.setUpgradeMode(true);
        for (const { id } of cluster.cluster.nodes()) cluster.cluster.setNode(id, { version: cluster.targetVersion });
      },
    });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await eventually('the card to count the nodes', () => story.card().includes('3 of 3'));

    await story.type(cast.alice, 'approve jira');
    await story.press(cast.bob, await story.openRequest(), 'Approve');

    await story.line(/Upgrade finished/);
  });
});

describe('credentials that a product refuses', () => {
  it('of Bitbucket are explained when they are a token', async () => {
    const story = await aStory({
      clusters: { bitbucket: {} },
      target: { auth: { token: '${CLUSTER_TOKEN}' } },
    });

    expect(await story.type(cast.alice, 'status bitbucket')).toContain('BSERV-10482');
    expect(await story.type(cast.alice, 'start bitbucket')).toContain('BSERV-10482');
    expect(story.posts()).toEqual([]);
  });

  it('of Jira are explained when the account may be no administrator', async () => {
    const story = await aStory({ clusters: { jira: { allowed: false } } });

    expect(await story.type(cast.alice, 'start jira')).toContain('no administrator');
    expect(story.posts()).toEqual([]);
  });
});
