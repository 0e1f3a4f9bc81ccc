import { describe, expect, it } from 'vitest';
import { examined } from '../support/examined.js';

const everyScope = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:write',
  'metadata.message:read',
  'usergroups:read',
  'users:read',
];
const without = (...scopes: string[]) => everyScope.filter((scope) => !scopes.includes(scope));

/** What is unknown until something has come from Slack. */
const silent = [
  { name: 'commands', result: 'unknown' },
  { name: 'buttons', result: 'unknown' },
];

describe('examining Slack', () => {
  it('finds nothing wrong with a workspace that is set up well', async () => {
    const { look, store } = await examined({ slack: { scopes: everyScope } });
    await store.firstDelivery('command-1');
    await store.firstDelivery('click-1');

    const [slack] = await look();

    expect(slack?.checks.map(({ name, about, result }) => [name, about, result])).toEqual([
      ['token', undefined, 'ok'],
      ['scopes', undefined, 'ok'],
      ['channel', 'C0OPS', 'ok'],
      ['person', 'U0ALICE', 'ok'],
      ['group', 'S0APPROVERS', 'ok'],
      ['commands', undefined, 'ok'],
      ['buttons', undefined, 'ok'],
      ['clock', undefined, 'ok'],
    ]);
  });

  it('says how to try commands and buttons while none has ever arrived', async () => {
    const { problems } = await examined();

    expect(await problems('slack')).toMatchObject([
      { name: 'commands', result: 'unknown', remedy: expect.stringContaining('Type the command') },
      { name: 'buttons', result: 'unknown', remedy: expect.stringContaining('Press a button') },
    ]);
  });

  it('names scopes that the token lacks, and what they are for', async () => {
    const { problems } = await examined({ slack: { scopes: without('metadata.message:read', 'app_mentions:read') } });

    expect((await problems('slack'))[0]).toMatchObject({
      name: 'scopes',
      result: 'warning',
      detail:
        "the token lacks app_mentions:read (commands by mention), metadata.message:read (telling the bot's messages apart)",
      remedy: expect.stringContaining('install the app again'),
    });
  });

  it('fails without a scope that nothing works without, and says so where it is missed', async () => {
    const { problems } = await examined({ slack: { scopes: without('users:read') } });

    expect(await problems('slack')).toMatchObject([
      { name: 'scopes', result: 'failed', detail: expect.stringContaining('users:read') },
      { name: 'person', about: 'U0ALICE', result: 'failed', detail: 'Slack says missing_scope' },
      ...silent,
    ]);
  });

  it('stops at a token that Slack refuses', async () => {
    const { slack, look } = await examined();
    slack.revokeToken();

    const [group] = await look();

    expect(group?.checks).toMatchObject([
      { name: 'token', result: 'failed', detail: 'Slack says token_revoked', remedy: expect.stringContaining('Copy') },
    ]);
  });

  it('does not know what it could not ask', async () => {
    const { slack, problems } = await examined();
    slack.faults.fail('conversations.info', { status: 503 });

    expect(await problems('slack')).toMatchObject([
      { name: 'channel', result: 'unknown', detail: 'Slack: HTTP 503' },
      ...silent,
    ]);
  });

  it('asks for each channel and group once, in however many lists they are', async () => {
    const { slack, look } = await examined({ settings: { operators: ['S0APPROVERS', 'U0BOB'] } });

    await look();

    const perMethod = (method: string) => slack.calls.filter((call) => call.method === method).length;
    expect(perMethod('usergroups.users.list')).toBe(1);
    expect(perMethod('conversations.info')).toBe(1);
    expect(perMethod('auth.test')).toBe(1);
  });
});

describe('examinations that come one after the other', () => {
  it('read a user group once, so that whoever approves finds some of the calls that Slack allows left', async () => {
    const { slack, look } = await examined();

    for (let times = 0; times < 5; times += 1) await look();

    expect(slack.calls.filter(({ method }) => method === 'usergroups.users.list')).toHaveLength(1);
    expect(slack.calls.filter(({ method }) => method === 'conversations.info')).toHaveLength(5);
  });
});

describe('examining a channel', () => {
  it.each([
    ['kickBot', 'failed', 'the bot is not in it', 'Invite'],
    ['archiveChannel', 'failed', 'it is archived', 'Unarchive'],
    ['removeChannel', 'failed', 'Slack shows the bot no such channel', 'Check the id'],
  ] as const)('after %s: %s, %s', async (happens, result, detail, remedy) => {
    const { slack, problems } = await examined();
    slack.workspace[happens]('C0OPS');

    expect((await problems('slack'))[0]).toMatchObject({
      name: 'channel',
      about: 'C0OPS',
      result,
      detail,
      remedy: expect.stringContaining(remedy),
    });
  });

  it('warns of a channel that another organisation shares', async () => {
    const { slack, problems } = await examined();
    slack.workspace.addChannel({ id: 'C0OPS', name: 'ops', is_ext_shared: true });

    expect((await problems('slack'))[0]).toMatchObject({ name: 'channel', result: 'warning' });
  });
});

describe('examining people and groups', () => {
  it('names a group that is empty, and that nobody could approve then', async () => {
    const { slack, problems } = await examined();
    slack.workspace.setGroup('S0APPROVERS', []);

    expect((await problems('slack'))[0]).toMatchObject({ name: 'group', result: 'failed', detail: 'nobody is in it' });
    expect(await problems('target')).toMatchObject([
      { name: 'approvers', result: 'failed', detail: expect.stringMatching(/^1 must approve and only 0 could/) },
    ]);
  });

  it('names a group that is disabled', async () => {
    const { slack, problems } = await examined();
    slack.workspace.setGroup('S0APPROVERS', ['U0ALICE', 'U0BOB'], { disabled: true });

    expect((await problems('slack'))[0]).toMatchObject({ name: 'group', detail: expect.stringContaining('disabled') });
  });

  it('says what to do where the plan has no groups', async () => {
    const { slack, problems } = await examined();
    slack.faults.fail('usergroups.users.list', { error: 'plan_upgrade_required', times: 9 });

    expect((await problems('slack'))[0]).toMatchObject({
      name: 'group',
      about: 'S0APPROVERS',
      result: 'failed',
      remedy: expect.stringContaining('List user ids'),
    });
  });

  it('does not know whether there are enough approvers when their group cannot be read', async () => {
    const { slack, problems } = await examined();
    slack.faults.fail('usergroups.users.list', { status: 500, times: 9 });

    expect(await problems('target')).toMatchObject([{ name: 'approvers', result: 'unknown' }]);
  });

  it.each([
    ['U0GUEST', 'a guest'],
    ['U0NOBODY', 'unknown in this workspace'],
  ])('names %s, who is %s', async (id, detail) => {
    const { problems } = await examined({ settings: { operators: [id] } });

    expect((await problems('slack'))[0]).toMatchObject({ name: 'person', about: id, result: 'failed', detail });
  });

  it('warns when just as many could approve as must: whoever asks does not count', async () => {
    const { problems } = await examined({ settings: { approvers: ['U0BOB', 'U0GUEST'] } });

    expect(await problems('target')).toMatchObject([{ name: 'approvers', result: 'warning' }]);
  });

  it('counts one person once, by id and by group', async () => {
    const { slack, problems } = await examined({ settings: { approvers: ['U0BOB', 'S0APPROVERS'] } });
    slack.workspace.setGroup('S0APPROVERS', ['U0BOB']);

    expect(await problems('target')).toMatchObject([{ name: 'approvers', result: 'warning' }]);
  });

  it('warns when nobody may ask', async () => {
    const { problems } = await examined({ settings: { operators: [] } });

    expect(await problems('target')).toMatchObject([{ name: 'operators', result: 'warning' }]);
  });
});
