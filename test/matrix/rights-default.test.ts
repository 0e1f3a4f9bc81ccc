import { afterAll, beforeAll, describe, it } from 'vitest';
import { answered, bySlashCommand, paths, type Verdict, verdictOf } from '../support/asking.js';
import { claimHome } from '../support/home.js';
import { everybody, openRightsStage, plotOf, type Who, who } from '../support/rights-stage.js';
import type { Story } from '../support/story.js';

const outsiders: readonly Who[] = [
  'guestOfOneChannel',
  'guestOfManyChannels',
  'deactivated',
  'bot',
  'appUser',
  'workflow',
  'connector',
  'invited',
  'stranger',
  'ofAnotherWorkspace',
];

const everybodyIs = (member: Verdict, outsider: Verdict): Partial<Record<Who, Verdict>> =>
  Object.fromEntries(everybody.map((name) => [name, outsiders.includes(name) ? outsider : member]));

/** The common lists are left out; one target has lists of its own. */
const noLists = {
  config: { operators: undefined, approvers: undefined },
  perTarget: { 'jira-cancel': { operators: [who.operator] }, 'jira-approve': { operators: [], approvers: [] } },
};

describe('a configuration without operators and approvers', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openRightsStage(noLists);
  });
  afterAll(() => story?.stop());

  it.concurrent.for(['confluence-cancel', 'bitbucket-approve', 'jira-retry', 'jira-approve'])(
    'lets nobody ask for anything on %s, by any path',
    async (target, { expect }) => {
      const plot = plotOf(story, target);
      await plot.line(/^[A-Z_]+:/);
      for (const [name, path] of paths) {
        const told = await Promise.all(everybody.map(async (one) => [one, verdictOf(await path(plot, who[one]))]));
        expect([name, Object.fromEntries(told)]).toEqual([name, everybodyIs('no operator', 'no member')]);
      }
      await plot.quiet(1_000);
      expect(plot.requests()).toEqual([]);
      expect(plot.posts()).toEqual([]);
    },
  );

  it.concurrent('tells on the Home tab that nobody may more than look, but for the lists of a target', async ({
    expect,
  }) => {
    const rightsOf = async (one: Who): Promise<string | undefined> => {
      const home = await claimHome(story.slack, { id: who[one] });
      return home.split('\n').find((line) => /^(You may|Only full)/.test(line));
    };
    const told: (readonly [Who, unknown])[] = [];
    for (const one of everybody) told.push([one, await rightsOf(one)]);
    const expected = everybody.map((one) => {
      if (outsiders.includes(one)) return [one, expect.stringMatching(/^Only full members/)];
      if (one === 'operator') return [one, 'You may ask for actions on jira-cancel.'];
      return [one, expect.stringMatching(/^You may only look/)];
    });
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
  });

  it.concurrent('lets nobody approve or reject what an operator of one target asks for', async ({ expect }) => {
    const plot = plotOf(story, 'jira-cancel');
    expect(await bySlashCommand(plot, who.operator)).toContain('nobody but you could approve');
    const request = await plot.openRequest();
    for (const buttonText of ['Approve', 'Reject']) {
      const press = async (one: Who): Promise<Verdict> => {
        const pressed = await story.slack.people.as(who[one]).click(request, { buttonText });
        return verdictOf(await answered(plot, pressed.answers));
      };
      const others = everybody.filter((one) => one !== 'operator');
      const told = Object.fromEntries(await Promise.all(others.map(async (one) => [one, await press(one)])));
      const { operator: _asker, ...right } = everybodyIs('no approver', 'no member');
      expect([buttonText, told]).toEqual([buttonText, right]);
    }
    expect(plot.buttons(request)).toHaveLength(2);
    expect(plot.posts()).toEqual([]);
  });
});
