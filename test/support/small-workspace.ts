import type { People, Person } from '../../src/core/access.js';
import { AppError } from '../../src/core/errors.js';

interface Workspace {
  /** Ids of full members. */
  readonly members: readonly string[];
  /** Members by group id; `unreadable` for a group that Slack does not tell about. */
  readonly groups?: Readonly<Record<string, readonly string[] | 'unreadable'>>;
}

/** People of a small workspace. Whoever is not a full member is a guest. */
export function peopleOf({ members, groups = {} }: Workspace): People & { readonly groupsRead: string[] } {
  const groupsRead: string[] = [];
  return {
    groupsRead,
    person: async (id) => personOf(id, members.includes(id)),
    groupMembers: async (id) => {
      groupsRead.push(id);
      const found = groups[id] ?? [];
      if (found === 'unreadable') throw new AppError('slack-busy', 'Slack did not answer');
      return found;
    },
  };
}

const personOf = (id: string, member: boolean): Person =>
  member ? { id, member } : { id, member, notMemberBecause: 'a guest' };
