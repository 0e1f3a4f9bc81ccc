import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade, stepNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

const GONE = /The earlier card was deleted in Slack; what happened before is in its thread\./;

/** What the bot has in the channel itself, deleted messages and requests left out: one card at most. */
const inChannel = ({ slack }: Story) =>
  slack.messages(cast.channel).filter(({ thread_ts, user }) => thread_ts === undefined && user === slack.botUserId);
const cards = (story: Story) =>
  inChannel(story).filter(({ text }) => text.startsWith('confluence: Confluence upgrade #1'));

/** Somebody deletes the newest card; resolves when another one stands in the channel. */
async function deleteCard(story: Story): Promise<string> {
  const [card] = cards(story);
  if (card === undefined) throw new Error('there is no card');
  story.slack.workspace.deleteMessage(card);
  return card.ts;
}

const newCard = (story: Story) => eventually('a new card', () => cards(story)[0], 25_000);
const linesUnder = ({ slack, read }: Story, ts: string) =>
  slack
    .thread(cast.channel, ts)
    .slice(1)
    .filter(({ broadcast }) => !broadcast)
    .flatMap((message) => read(message).split('\n'));

const nodeLines = (lines: readonly string[]) => lines.filter((line) => /^confluence-\d+: /.test(line));
const restartOf = (name: string) => [
  `${name}: TERMINATING`,
  `${name}: OFFLINE`,
  `${name}: STARTING, now on 9.2.21`,
  `${name}: ACTIVE`,
];

describe('a card that somebody deletes', () => {
  it.concurrent.for([
    ['one process', ['all']],
    ['a web and two worker processes', ['web', 'worker', 'worker']],
  ] as const)('while nodes restart is posted anew, and its thread goes on: %s', async ([, roles], context) => {
    const { expect } = context;
    const story = await aStory({ roles, before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    let old = '';
    let steps = 0;
    await stepNodes(story.cluster, async () => {
      await story.looks();
      steps += 1;
      if (steps === 6) old = await deleteCard(story);
    });
    const { ts } = await newCard(story);
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    await eventually('the newest state on the card', () => /READY_TO_RUN/.test(story.card()));
    await story.quiet();

    expect(inChannel(story)).toHaveLength(1);
    expect(story.card()).toMatch(GONE);
    expect(nodeLines([...linesUnder(story, old), ...linesUnder(story, ts)])).toEqual(
      story.cluster.cluster.nodes().flatMap(({ name }) => restartOf(name)),
    );
    expect(linesUnder(story, ts).length).toBeGreaterThan(0);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('and the next one too is posted anew each time', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    for (const state of ['DRAINING', 'OFFLINE']) {
      await deleteCard(story);
      story.cluster.cluster.setNode('confluence-0', { state });
      await newCard(story);
    }
    await story.line(/^confluence-0: OFFLINE/);
    await story.quiet();

    expect(inChannel(story)).toHaveLength(1);
    expect(story.roots().filter(({ text }) => text.includes('upgrade #1'))).toHaveLength(3);
    expect(nodeLines(story.lines())).toEqual(['DRAINING', 'OFFLINE'].map((it) => `confluence-0: ${it}`));
  });

  it.concurrent('takes nothing from a request under it: it is approved there, and the new thread tells', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToFinalize, cluster: { finalizeMs: 3_000 } }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    const old = await deleteCard(story);
    await story.press(cast.bob, request, 'Approve');
    const { ts } = await newCard(story);
    await story.line(/Upgrade finished/);
    await eventually('the finished card', () => /Upgrade finished/.test(story.card()));
    await story.quiet();

    expect(inChannel(story)).toHaveLength(1);
    expect(story.buttons(request)).toEqual([]);
    expect(story.read(request)).toContain('approved by @bob');
    expect(story.posts()).toEqual(['approve']);
    expect([...linesUnder(story, old), ...linesUnder(story, ts)]).toEqual(story.lines());
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('and so is a request for approval, when somebody asks again: it can be approved there', async (context) => {
    const { expect } = context;
    const story = await aStory({ roles: ['web', 'worker'], before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    story.slack.workspace.deleteMessage(request);
    await deleteCard(story);
    const refusal = await story.type(cast.bob, 'approve confluence');
    const again = await eventually('the request again', () => story.requests().find(({ ts }) => ts !== request.ts));
    await story.press(cast.bob, again, 'Approve');
    await story.line(/Upgrade finished/);
    // A card that was deleted soon after its posting is replaced a while later.
    await eventually('a new card', () => inChannel(story).length > 0);
    await story.quiet();

    expect(refusal).toContain('should its message have been deleted, it is posted again');
    expect(story.requests()).toHaveLength(2);
    expect(story.buttons(again)).toEqual([]);
    expect(story.posts()).toEqual(['approve']);
    expect(inChannel(story)).toHaveLength(1);
  });

  it.concurrent('at the very end is posted anew in its final state', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    await story.quiet();
    await deleteCard(story);
    await story.type(cast.alice, 'cancel confluence');
    await newCard(story);
    await eventually('the final card', () => /Result:/.test(story.card()));
    await story.quiet();

    expect(inChannel(story)).toHaveLength(1);
    expect(story.card()).toMatch(GONE);
    expect(story.count(/[Cc]ancelled/)).toBeGreaterThan(0);
  });

  it.concurrent('is posted anew although every process is killed right then', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    await story.quiet();
    await deleteCard(story);
    const edits = () => story.slack.calls.filter(({ error }) => error === 'message_not_found').length;
    story.cluster.cluster.setNode('confluence-0', { state: 'OFFLINE' });
    await eventually('the edit that fails', () => edits() > 0);
    await story.bot.end('SIGKILL');
    await story.startReady();
    await newCard(story);
    await story.line(/^confluence-0: OFFLINE/);
    await story.quiet();

    expect(inChannel(story)).toHaveLength(1);
    expect(story.count(/^confluence-0: OFFLINE/)).toBe(1);
  });

  it.concurrent('is found by commands and shortcuts in its place', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    await deleteCard(story);
    story.cluster.cluster.setNode('confluence-0', { state: 'OFFLINE' });
    const { ts } = await newCard(story);
    const said = await story.slack.people.as(cast.alice).mention('status', { channel: cast.channel, threadTs: ts });
    const answer = await eventually('an answer', () => said.answers()[0]);
    expect(story.read(answer)).toContain('confluence');
  });
});
