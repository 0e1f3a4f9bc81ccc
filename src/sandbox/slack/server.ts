import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedCall } from './calls.js';
import type { Deliver } from './deliver.js';
import type { Delivery } from './delivery.js';
import type { Faults } from './faults.js';
import type { StoredFile } from './files.js';
import { everything, isMember, shownInChannel, threadOf } from './messages.js';
import type { Person } from './outcomes.js';
import { personOf } from './people.js';
import type { NameOf } from './plain-text.js';
import { answerRequest } from './routes.js';
import { type SlackOptions, settingsOf } from './settings.js';
import { buildStage, type Stage } from './stage.js';
import type { Change, Channel, Ephemeral, Message, State, View } from './state.js';
import type { TokenKind } from './tokens.js';
import { createWorkspace, type Workspace } from './workspace.js';

/** A simulated Slack: the Web API and Socket Mode for the bot, and people, faults and records for whoever runs it. */
export interface SlackServer {
  /** Base of the Web API, ending in `/api/`. */
  apiUrl: string;
  url: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  teamId: string;
  botUserId: string;
  workspace: Workspace;
  people: { as: (userId: string) => Person };
  faults: Faults;
  /** Takes any payload, or any signed request, to the bot. */
  deliver: Pick<Deliver, 'send' | 'signed' | 'replayLast'>;
  /** What the bot called, in order. */
  calls: RecordedCall[];
  /** Roots and broadcasts as the channel shows them, oldest first. */
  messages: (channel: string) => Message[];
  /** Root and replies, oldest first. */
  thread: (channel: string, ts: string) => Message[];
  /** All that was ever posted there, replies and deleted messages included. */
  everything: (channel: string) => Message[];
  ephemerals: (userId?: string) => Ephemeral[];
  /** Modals and Home tabs. */
  views: (userId?: string) => View[];
  /** Files that people or the bot uploaded, as they are kept: a test may change them. */
  files: (userId?: string) => StoredFile[];
  /** Channels that a person is in, direct messages with the bot included. */
  channelsOf: (userId: string) => Channel[];
  /** The readable names of all users, groups and channels, by id. */
  names: () => Record<string, string>;
  /** The readable name of an id, for `plainText`. */
  nameOf: NameOf;
  /** Calls `listener` after every change; the result stops that. */
  onChange: (listener: (change: Change) => void) => () => void;
  /** Sends any other event, e.g. `{type: 'subteam_members_changed', …}`. */
  sendEvent: (event: Record<string, unknown>) => Promise<Delivery>;
  /** Puts any envelope on one open socket, broken ones too; false when none is open. */
  sendEnvelope: (envelope: Record<string, unknown>) => boolean;
  revokeToken: (kind?: TokenKind) => void;
  restoreToken: (kind?: TokenKind) => void;
  openSockets: () => number;
  setEventsUrl: (url: string) => void;
  stop: () => Promise<void>;
}

const nameIn =
  ({ users, groups, channels }: State): NameOf =>
  (id) =>
    users.get(id)?.name ?? groups.get(id)?.handle ?? channels.get(id)?.name ?? id;

const namesIn = ({ users, groups, channels }: State): Record<string, string> =>
  Object.fromEntries([
    ...[...users.values(), ...channels.values()].map(({ id, name }) => [id, name]),
    ...[...groups.values()].map(({ id, handle }) => [id, handle]),
  ]);

/** What is read off the workspace, or done to it from outside. */
const viewsOf = ({ state, desk }: Stage) => ({
  calls: desk.calls,
  messages: (channel: string) => shownInChannel(state, channel),
  thread: (channel: string, ts: string) => threadOf(state, channel, ts),
  everything: (channel: string) => everything(state, channel),
  ephemerals: (userId?: string) => state.ephemerals.filter((it) => userId === undefined || it.user === userId),
  views: (userId?: string) => [...state.views.values()].filter((it) => userId === undefined || it.user === userId),
  files: (userId?: string) => [...state.files.values()].filter((it) => userId === undefined || it.user === userId),
  channelsOf: (userId: string) => [...state.channels.values()].filter((it) => isMember(state, it, userId)),
  names: () => namesIn(state),
  nameOf: nameIn(state),
  onChange: (listener: (change: Change) => void) => {
    state.listeners.add(listener);
    return () => void state.listeners.delete(listener);
  },
});

const stopper = (stage: Stage, server: ReturnType<typeof createServer>) => async (): Promise<void> => {
  stage.end();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
};

const listen = (server: ReturnType<typeof createServer>, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${taken}`);
    });
  });

/** Starts a simulated Slack on loopback. Rejects when the port is taken. */
export const startSlack = async (options: SlackOptions = {}): Promise<SlackServer> => {
  const settings = settingsOf(options);
  const stage = buildStage(settings);
  const { state, tokens, sockets, occurrences } = stage;
  const server = createServer((request, response) => void answerRequest(stage, request, response));
  server.on('upgrade', sockets.upgrade);
  settings.url = await listen(server, options.port ?? 0);
  return {
    apiUrl: `${settings.url}/api/`,
    url: settings.url,
    botToken: settings.botToken,
    appToken: settings.appToken,
    signingSecret: settings.signingSecret,
    teamId: settings.teamId,
    botUserId: state.bot.userId,
    workspace: createWorkspace(state),
    people: { as: (userId) => personOf(stage, userId) },
    faults: stage.faultDesk.faults,
    deliver: stage.deliver,
    ...viewsOf(stage),
    sendEvent: (event) => occurrences.event(event),
    sendEnvelope: (envelope) => sockets.send({ envelope_id: state.nextId('raw'), ...envelope }, () => undefined),
    revokeToken: (kind = 'bot') => {
      tokens.revoke(kind);
      if (kind === 'app') sockets.disconnect('link_disabled');
    },
    restoreToken: (kind = 'bot') => tokens.restore(kind),
    openSockets: sockets.open,
    setEventsUrl: (url) => {
      settings.eventsUrl = url;
    },
    stop: stopper(stage, server),
  };
};
