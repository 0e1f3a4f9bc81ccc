import { describe, it, type TestContext } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aStory, cast, type Story, type StoryOptions } from '../support/story.js';

async function asked(context: TestContext, options: StoryOptions = {}) {
  const story = await aStory({ before: readyToFinalize, ...options }, context);
  await story.type(cast.alice, 'approve confluence');
  return { story, request: await story.openRequest() };
}

type ChangeCluster = (story: Story) => unknown;

const changes: readonly [string, ChangeCluster, RegExp][] = [
  ['goes to ERROR', ({ cluster }) => cluster.cluster.failNode('confluence-1'), /confluence-1.*ERROR/],
  [
    'goes down',
    ({ cluster }) => cluster.cluster.setNode('confluence-1', { state: 'OFFLINE' }),
    /confluence-1.*OFFLINE/,
  ],
  ['runs another version', ({ cluster }) => cluster.cluster.setNode('confluence-1', { version: '9.2.22' }), /9\.2\.22/],
  ['leaves the cluster', ({ cluster }) => cluster.cluster.removeNode('confluence-1'), /confluence-1/],
  [
    'joins the cluster',
    ({ cluster }) => cluster.cluster.addNode('confluence-9', { version: cluster.targetVersion }),
    /confluence-9/,
  ],
];

describe('a request whose cluster changes', () => {
  it.concurrent.for(changes)(
    'is void at the click when a node %s, and the thread says what changed',
    async ([, change, says], context) => {
      const { expect } = context;
      const { story, request } = await asked(context);
      change(story);

      const answer = await story.press(cast.bob, request, 'Approve');
      const line = await story.line(/approve: void/);
      await eventually('no buttons', () => story.buttons(request).length === 0);
      await story.quiet();

      expect(answer).toMatch(says);
      expect(line).toMatch(says);
      expect(line).toContain('Nothing was sent');
      expect(story.read(request)).toMatch(/void/);
      expect(story.posts()).toEqual([]);
    },
  );

  it.concurrent('is void when the change comes between the click and the call', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, { roles: ['web', 'worker'] });
    const worker = story.bots[1];
    worker?.signal('SIGSTOP');
    const answer = await story.press(cast.bob, request, 'Approve');
    story.cluster.cluster.failNode('confluence-1');
    worker?.signal('SIGCONT');

    const line = await story.line(/approve: void/);
    await eventually('no buttons', () => story.buttons(request).length === 0);

    expect(answer).toContain('Approved');
    expect(line).toMatch(/confluence-1.*ERROR/);
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('stands when something changes that does not matter for it', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context);
    story.cluster.cluster.setNode('confluence-1', { users: 90, tasks: 4 });
    await story.press(cast.bob, request, 'Approve');
    await story.line(/approve: done/);
    expect(story.posts()).toEqual(['approve']);
  });

  it.concurrent('can be asked for again afterwards', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context);
    story.cluster.cluster.failNode('confluence-1');
    await story.press(cast.bob, request, 'Approve');
    await story.line(/approve: void/);
    story.cluster.cluster.recoverNode('confluence-1');
    await story.type(cast.alice, 'approve confluence');
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/approve: done/);
    expect(story.posts()).toEqual(['approve']);
  });
});

describe('a request whose time is over', () => {
  const shortly = { config: { approval: { required: 1, expires: '2s' } } };

  it.concurrent('expires visibly within five seconds, without buttons, and does nothing', async (context) => {
    const { expect } = context;
    const earliest = Date.now();
    const { story, request } = await asked(context, shortly);
    const latest = Date.now();

    await eventually('no buttons', () => story.buttons(request).length === 0);
    const expiredAt = Date.now();
    const line = await story.line(/approve: expired/);

    expect(expiredAt).toBeGreaterThan(earliest + 2_000);
    expect(expiredAt).toBeLessThan(latest + 2_000 + 5_000);
    expect(story.read(request)).toContain('expired');
    expect(request.text).toContain('expired');
    expect(line).toContain('Nothing was sent');
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('takes no click any more, and says so privately', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, shortly);
    await story.line(/approve: expired/);
    await story.quiet();
    const said = story.slack.everything(cast.channel).length;
    for (const button of ['Approve', 'Reject']) {
      expect(await story.press(cast.bob, request, button, { stale: true })).toMatch(/Too late.*expired/);
    }
    expect(story.slack.everything(cast.channel)).toHaveLength(said);
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('expires even when no process ran at that moment, and leaves room for a new request', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, shortly);
    const askedAt = request.versions[0]?.at ?? 0;
    await story.bot.end('SIGKILL');
    await eventually('the end of its time', () => Date.now() > askedAt + 2_500);
    await story.startReady();
    await eventually('no buttons', () => story.buttons(request).length === 0);
    await story.line(/approve: expired/);
    await story.type(cast.alice, 'approve confluence');
    await story.press(cast.bob, await story.openRequest(), 'Approve');
    await story.line(/approve: done/);
    expect(story.count(/approve: expired/)).toBe(1);
    expect(story.posts()).toEqual(['approve']);
  });
});

describe('a request to finalize', () => {
  it.concurrent('names every node that will be dropped', async (context) => {
    const { expect } = context;
    const { story, request } = await asked(context, {
      before: (stage) => {
        readyToFinalize(stage);
        stage.cluster.cluster.addNode('confluence-8', { version: '9.2.13', state: 'OFFLINE' });
        stage.cluster.cluster.addNode('confluence-9', { version: '9.2.13', state: 'OFFLINE' });
      },
    });
    const shown = story.read(request);
    expect(shown).toContain('will be dropped');
    expect(shown).toContain('confluence-8');
    expect(shown).toContain('confluence-9');
  });
});
