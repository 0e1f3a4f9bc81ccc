import { describe, it } from 'vitest';
import { readyToFinalize, readyToUpgrade } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

interface Trouble {
  /** Slack's own word. */
  readonly word: string;
  readonly name: string;
  readonly remedy: string;
  readonly spoil: (story: Story) => void;
  readonly repair: (story: Story) => void;
}

const troubles: readonly Trouble[] = [
  {
    name: 'the bot is removed from the channel',
    word: 'not_in_channel',
    remedy: 'Type /invite @upgrade-bot in #ops.',
    spoil: ({ slack }) => slack.workspace.kickBot(cast.channel),
    repair: ({ slack }) => slack.workspace.inviteBot(cast.channel),
  },
  {
    name: 'the channel is archived',
    word: 'is_archived',
    remedy: 'Unarchive it.',
    spoil: ({ slack }) => slack.workspace.archiveChannel(cast.channel),
    repair: ({ slack }) => slack.workspace.archiveChannel(cast.channel, false),
  },
  {
    name: 'the thread is locked',
    word: 'restricted_action_thread_locked',
    remedy: 'Unlock the thread.',
    spoil: (story) => story.slack.workspace.lockThread(story.roots()[0] ?? ''),
    repair: (story) => story.slack.workspace.lockThread(story.roots()[0] ?? '', false),
  },
  {
    name: 'the channel is made read-only',
    word: 'restricted_action_read_only_channel',
    remedy: 'Let @upgrade-bot post in it',
    spoil: ({ slack }) => slack.workspace.setReadOnly(cast.channel),
    repair: ({ slack }) => slack.workspace.setReadOnly(cast.channel, false),
  },
  {
    name: 'the channel is deleted and made again',
    word: 'channel_not_found',
    remedy: 'If it is private, type /invite @upgrade-bot in it.',
    spoil: ({ slack }) => slack.workspace.removeChannel(cast.channel),
    repair: ({ slack }) => void slack.workspace.addChannel({ id: cast.channel, name: 'ops' }),
  },
];

/** What a person reads in the direct message with the bot, oldest first. */
const told = ({ slack, read }: Story, user: string) => slack.everything(`D0${user.slice(1)}`).map(read);
const readiness = async ({ bot }: Story) => {
  const response = await fetch(`${bot.opsUrl}/readyz`);
  return { ready: response.ok, text: await response.text() };
};

/** Takes a node through these states, each seen by the bot. */
async function restart(story: Story, states: readonly string[]): Promise<void> {
  for (const state of states) {
    story.cluster.cluster.setNode('confluence-0', { state });
    await story.looks();
  }
}

const whole = ['DRAINING', 'TERMINATING', 'OFFLINE', 'STARTING'];
const nodeLines = (story: Story) => story.lines().filter((line) => line.startsWith('confluence-0:'));

describe('trouble in the middle of an upgrade', () => {
  it.concurrent.for(troubles)(
    '$name: operators are told why and what to do, and nothing is lost',
    async (trouble, context) => {
      const { expect } = context;
      const story = await aStory({ roles: ['web', 'worker'], before: readyToUpgrade }, context);
      await story.line(/^READY_TO_UPGRADE:/);
      await story.quiet();
      await restart(story, ['DRAINING']);
      await story.line(/^confluence-0: DRAINING/);
      trouble.spoil(story);
      await restart(story, ['TERMINATING', 'OFFLINE', 'STARTING']);
      const [first] = await eventually(
        'a direct message',
        () => told(story, cast.alice).length > 0 && told(story, cast.alice),
      );
      const { ready, text } = await readiness(story);
      const repairedAt = performance.now();
      trouble.repair(story);
      await story.line(/^confluence-0: STARTING/, 25_000);
      const took = performance.now() - repairedAt;
      await eventually('word of the repair', () => told(story, cast.alice).length > 1);
      await story.quiet();

      expect(first).toContain(`(${trouble.word})`);
      expect(first).toContain(trouble.remedy);
      expect(told(story, cast.alice)).toHaveLength(2);
      expect(told(story, cast.alice)[1]).toContain('The bot is posting again in #ops.');
      expect(told(story, cast.bob)).toHaveLength(2);
      expect(told(story, cast.guest)).toEqual([]);
      expect(ready).toBe(true);
      expect(text).toContain(`${cast.channel} ${trouble.word}`);
      expect((await readiness(story)).text).toContain('no channel refuses messages');
      expect(nodeLines(story)).toEqual(whole.map((state) => `confluence-0: ${state}`));
      expect(doubledLines(story.lines())).toEqual([]);
      expect(took).toBeLessThan(20_000);
    },
  );

  it.concurrent('a revoked bot token is seen in the readiness, the watch goes on, and all is posted when it is valid again', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    await story.quiet();
    story.slack.revokeToken();
    await restart(story, whole);
    await eventually('the word', async () => (await readiness(story)).text.includes('token_revoked'));
    await story.looks(10);
    story.slack.restoreToken();
    await story.line(/^confluence-0: STARTING/, 25_000);
    await eventually('no word', async () => (await readiness(story)).text.includes('no channel refuses messages'));
    await story.quiet();

    expect(nodeLines(story)).toEqual(whole.map((state) => `confluence-0: ${state}`));
    expect(told(story, cast.alice)).toEqual([]);
    expect(await story.type(cast.alice, 'status confluence')).toContain('confluence-0');
  });

  it.concurrent('a revoked bot token lets nobody ask or approve meanwhile, and says so', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    await story.quiet(2_500);
    story.slack.revokeToken();
    const pressed = await story.press(cast.bob, request, 'Approve');
    const asked = await story.type(cast.alice, 'cancel confluence');
    story.slack.restoreToken();

    expect(pressed).toContain('token_revoked');
    expect(asked).toContain('token_revoked');
    expect(story.posts()).toEqual([]);
    await story.press(cast.bob, request, 'Approve');
    await story.line(/Upgrade finished/);
    expect(story.posts()).toEqual(['approve']);
  });

  it.concurrent('a revoked app token stops no upgrade, is seen in the readiness, and commands work when it is valid again', async (context) => {
    const { expect } = context;
    const story = await aStory({ before: readyToUpgrade }, context);
    await story.line(/^READY_TO_UPGRADE:/);
    story.slack.revokeToken('app');
    await eventually('no readiness', async () => !(await readiness(story)).ready);
    await restart(story, whole);
    await story.line(/^confluence-0: STARTING/);
    story.slack.restoreToken('app');
    await eventually('readiness', async () => (await readiness(story)).ready, 40_000);

    expect(nodeLines(story)).toEqual(whole.map((state) => `confluence-0: ${state}`));
    expect(await story.type(cast.alice, 'status confluence')).toContain('confluence-0');
  });
});
