import { removeMessage } from './messages.js';
import type { Channel, Group, Message, State, User } from './state.js';

export type NewUser = Partial<User> & { name: string };
export type NewGroup = { id: string; handle: string; users?: string[]; disabled?: boolean };
export type NewChannel = {
  id: string;
  name: string;
  /** Left out: everybody. */
  members?: string[];
  /** Whether the bot is in it; default true. */
  bot?: boolean;
  is_private?: boolean;
  is_archived?: boolean;
  is_ext_shared?: boolean;
};

/** What an administrator, or the people of the workspace, can do to it from outside the bot. */
export interface Workspace {
  addUser: (user: NewUser) => User;
  changeUser: (id: string, flags: Partial<User>) => User;
  addGroup: (group: NewGroup) => Group;
  setGroup: (id: string, users: string[], options?: { disabled?: boolean }) => Group;
  addChannel: (channel: NewChannel) => Channel;
  archiveChannel: (id: string, archived?: boolean) => void;
  setReadOnly: (channel: string, readOnly?: boolean) => void;
  removeChannel: (id: string) => void;
  kickBot: (channel: string) => void;
  inviteBot: (channel: string) => void;
  deleteMessage: (message: Message | string) => void;
  /** An administrator lets nobody reply under this message; it can still be edited. */
  lockThread: (root: Message | string, locked?: boolean) => void;
}

const mustHave = <T>(map: Map<string, T>, id: string, what: string): T => {
  const found = map.get(id);
  if (found === undefined) throw new Error(`The sandbox workspace has no ${what} ${id}`);
  return found;
};

const tsOf = (message: Message | string): string => (typeof message === 'string' ? message : message.ts);

const userOf = (state: State, user: NewUser): User => ({
  id: `U0${user.name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
  team_id: state.teamId,
  tz: 'Europe/Berlin',
  deleted: false,
  is_bot: false,
  is_app_user: false,
  is_workflow_bot: false,
  is_connector_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_stranger: false,
  is_invited_user: false,
  ...user,
});

export const addUser = (state: State, user: NewUser): User => {
  const added = userOf(state, user);
  state.users.set(added.id, added);
  return added;
};

const setGroup = (state: State, { id, handle, users = [], disabled = false }: NewGroup): Group => {
  const group = { id, handle, users: [...users], date_delete: disabled ? Math.floor(state.now() / 1000) : 0 };
  state.groups.set(id, group);
  return group;
};

const addChannel = (state: State, { id, name, members, bot = true, ...flags }: NewChannel): Channel => {
  const channel: Channel = {
    id,
    name,
    is_private: flags.is_private ?? false,
    is_archived: flags.is_archived ?? false,
    is_ext_shared: flags.is_ext_shared ?? false,
    members: members === undefined ? 'everyone' : new Set(members),
    hasBot: bot,
  };
  state.channels.set(id, channel);
  return channel;
};

export const createWorkspace = (state: State): Workspace => {
  const channel = (id: string) => mustHave(state.channels, id, 'channel');
  return {
    addUser: (user) => addUser(state, user),
    changeUser: (id, flags) => Object.assign(mustHave(state.users, id, 'user'), flags),
    addGroup: (group) => setGroup(state, group),
    setGroup: (id, users, options) =>
      setGroup(state, { id, handle: mustHave(state.groups, id, 'group').handle, users, ...options }),
    addChannel: (added) => addChannel(state, added),
    archiveChannel: (id, archived = true) => {
      channel(id).is_archived = archived;
    },
    setReadOnly: (id, readOnly = true) => {
      channel(id).is_read_only = readOnly;
    },
    removeChannel: (id) => {
      state.channels.delete(id);
    },
    kickBot: (id) => {
      channel(id).hasBot = false;
    },
    inviteBot: (id) => {
      channel(id).hasBot = true;
    },
    deleteMessage: (message) => removeMessage(state, mustHave(state.messages, tsOf(message), 'message')),
    lockThread: (root, locked = true) => {
      const { ts } = mustHave(state.messages, tsOf(root), 'message');
      if (locked) state.lockedThreads.add(ts);
      else state.lockedThreads.delete(ts);
    },
  };
};
