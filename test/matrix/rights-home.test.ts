import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { claimHome } from '../support/home.js';
import { everybody, openRightsStage, plotOf, plots, type Who, who } from '../support/rights-stage.js';
import { silences } from '../support/silences.js';
import type { Story } from '../support/story.js';

/** Rights that were read may serve for two seconds. */
const RIGHTS_AGE_MS = 2_000;

const asks = 'You may ask for actions on all of them.';
const approves = 'You may approve what somebody else asks for on all of them.';
const noApprover = 'You may not approve: you are not among the approvers of any target.';
const noOperator = 'You may not ask for actions: you are not among the operators of any target.';
const onlyLooks = 'You may only look: you are not among the operators or approvers of any target.';

/** What everybody reads about their rights; the others no target, but why. */
const rights: Readonly<Partial<Record<Who, readonly string[]>>> = {
  operator: [asks, noApprover],
  operatorByGroup: [asks, noApprover],
  approver: [noOperator, approves],
  approverByGroup: [noOperator, approves],
  both: [asks, approves],
  member: [onlyLooks],
  memberOfDisabledGroup: [onlyLooks],
};

const nothing = (because: string): readonly string[] => [
  `Only full members of this workspace may use this bot, and you are ${because}. So nothing is shown here.`,
];

const reasons: Readonly<Partial<Record<Who, readonly string[]>>> = {
  guestOfOneChannel: nothing('a guest'),
  guestOfManyChannels: nothing('a guest'),
  deactivated: nothing('deactivated'),
  bot: nothing('a bot'),
  appUser: nothing('an app'),
  workflow: nothing('a workflow'),
  connector: nothing('a bot'),
  invited: nothing('invited but not a member yet'),
  stranger: nothing('from another workspace'),
  ofAnotherWorkspace: nothing('from another workspace'),
};

/** What is said of rights, and how many of the targets are named. */
async function seen(story: Story, one: Who): Promise<{ rights: readonly string[]; targets: number }> {
  const home = await claimHome(story.slack, { id: who[one] });
  return {
    rights: home.split('\n').filter((line) => /^(You may|Only full)/.test(line)),
    targets: plots.filter(({ target }) => home.includes(target)).length,
  };
}

describe('the Home tab', () => {
  it.concurrent.for(['socket', 'http'] as const)(
    'shows states to full members alone, and tells everybody what they may do, in %s mode',
    async (mode, { expect, onTestFinished }) => {
      const story = await openRightsStage({ mode });
      onTestFinished(() => story.stop());
      await plotOf(story, 'jira-retry').line(/^UPGRADE_TASKS_FAILED:/);
      const told: (readonly [Who, unknown])[] = [];
      for (const one of everybody) told.push([one, await seen(story, one)]);

      const expected = everybody.map((one) => {
        const words = rights[one];
        return [
          one,
          words === undefined ? { rights: reasons[one], targets: 0 } : { rights: words, targets: plots.length },
        ];
      });
      expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
    },
  );

  it.concurrent('shows no state to somebody whose rights Slack does not tell', async ({ expect, onTestFinished }) => {
    const story = await openRightsStage();
    onTestFinished(() => story.stop());
    // What was read at the start must not serve any more; a failed reading is not kept.
    await delay(RIGHTS_AGE_MS + 100);
    const told: Record<string, boolean[]> = {};
    for (const [how, silence] of Object.entries(silences)) {
      for (const [method, one] of [
        ['users.info', 'both'],
        ['usergroups.users.list', 'operatorByGroup'],
      ] as const) {
        const fault = silence(story, method);
        const home = await claimHome(story.slack, { id: who[one] });
        fault.clear();
        const isNamed = plots.some(({ target }) => home.includes(target));
        told[how] = [...(told[how] ?? []), home.includes('Your rights could not be read from Slack') && !isNamed];
      }
    }
    expect(told).toEqual(Object.fromEntries(Object.keys(silences).map((how) => [how, [true, true]])));
  });
});
