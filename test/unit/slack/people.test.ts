import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.js';
import { callerOf } from '../../../src/slack/in/caller.js';
import { personOf, readPeople, type SlackUser } from '../../../src/slack/in/people.js';

const alice: SlackUser = { id: 'U1', team_id: 'T1', deleted: false, is_bot: false };

describe('who is a full member', () => {
  it('is a person of this workspace, or of an organization with this workspace', () => {
    expect(personOf('U1', alice, 'T1')).toEqual({ id: 'U1', member: true });
    expect(personOf('U1', { id: 'U1', enterprise_user: { teams: ['T0', 'T1'] } }, 'T1').member).toBe(true);
  });

  it.each([
    'deleted',
    'is_bot',
    'is_app_user',
    'is_workflow_bot',
    'is_connector_bot',
    'is_restricted',
    'is_ultra_restricted',
    'is_stranger',
    'is_invited_user',
  ] as const)('is nobody with %s', (flag) => {
    const person = personOf('U1', { ...alice, [flag]: true }, 'T1');
    expect(person.member).toBe(false);
    expect(person.notMemberBecause).toBeTruthy();
  });

  it('is nobody unknown, of another workspace, of none, or answered for under another id', () => {
    expect(personOf('U1', undefined, 'T1').member).toBe(false);
    expect(personOf('U1', { ...alice, team_id: 'T2' }, 'T1').member).toBe(false);
    expect(personOf('U1', { id: 'U1' }, 'T1').member).toBe(false);
    expect(personOf('U1', { ...alice, id: 'U2' }, 'T1').member).toBe(false);
  });
});

function counted(answer: () => Promise<SlackUser | undefined>) {
  const state = { now: 0, reads: 0 };
  const client = {
    userInfo: (_id: string) => {
      state.reads += 1;
      return answer();
    },
    groupMembers: async () => ['U1'],
  };
  const people = readPeople({ client, teamId: 'T1', maxAgeMs: 2000, clock: { now: () => state.now } });
  return { state, people };
}

describe('reading people', () => {
  it('shares one reading for two seconds and not longer', async () => {
    const { state, people } = counted(async () => alice);
    await Promise.all([people.person('U1'), people.person('U1')]);
    state.now = 2000;
    await people.person('U1');
    expect(state.reads).toBe(1);
    state.now = 2001;
    await people.person('U1');
    expect(state.reads).toBe(2);
  });

  it('keeps no failed reading', async () => {
    const answers = [Promise.reject(new AppError('slack-busy', 'x')), Promise.resolve(alice)];
    const { people } = counted(async () => answers.shift());
    await expect(people.person('U1')).rejects.toMatchObject({ kind: 'slack-busy' });
    expect((await people.person('U1')).member).toBe(true);
  });
});

describe('the caller', () => {
  const home = { teamId: 'T1', enterpriseId: 'E1' };

  it('is let in from this workspace, its organization, or a payload that does not say', async () => {
    const { people } = counted(async () => alice);
    for (const teamId of ['T1', 'E1', undefined]) {
      expect(await callerOf({ userId: 'U1', teamId }, home, people)).toMatchObject({ ok: true });
    }
  });

  it('is turned away from another workspace without asking Slack', async () => {
    const { state, people } = counted(async () => alice);
    const caller = await callerOf({ userId: 'U1', teamId: 'T2' }, home, people);
    expect(caller).toMatchObject({ ok: false, refusal: { why: 'not-member' } });
    expect(state.reads).toBe(0);
  });

  it('is nobody while Slack cannot be asked', async () => {
    const { people } = counted(() => Promise.reject(new AppError('slack-busy', 'Slack: HTTP 503')));
    const caller = await callerOf({ userId: 'U1', teamId: 'T1' }, home, people);
    expect(caller).toEqual({ ok: false, refusal: { why: 'rights-unreadable', detail: 'Slack: HTTP 503' } });
  });
});
