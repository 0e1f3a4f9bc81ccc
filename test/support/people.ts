import type { Stage } from '../../src/sandbox/stage.js';
import { cast } from '../../src/sandbox/stage.js';

/** People who may do nothing, whatever list they are in; besides `cast.guest`. */
export const outsiders = { deactivated: 'U0DAVE', bot: 'U0ROBOT', elsewhere: 'U0SUE' } as const;

/** Adds the people who may do nothing, and puts them into the group of approvers and among the operators' ids. */
export function addOutsiders({ slack }: Pick<Stage, 'slack'>): void {
  const { workspace } = slack;
  workspace.addUser({ id: outsiders.deactivated, name: 'dave', deleted: true });
  workspace.addUser({ id: outsiders.bot, name: 'robot', is_bot: true });
  workspace.addUser({ id: outsiders.elsewhere, name: 'sue', team_id: 'T0ELSEWHERE', is_stranger: true });
  workspace.setGroup(cast.approvers, [cast.alice, cast.bob, cast.carol, cast.guest, ...Object.values(outsiders)]);
}

/** All of them as operators, beside those who may. */
export const everybodyOperates = {
  operators: [cast.alice, cast.bob, cast.guest, ...Object.values(outsiders)],
};
