import { describe, expect, it } from 'vitest';
import { everybodyOn, isAllowed, nobodyElse } from '../../../src/core/access.js';
import { peopleOf } from '../../support/small-workspace.js';

const members = ['U0ALICE', 'U0BOB', 'U0CAROL'];
const alice = { id: 'U0ALICE', member: true };

describe('a list of who may', () => {
  it('allows nobody when it is empty', async () => {
    expect(await isAllowed(alice, [], peopleOf({ members }))).toBe(false);
  });

  it('allows those it names and nobody else', async () => {
    const people = peopleOf({ members });
    expect(await isAllowed(alice, ['U0ALICE'], people)).toBe(true);
    expect(await isAllowed(alice, ['U0BOB'], people)).toBe(false);
  });

  it('allows members of a group it names', async () => {
    const people = peopleOf({ members, groups: { S0OPS: ['U0ALICE'], S0WEB: ['U0BOB'] } });
    expect(await isAllowed(alice, ['S0OPS'], people)).toBe(true);
    expect(await isAllowed(alice, ['S0WEB'], people)).toBe(false);
    expect(await isAllowed(alice, ['S0WEB', 'S0OPS'], people)).toBe(true);
  });

  it('allows no guest, whether named or in a group', async () => {
    const guest = { id: 'U0GUS', member: false, notMemberBecause: 'a guest' };
    const people = peopleOf({ members, groups: { S0OPS: ['U0GUS'] } });
    expect(await isAllowed(guest, ['U0GUS', 'S0OPS'], people)).toBe(false);
  });

  it('reads no group for somebody whom it names', async () => {
    const people = peopleOf({ members, groups: { S0OPS: 'unreadable' } });
    expect(await isAllowed(alice, ['S0OPS', 'U0ALICE'], people)).toBe(true);
    expect(people.groupsRead).toEqual([]);
  });

  it('allows nobody through a group that cannot be read', async () => {
    const people = peopleOf({ members, groups: { S0OPS: 'unreadable' } });
    await expect(isAllowed(alice, ['S0OPS'], people)).rejects.toMatchObject({ kind: 'slack-busy' });
  });

  it('allows somebody through one group although another cannot be read', async () => {
    const people = peopleOf({ members, groups: { S0DOWN: 'unreadable', S0OPS: ['U0ALICE'] } });
    expect(await isAllowed(alice, ['S0DOWN', 'S0OPS'], people)).toBe(true);
  });

  it('names everybody once, groups resolved', async () => {
    const people = peopleOf({ members, groups: { S0OPS: ['U0ALICE', 'U0BOB'] } });
    expect(await everybodyOn(['U0ALICE', 'S0OPS'], people)).toEqual(new Set(['U0ALICE', 'U0BOB']));
  });
});

describe('whether nobody but the asker could approve', () => {
  const groups = { S0ALONE: ['U0ALICE'], S0GUESTS: ['U0ALICE', 'U0GUS'], S0OPS: ['U0ALICE', 'U0BOB'] };
  const people = peopleOf({ members, groups });

  it.each([
    ['nobody is on the list', [], 1, true],
    ['only the asker is', ['U0ALICE', 'S0ALONE'], 1, true],
    ['all others are guests', ['S0GUESTS'], 1, true],
    ['somebody else is', ['S0OPS'], 1, false],
    ['two are needed and one other is there', ['S0OPS'], 2, true],
    ['two are needed and one other is named twice', ['S0OPS', 'U0BOB'], 2, true],
    ['two are needed and two others are there', ['S0OPS', 'U0CAROL'], 2, false],
  ])('when %s', async (_when, allowed, required, lonely) => {
    expect(await nobodyElse('U0ALICE', required, allowed, people)).toBe(lonely);
  });

  it('is not guessed when a group cannot be read', async () => {
    const broken = peopleOf({ members, groups: { S0OPS: 'unreadable' } });
    await expect(nobodyElse('U0ALICE', 1, ['S0OPS'], broken)).rejects.toMatchObject({ kind: 'slack-busy' });
  });
});
