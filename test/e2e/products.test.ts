import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { stepNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { cast, openStory, type Story } from '../support/story.js';

/** A whole upgrade of one product, as it reads in the thread. */
interface Plot {
  readonly product: 'bitbucket' | 'jira';
  readonly versions: readonly [from: string, to: string];
  /** What is told of a node that is upgraded. */
  readonly steps: readonly string[];
  /** The product's own words for a node that goes down and comes up. */
  readonly words: { readonly stopping: string; readonly starting: string };
  /** The upgrade tasks fail at first, and are run again on request. */
  readonly failsFirst: boolean;
  readonly posts: readonly string[];
  readonly states: readonly string[];
}

const plots: readonly Plot[] = [
  {
    product: 'bitbucket',
    versions: ['9.4.2', '9.4.3'],
    steps: ['TERMINATING', 'OFFLINE', 'STARTING, now on 9.4.3', 'ACTIVE'],
    words: { stopping: 'TERMINATING', starting: 'STARTING' },
    failsFirst: false,
    posts: ['start', 'approve'],
    states: ['READY_TO_UPGRADE', 'MIXED', 'READY_TO_RUN_UPGRADE_TASKS', 'RUNNING_UPGRADE_TASKS', 'STABLE'],
  },
  {
    product: 'jira',
    versions: ['9.4.30', '9.12.15'],
    steps: ['PASSIVATING', 'OFFLINE', 'ACTIVATING, now on 9.12.15', 'ACTIVE'],
    words: { stopping: 'PASSIVATING', starting: 'ACTIVATING' },
    failsFirst: true,
    posts: ['start', 'approve', 'retry'],
    states: [
      'READY_TO_UPGRADE',
      'MIXED',
      'READY_TO_RUN_UPGRADE_TASKS',
      'RUNNING_UPGRADE_TASKS',
      'UPGRADE_TASKS_FAILED',
      'RUNNING_UPGRADE_TASKS',
      'STABLE',
    ],
  },
];

interface Played {
  readonly story: Story;
  readonly tooFar: string;
  readonly request: Message;
  readonly requestAsked: string;
}

/** Alice starts, the nodes are upgraded, alice asks to finalize, bob approves; failed tasks are run again. */
async function play({ product, versions, words, failsFirst }: Plot, mode: 'socket' | 'http'): Promise<Played> {
  const story = await openStory({
    mode,
    clusters: { [product]: { finalizeMs: Number.POSITIVE_INFINITY } },
    config: { poll: { active: '150ms', idle: '500ms' } },
  });
  const tooFar = await story.type(cast.alice, `start ${product} --to 11.0.0`);
  await story.type(cast.alice, `start ${product} --to ${versions[1]}`);
  await story.line(/^READY_TO_UPGRADE:/);
  await stepNodes(story.cluster, () => story.looks(), words);
  await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
  const { cluster } = story.cluster;
  const running = (times: number) =>
    eventually(`upgrade tasks that run, ${times}`, () => story.count(/^RUNNING_UPGRADE_TASKS:/) === times);
  if (failsFirst) cluster.failFinalization([{ message: 'no index' }]);
  await story.type(cast.alice, `approve ${product}`);
  const request = await story.openRequest();
  const requestAsked = story.read(request);
  await story.press(cast.bob, request, 'Approve');
  await running(1);
  cluster.finishFinalization();
  if (failsFirst) {
    await story.line(/^UPGRADE_TASKS_FAILED:/);
    await story.type(cast.alice, `retry ${product} index rebuilt`);
    await running(2);
    cluster.finishFinalization();
  }
  await story.line(/Upgrade finished/);
  await eventually('the finished card', () => story.card().includes('Upgrade finished'));
  await story.quiet();
  return { story, tooFar, request, requestAsked };
}

describe.each(plots)('a whole upgrade of $product', (plot) => {
  const { product, versions, steps, posts, states } = plot;

  describe.each(['socket', 'http'] as const)('in %s mode', (mode) => {
    let played: Played;
    beforeAll(async () => {
      played = await play(plot, mode);
    }, 90_000);
    afterAll(() => played?.story.stop());

    it('sends each call once, and one root message', () => {
      expect(played.story.posts()).toEqual(posts);
      expect(played.story.roots()).toHaveLength(1);
    });

    it('refuses a version that is too far, with what to do instead', () => {
      expect(played.tooFar).toContain('11.0.0');
      expect(played.tooFar).toContain('plan an upgrade with downtime');
    });

    it('names every state once and in the order in which they were entered', () => {
      const named = played.story.lines().flatMap((line) => /^([A-Z]+(?:_[A-Z]+)*): /.exec(line)?.[1] ?? []);
      expect(named).toEqual(states);
    });

    it.each([0, 1, 2])("tells every change of node %i once and in order, in the product's own words", (index) => {
      const name = `${product}-${index}`;
      const lines = played.story.lines().filter((line) => line.startsWith(`${name}: `));
      expect(lines.map((line) => line.slice(name.length + 2))).toEqual(steps);
    });

    it('asks for approval, and ends the card with the result and the versions', () => {
      expect(played.requestAsked).toContain(product);
      expect(played.requestAsked).toContain('READY_TO_RUN_UPGRADE_TASKS');
      expect(played.story.buttons(played.request)).toEqual([]);
      for (const said of ['Upgrade finished', 'STABLE', versions.join(' → '), '@alice', '@bob']) {
        expect(played.story.card()).toContain(said);
      }
    });
  });
});

describe('failed upgrade tasks of Jira', () => {
  it('are told with what to type, and can be run again as often as they fail', async () => {
    const story = await openStory({ clusters: { jira: { finalizeMs: 300 } } });
    try {
      const { cluster } = story.cluster;
      cluster.setUpgradeMode(true);
      for (const { id } of cluster.nodes()) cluster.setNode(id, { version: story.cluster.targetVersion });
      await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
      cluster.failFinalization([{ message: 'no index' }]);
      await story.type(cast.alice, 'approve jira');
      await story.press(cast.bob, await story.openRequest(), 'Approve');

      await story.line(/Upgrade tasks failed on the cluster.*\/upgrade retry jira/);
      await eventually('the card to say so', () => /Waiting for: .*\/upgrade retry jira/.test(story.card()));
      cluster.failFinalization([{ message: 'still no index' }]);
      expect(await story.type(cast.alice, 'retry jira')).toContain('Accepted');
      await eventually('the second failure', () => story.count(/^UPGRADE_TASKS_FAILED:/) === 2);
      expect(await story.type(cast.alice, 'retry jira')).toContain('Accepted');

      await story.line(/Upgrade finished/);
      expect(story.posts()).toEqual(['approve', 'retry', 'retry']);
    } finally {
      await story.stop();
    }
  });
});

describe('two products in one bot', () => {
  it('are watched apart, each with the actions it has', async () => {
    const story = await openStory({ clusters: { bitbucket: {}, jira: {} } });
    try {
      expect(await story.type(cast.alice, 'retry bitbucket')).toContain('Bitbucket');
      expect(await story.type(cast.alice, 'retry jira')).toContain('STABLE');
      await story.type(cast.alice, 'start jira');
      await story.type(cast.alice, 'start bitbucket');
      await eventually('both threads', () => story.count(/^READY_TO_UPGRADE:/) === 2);

      expect(story.roots()).toHaveLength(2);
      const verbs = Object.values(story.targets).map((server) => server.posts().map(({ verb }) => verb));
      expect(verbs).toEqual([['start'], ['start']]);
    } finally {
      await story.stop();
    }
  });
});
