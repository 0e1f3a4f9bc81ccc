import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { stepNodes } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { cast, openStory, type Story } from '../support/story.js';

// The bot as it is shipped, not packed.
beforeAll(() => void vi.stubEnv('UPGRADE_BOT_MAIN', undefined));

const nodes = ['confluence-0', 'confluence-1', 'confluence-2'];
const POLL_MS = 200;

interface Played {
  readonly story: Story;
  readonly started: string;
  readonly asked: string;
  readonly request: Message;
  readonly requestAsked: string;
  readonly buttonsAsked: readonly string[];
}

/** Alice starts, three nodes are upgraded, alice asks to finalize, bob approves. */
async function play(mode: 'socket' | 'http'): Promise<Played> {
  const story = await openStory({
    mode,
    cluster: { finalizeMs: Number.POSITIVE_INFINITY },
    config: { poll: { active: `${POLL_MS}ms`, idle: '500ms' } },
  });
  const started = await story.type(cast.alice, 'start confluence security fix');
  await story.line(/^READY_TO_UPGRADE:/);
  await stepNodes(story.cluster, () => story.looks());
  await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
  const asked = await story.type(cast.alice, 'approve confluence');
  const request = await story.openRequest();
  const requestAsked = story.read(request);
  const buttonsAsked = story.buttons(request).map(({ text }) => text);
  await story.press(cast.bob, request, 'Approve');
  await story.line(/^RUNNING_UPGRADE_TASKS:/);
  story.cluster.cluster.finishFinalization();
  await story.line(/Upgrade finished/);
  await eventually('the finished card', () => story.card().includes('Upgrade finished'));
  await story.quiet();
  return { story, started, asked, request, requestAsked, buttonsAsked };
}

describe.each(['socket', 'http'] as const)('a whole upgrade in %s mode', (mode) => {
  let played: Played;
  beforeAll(async () => {
    played = await play(mode);
  }, 60_000);
  afterAll(() => played?.story.stop());

  it('sends exactly one POST for the start and one for the approval', () => {
    expect(played.story.posts()).toEqual(['start', 'approve']);
  });

  it('has one root message', () => {
    expect(played.story.roots()).toHaveLength(1);
  });

  it('names every state once and in the order in which they were entered', () => {
    const named = played.story.lines().flatMap((line) => /^([A-Z]+(?:_[A-Z]+)*): /.exec(line)?.[1] ?? []);
    expect(named).toEqual([
      'READY_TO_UPGRADE',
      'MIXED',
      'READY_TO_RUN_UPGRADE_TASKS',
      'RUNNING_UPGRADE_TASKS',
      'STABLE',
    ]);
  });

  it.each(nodes)('tells every change of %s once and in order', (node) => {
    const told = played.story
      .lines()
      .flatMap((line) => (line.startsWith(`${node}: `) ? [line.slice(node.length + 2)] : []));
    expect(told).toEqual([
      'TERMINATING',
      'OFFLINE',
      'STARTING, now on 9.2.21',
      'ACTIVE',
      'RUNNING_FINALIZE_UPGRADE_TASKS',
      'ACTIVE',
    ]);
  });

  it('tells who asked and why before what came of it', () => {
    const lines = played.story.lines();
    const asked = lines.findIndex((line) => line.includes('@alice asked for start') && line.includes('security fix'));
    const done = lines.findIndex((line) => line.includes('start: done'));
    const entered = lines.findIndex((line) => line.startsWith('READY_TO_UPGRADE:'));
    expect(asked).toBeGreaterThanOrEqual(0);
    expect(done).toBeGreaterThan(asked);
    expect(entered).toBeGreaterThan(asked);
  });

  it('answers an accepted command with a link to the thread', () => {
    const permalinks = played.story.slack.ephemerals(cast.alice).map(({ blocks }) => JSON.stringify(blocks));
    const [root] = played.story.roots();
    const path = `/archives/${cast.channel}/p${root?.ts.replace('.', '')}`;
    expect(played.started).toContain('Accepted');
    expect(played.asked).toContain('waits for the approvers');
    expect(permalinks.filter((text) => text.includes(path))).toHaveLength(2);
  });

  it('asks for approval with two buttons, mentioning the approvers, and says all there is to know', () => {
    const { buttonsAsked, requestAsked, request } = played;
    expect(buttonsAsked.map((text) => text.split(' ')[0])).toEqual(['Approve', 'Reject']);
    expect(request.broadcast).toBe(true);
    expect(request.versions[0]?.text).toContain(`<!subteam^${cast.approvers}>`);
    for (const said of ['confluence', 'approve', '@alice', 'READY_TO_RUN_UPGRADE_TASKS', 'Way back', 'Stands until']) {
      expect(requestAsked).toContain(said);
    }
  });

  it('takes the buttons away after the decision and says who decided', () => {
    const { story, request } = played;
    expect(story.buttons(request)).toEqual([]);
    expect(story.read(request)).toContain('approved by @bob');
  });

  it('ends the card with the result, the versions and the people', () => {
    const card = played.story.card();
    for (const said of ['Upgrade finished', 'STABLE', '9.2.13 → 9.2.21', '@alice', 'security fix', '@bob']) {
      expect(card).toContain(said);
    }
    for (const node of nodes) expect(card).toMatch(new RegExp(`${node}: ACTIVE.*9\\.2\\.21`));
  });

  it('edits the card at most once in three seconds', () => {
    const [root] = played.story.roots();
    const edits = root?.versions.slice(1).map(({ at }) => at) ?? [];
    const gaps = edits.slice(1).map((at, index) => at - (edits[index] ?? 0));
    expect(edits.length).toBeGreaterThan(2);
    // Times are those of arrival, which differ a little from those of sending.
    expect(Math.min(...gaps)).toBeGreaterThan(2_900);
  });

  it('posts at most one message per event and repeats no message', () => {
    const { story } = played;
    // A busy machine may bunch posts that were spaced when they left, and Slack then refuses one with 429.
    const posts = story.slack.calls.filter(({ method, accepted }) => method === 'chat.postMessage' && accepted);
    const keys = posts.map(({ args }) => JSON.stringify(args.metadata));
    expect(new Set(keys).size).toBe(keys.length);
    // One more for the card, one for the request.
    expect(posts.length).toBeLessThanOrEqual(story.lines().length + 2);
  });

  it('gives every message a plain text', () => {
    const texts = played.story.slack
      .everything(cast.channel)
      .flatMap(({ versions }) => versions.map(({ text }) => text));
    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  });
});
