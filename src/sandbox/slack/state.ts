import type { Block } from './blocks/validate.js';
import type { StoredFile } from './files.js';

export interface User {
  id: string;
  name: string;
  team_id: string;
  tz: string;
  deleted: boolean;
  is_bot: boolean;
  is_app_user: boolean;
  is_workflow_bot: boolean;
  is_connector_bot: boolean;
  is_restricted: boolean;
  is_ultra_restricted: boolean;
  is_stranger: boolean;
  is_invited_user: boolean;
}

export interface Group {
  id: string;
  handle: string;
  users: string[];
  /** Unix seconds at which the group was disabled; 0 = active. */
  date_delete: number;
}

export interface Channel {
  id: string;
  name: string;
  is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  /** Only people whom an administrator chose may post; the bot is not among them. */
  is_read_only?: boolean;
  /** The other person of a direct message with the bot. */
  im?: string;
  /** `everyone`: all users of the workspace, also those added later. The bot has its own switch. */
  members: 'everyone' | Set<string>;
  hasBot: boolean;
}

export interface Metadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** What a message said at one time. The last version of a message is what it says now. */
export interface Version {
  text: string;
  blocks: Block[];
  metadata?: Metadata;
  /** Unix milliseconds. */
  at: number;
}

export interface Message extends Version {
  channel: string;
  ts: string;
  user: string;
  bot_id?: string;
  /** The root's ts; absent on a root. */
  thread_ts?: string;
  /** A thread reply that is also shown in the channel. */
  broadcast: boolean;
  edited?: { user: string; ts: string };
  /** Deleted by a human or by chat.delete; a thread under it lives on. */
  deleted: boolean;
  versions: Version[];
  /** Ids of the files shared in it. */
  files?: string[];
}

export interface Ephemeral {
  channel: string;
  user: string;
  ts: string;
  thread_ts?: string;
  text: string;
  blocks: Block[];
  via: 'ack' | 'response_url' | 'chat.postEphemeral';
  /** The delivery it answers; chat.postEphemeral knows none. */
  answers?: string;
  at: number;
}

export type Change =
  | { kind: 'posted' | 'edited' | 'deleted'; message: Message }
  | { kind: 'ephemeral' | 'ephemeral_changed'; ephemeral: Ephemeral }
  | { kind: 'view'; view: View };

export interface View {
  id: string;
  user: string;
  hash: string;
  view: Record<string, unknown>;
  open: boolean;
}

/** Everything the simulated workspace holds. */
export interface State {
  teamId: string;
  bot: { userId: string; botId: string; appId: string };
  users: Map<string, User>;
  groups: Map<string, Group>;
  channels: Map<string, Channel>;
  messages: Map<string, Message>;
  byChannel: Map<string, Message[]>;
  /** Roots whose threads take no new replies. */
  lockedThreads: Set<string>;
  ephemerals: Ephemeral[];
  views: Map<string, View>;
  files: Map<string, StoredFile>;
  now: () => number;
  /** A new, unique, increasing message timestamp such as `1732100000.000100`. */
  nextTs: () => string;
  /** A new id such as `V0000001`, unique for the prefix. */
  nextId: (prefix: string) => string;
  changed: (change: Change) => void;
  listeners: Set<(change: Change) => void>;
}

const timestamps = (now: () => number): (() => string) => {
  let last = 0;
  return () => {
    // Microseconds, at least 100 apart, so that timestamps made in one millisecond still differ.
    last = Math.max(Math.floor(now()) * 1000, last + 100);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
  };
};

const ids = (): ((prefix: string) => string) => {
  const counts = new Map<string, number>();
  return (prefix) => {
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    return `${prefix}${String(count).padStart(7, '0')}`;
  };
};

/** An empty workspace with nobody but the bot in it. */
export const createState = (teamId: string, bot: State['bot'], now: () => number): State => {
  const listeners = new Set<(change: Change) => void>();
  return {
    teamId,
    bot,
    users: new Map(),
    groups: new Map(),
    channels: new Map(),
    messages: new Map(),
    byChannel: new Map(),
    lockedThreads: new Set(),
    ephemerals: [],
    views: new Map(),
    files: new Map(),
    now,
    nextTs: timestamps(now),
    nextId: ids(),
    listeners,
    changed: (change) => {
      for (const listener of listeners) listener(change);
    },
  };
};
