import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade, rollNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

describe('an upgrade started outside the bot', () => {
  it.concurrent('is noticed with one root message and names its state once', async (context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    await story.looks(2);
    readyToUpgrade(story);
    await story.line(/^READY_TO_UPGRADE:/);
    await story.quiet();

    expect(story.roots()).toHaveLength(1);
    expect(story.count(/^READY_TO_UPGRADE:/)).toBe(1);
    expect(story.card()).toContain('outside this bot');
    expect(story.card()).not.toContain('earlier record');
  });

  it.concurrent('is followed to its end, which somebody brings about outside as well', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade, cluster: { finalizeMs: 500 } }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    await rollNodes(story.cluster, () => Promise.resolve());
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    story.cluster.cluster.setUpgradeMode(false);

    await story.line(/^STABLE:/);
    await story.line(/Upgrade finished/);
    await eventually('the finished card', () => story.card().includes('Upgrade finished'));
    expect(story.roots()).toHaveLength(1);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.posts()).toEqual([]);
    expect(await story.type(cast.mallory, 'history confluence')).toMatch(/#1: finished, 9\.2\.13 → 9\.2\.21/);
  });

  it.concurrent('is told as cancelled when upgrade mode goes off before a node was upgraded', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    story.cluster.cluster.setUpgradeMode(false);
    await story.line(/Upgrade cancelled/);
    expect(story.count(/^STABLE:/)).toBe(1);
  });

  it.concurrent('is none when nodes differ while upgrade mode is off; only people who ask are told', async (context) => {
    const { expect } = context;
    const story = await aStory(
      {
        before: ({ cluster }) => cluster.cluster.setNode('confluence-1', { version: '9.2.21' }),
      },
      context,
    );
    await story.looks(5);
    const status = await story.type(cast.mallory, 'status confluence');
    await story.quiet();
    expect(status).toContain('MIXED');
    expect(status).toContain('although upgrade mode is off');
    expect(story.slack.everything(cast.channel)).toEqual([]);
  });

  it.concurrent('gets a number of its own after the one before has ended', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    story.cluster.cluster.setUpgradeMode(false);
    await story.line(/Upgrade cancelled/);
    readyToUpgrade(story);
    await eventually('a second card', () => story.roots().length === 2);
    expect(story.card()).toContain('upgrade #2');
  });
});

interface Silence {
  readonly name: string;
  readonly begin: (story: Story) => unknown;
  readonly end: (story: Story) => unknown;
}

const clear = ({ cluster }: Story) => cluster.faults.clear();

const silences: readonly Silence[] = [
  { name: 'is down', begin: ({ cluster }) => cluster.faults.down(), end: ({ cluster }) => cluster.faults.up() },
  { name: 'answers in HTML', begin: ({ cluster }) => cluster.faults.html({ status: 200 }), end: clear },
  { name: 'answers 502 in HTML', begin: ({ cluster }) => cluster.faults.html(), end: clear },
  { name: 'answers 401', begin: ({ cluster }) => cluster.faults.unauthorized(), end: clear },
  { name: 'sends the bot to a login page', begin: ({ cluster }) => cluster.faults.redirect(), end: clear },
  { name: 'answers half a body', begin: ({ cluster }) => cluster.faults.malformed('truncated'), end: clear },
  { name: 'answers null', begin: ({ cluster }) => cluster.faults.malformed('null'), end: clear },
  {
    name: 'answers with fields of the wrong type',
    begin: ({ cluster }) => cluster.faults.malformed('wrong-types'),
    end: clear,
  },
];

describe('a target that cannot be read', () => {
  it.concurrent.for(silences)('because it $name is told once, as is its return', async ({ begin, end }, context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    await begin(story);
    await story.line(/not reachable/, 20_000);
    await eventually('the card', () => /not reachable/.test(story.card()));
    const asked = await story.type(cast.alice, 'cancel confluence');
    await story.quiet();
    await end(story);
    await story.line(/reachable again/, 20_000);
    await eventually('the card', () => !/not reachable/.test(story.card()));
    story.cluster.cluster.setNode('confluence-0', { state: 'OFFLINE' });
    await story.line(/^confluence-0: OFFLINE/);

    expect(asked).toContain('not reachable');
    expect(story.count(/not reachable/)).toBe(1);
    expect(story.count(/reachable again/)).toBe(1);
    expect(story.count(/^(STABLE|MIXED|READY_TO_RUN|RUNNING|UPGRADE_TASKS)/)).toBe(0);
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('tells nothing in the channel while no upgrade runs', async (context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    await story.looks(2);
    await story.cluster.faults.down();
    expect(await story.type(cast.mallory, 'status confluence')).toContain('not reachable');
    await story.quiet(3_000);
    expect(story.slack.everything(cast.channel)).toEqual([]);
  });

  it.concurrent('is not mistaken when balanced nodes disagree for a moment', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    const agree = story.cluster.faults.stale('confluence-2');
    readyToFinalize(story);
    await story.looks(6);
    agree();
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await story.quiet();
    const states = story.lines().flatMap((line) => /^([A-Z_]+): /.exec(line)?.[1] ?? []);
    expect(states.filter((state) => state === 'READY_TO_RUN_UPGRADE_TASKS')).toHaveLength(1);
    expect(states.filter((state) => state === 'READY_TO_UPGRADE')).toHaveLength(1);
  });
});
