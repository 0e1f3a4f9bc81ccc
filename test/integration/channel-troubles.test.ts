import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../support/builders.js';
import { channel, type Process, type Publishing, startPublishing, target } from '../support/publishing.js';
import { aMark, open } from '../support/store.js';

let all: Publishing;
let bot: Process;

async function start(...operators: string[]): Promise<void> {
  all = await startPublishing(operators.length === 0 ? {} : { operators });
  bot = all.makeProcess();
  await open(all.store);
  await all.settle(bot);
}

afterEach(() => all.stop());

const told = (user: string) => all.told(user);
const marks = () => all.replies().flatMap(({ text }) => text.match(/node-\d+/g) ?? []);

const troubles = [
  {
    problem: 'not_in_channel',
    words: 'the bot is not in it (not_in_channel).\nWhat to do: Type /invite @upgrade-bot in #ops.',
    spoil: () => all.slack.workspace.kickBot(channel),
    repair: () => all.slack.workspace.inviteBot(channel),
  },
  {
    problem: 'is_archived',
    words: 'it is archived (is_archived).\nWhat to do: Unarchive it.',
    spoil: () => all.slack.workspace.archiveChannel(channel),
    repair: () => all.slack.workspace.archiveChannel(channel, false),
  },
  {
    problem: 'restricted_action_thread_locked',
    words: "the upgrade's thread is locked (restricted_action_thread_locked).\nWhat to do: Unlock the thread.",
    spoil: () => all.slack.workspace.lockThread(all.roots()[0] ?? ''),
    repair: () => all.slack.workspace.lockThread(all.roots()[0] ?? '', false),
  },
  {
    problem: 'restricted_action_read_only_channel',
    words: 'only chosen people may post in it (restricted_action_read_only_channel).',
    spoil: () => all.slack.workspace.setReadOnly(channel),
    repair: () => all.slack.workspace.setReadOnly(channel, false),
  },
  {
    problem: 'channel_not_found',
    words: 'it was deleted, or it is private and the bot is not in it (channel_not_found).',
    spoil: () => all.slack.workspace.removeChannel(channel),
    repair: () => all.slack.workspace.addChannel({ id: channel, name: 'ops' }),
  },
];

describe('a channel that refuses messages in the middle of an upgrade', () => {
  it.each(troubles)('is told to operators once, and once when repaired: $problem', async (trouble) => {
    await start();
    trouble.spoil();
    for (let index = 1; index <= 3; index += 1) {
      await all.append(aMark(`node-${index}`));
      const back = await bot.drainThread(target, 1);
      expect(back).toBe(all.clock.now() + 15_000);
      all.clock.advanceTo(back ?? 0);
    }
    expect(told('U0ALICE')).toHaveLength(1);
    expect(told('U0ALICE')[0]).toContain('where the upgrade of confluence is followed: ');
    expect(told('U0ALICE')[0]).toContain(trouble.words);

    trouble.repair();
    await all.settle(bot);

    expect(marks()).toEqual(['node-1', 'node-2', 'node-3']);
    expect(told('U0ALICE')).toHaveLength(2);
    expect(told('U0ALICE')[1]).toContain('The bot is posting again in #ops.');
    expect(await all.store.troubles.all()).toEqual([]);
    expect(all.roots()).toHaveLength(1);
  });

  it('is told again when it is another trouble, or the same after a repair', async () => {
    await start();
    const drain = async (mark: string) => {
      await all.append(aMark(mark));
      await bot.drainThread(target, 1);
    };
    all.slack.workspace.kickBot(channel);
    await drain('node-1');
    all.slack.workspace.archiveChannel(channel);
    await drain('node-2');
    all.slack.workspace.archiveChannel(channel, false);
    all.slack.workspace.inviteBot(channel);
    await all.settle(bot);
    all.slack.workspace.kickBot(channel);
    await drain('node-3');

    expect(told('U0ALICE').map((text) => /\((\w+)\)|again/.exec(text)?.[0])).toEqual([
      '(not_in_channel)',
      '(is_archived)',
      'again',
      '(not_in_channel)',
    ]);
  });

  it('is told once although two upgrades meet it in two processes', async () => {
    await start();
    await open(all.store, 1, 'jira');
    const second = all.makeProcess();
    all.slack.workspace.kickBot(channel);
    await all.append(aMark('node-1'));
    await Promise.all([bot.drainThread(target, 1), second.drainThread('jira', 1)]);

    expect(told('U0ALICE')).toHaveLength(1);
  });

  it('is told in Slack’s own word when the bot knows no other', async () => {
    await start();
    await all.append(aMark('node-1'));
    all.slack.faults.fail('chat.postMessage', { error: 'some_new_word' });
    await bot.drainThread(target, 1);

    expect(told('U0ALICE')[0]).toContain('Slack refuses messages to it (some_new_word)');
  });
});

describe('a channel that was deleted, archived or left for good', () => {
  it.each(['removeChannel', 'archiveChannel', 'kickBot'] as const)(
    'is given up for the one that is configured now, with a new card and the open requests: %s',
    async (spoil) => {
      await start();
      const { status: _status, approvedBy: _by, askedAt: _at, ...request } = aRequest();
      await all.append({ type: 'asked', request }, aMark('node-1'));
      await all.settle(bot);
      const before = all.slack.everything(channel).length;
      all.slack.workspace[spoil](channel);
      await all.append(aMark('node-2'), { type: 'state', to: 'MIXED', phase: 'rolling' });
      await bot.drainThread(target, 1);
      all.slack.workspace.addChannel({ id: 'C0NEW', name: 'new' });
      const moved = all.makeProcess({ configured: 'C0NEW' });
      await all.settle(moved);

      const [card, ...more] = all.slack.messages('C0NEW').filter((message) => message.thread_ts === undefined);
      const replies = all.slack.thread('C0NEW', card?.ts ?? '').slice(1);
      expect(more).toEqual([]);
      expect(card?.text).toContain('The earlier card is in another channel, which takes no messages any more');
      expect(replies.flatMap(({ text }) => text.match(/node-\d+/g) ?? [])).toEqual(['node-2']);
      expect(replies.filter(({ blocks }) => JSON.stringify(blocks).includes('"button"'))).toHaveLength(1);
      expect(all.slack.everything(channel)).toHaveLength(before);
      expect(await all.store.troubles.all()).toEqual([]);
      expect(await all.store.timeline.owing(target)).toEqual([]);
    },
  );

  it('is given up although nothing had been posted in it yet', async () => {
    all = await startPublishing();
    all.slack.workspace.removeChannel(channel);
    all.slack.workspace.addChannel({ id: 'C0NEW', name: 'new' });
    await open(all.store);
    await all.append(aMark('node-1'));
    await all.settle(all.makeProcess({ configured: 'C0NEW' }));
    expect(all.slack.everything('C0NEW').flatMap(({ text }) => text.match(/node-\d+/g) ?? [])).toContain('node-1');
  });
});

describe('the people who are told', () => {
  beforeEach(async () => {
    await start('U0ALICE', 'S0OPS', 'S0NONE', 'U0GUEST', 'U0GONE', 'U0BOB');
    const { workspace } = all.slack;
    workspace.addUser({ id: 'U0BOB', name: 'bob' });
    workspace.addUser({ id: 'U0CAROL', name: 'carol' });
    workspace.addUser({ id: 'U0GUEST', name: 'guest', is_restricted: true });
    workspace.addUser({ id: 'U0GONE', name: 'gone', deleted: true });
    workspace.addGroup({ id: 'S0OPS', handle: 'ops', users: ['U0ALICE', 'U0CAROL', 'U0GUEST'] });
    workspace.kickBot(channel);
    await all.append(aMark('node-1'));
  });

  it('are the operators and the members of their groups, each once, and no guests or deactivated people', async () => {
    await bot.drainThread(target, 1);
    expect(['U0ALICE', 'U0BOB', 'U0CAROL', 'U0GUEST', 'U0GONE'].map((id) => told(id).length)).toEqual([1, 1, 1, 0, 0]);
  });

  it('are told although one of them, or a group, cannot be', async () => {
    all.slack.faults.fail('conversations.open', { error: 'user_disabled', times: 1 });
    all.slack.faults.fail('usergroups.users.list', { error: 'missing_scope', times: 1 });
    const back = await bot.drainThread(target, 1);

    expect(back).toBe(all.clock.now() + 15_000);
    expect([...told('U0ALICE'), ...told('U0BOB')].length).toBeGreaterThanOrEqual(1);
    expect(all.log.lines.some(({ text }) => text === 'a person could not be told about a channel')).toBe(true);
    all.slack.workspace.inviteBot(channel);
    await all.settle(bot);
    expect(marks()).toEqual(['node-1']);
  });

  it('are nobody when the token is revoked: the log and the readiness say it', async () => {
    all.slack.revokeToken();
    await bot.drainThread(target, 1);
    expect(all.calls('conversations.open')).toEqual([]);
    expect(await all.store.troubles.all()).toMatchObject([{ problem: 'token_revoked' }]);

    all.slack.restoreToken();
    all.slack.workspace.inviteBot(channel);
    await all.settle(bot);
    expect(marks()).toEqual(['node-1']);
    expect(told('U0ALICE')).toEqual([]);
    expect(await all.store.troubles.all()).toEqual([]);
  });
});
