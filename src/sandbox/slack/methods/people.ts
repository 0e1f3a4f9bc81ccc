import { type Args, flag, text } from '../args.js';
import { refuse } from '../refusal.js';
import type { Group, State, User } from '../state.js';
import type { Backstage, Methods } from './method.js';

const wireUser = (user: User) => ({
  ...user,
  real_name: user.name,
  tz_label: user.tz,
  profile: { real_name: user.name, display_name: user.name, team: user.team_id },
});

const userInfo = ({ state }: Backstage, args: Args) => {
  const user = state.users.get(text(args, 'user'));
  if (user === undefined) throw refuse('user_not_found');
  return { user: wireUser(user) };
};

const wireGroup = (state: State, group: Group, withUsers: boolean) => ({
  id: group.id,
  team_id: state.teamId,
  is_usergroup: true,
  name: group.handle,
  handle: group.handle,
  date_delete: group.date_delete,
  user_count: group.users.length,
  ...(withUsers ? { users: group.users } : {}),
});

const groups = ({ state }: Backstage, args: Args) => {
  const shown = [...state.groups.values()].filter((it) => it.date_delete === 0 || flag(args, 'include_disabled'));
  return { usergroups: shown.map((group) => wireGroup(state, group, flag(args, 'include_users'))) };
};

const groupUsers = ({ state }: Backstage, args: Args) => {
  const group = state.groups.get(text(args, 'usergroup'));
  if (group === undefined) throw refuse('no_such_subteam');
  if (group.date_delete !== 0 && !flag(args, 'include_disabled')) throw refuse('no_such_subteam');
  return { users: group.users };
};

export const peopleMethods: Methods = {
  'users.info': { scopes: ['users:read'], run: userInfo },
  'usergroups.list': { scopes: ['usergroups:read'], run: groups },
  'usergroups.users.list': { scopes: ['usergroups:read'], run: groupUsers },
};
