import { people } from '../acting/theatre.js';
import type { SlackServer } from '../slack/server.js';
import type { Ephemeral, Message, View } from '../slack/state.js';
import type {
  BlockShown,
  EphemeralShown,
  FileShown,
  MessageShown,
  PersonShown,
  SlackShown,
  ViewShown,
} from './shown.js';

/** What each may do, in a few words. */
export const roles: Readonly<Record<string, string>> = {
  alice: 'operator and approver',
  bob: 'operator and approver',
  carol: 'approver',
  mallory: 'may only look',
  guest: 'guest of the workspace: may do nothing',
};

const personOf = (name: string, id: string): PersonShown => ({ name, id, role: roles[name] ?? '' });

/** Blocks were checked when the bot sent them: each has a type. */
const blocksOf = (blocks: unknown): readonly BlockShown[] => (Array.isArray(blocks) ? blocks : []);

/** Bytes of a file that are shown as text. */
const BEGINNING_BYTES = 4_000;

const fileIn = (slack: SlackServer, id: string): FileShown[] => {
  const file = slack.files().find((one) => one.id === id);
  if (file === undefined) return [];
  const begins = file.content.subarray(0, BEGINNING_BYTES).toString('utf8');
  return [{ id, name: file.name, bytes: file.size, begins }];
};

const messageOf = (slack: SlackServer, message: Message): MessageShown => ({
  channel: message.channel,
  ts: message.ts,
  thread: message.thread_ts ?? null,
  broadcast: message.broadcast,
  from: message.user,
  isBot: message.bot_id !== undefined,
  text: message.deleted ? 'This message was deleted.' : message.text,
  blocks: message.deleted ? [] : blocksOf(message.blocks),
  edited: message.edited !== undefined,
  deleted: message.deleted,
  at: millisecondsOf(message.ts),
  files: (message.files ?? []).flatMap((id) => fileIn(slack, id)),
});

/** When it was posted: its `at` is that of its newest version. */
const millisecondsOf = (ts: string): number => Math.floor(Number.parseFloat(ts) * 1000);

/** Everything in a channel that people can see: a deleted message only while replies hang on it. */
function messagesIn(slack: SlackServer, channel: string): MessageShown[] {
  const all = slack.everything(channel);
  const roots = new Set(all.flatMap(({ deleted, thread_ts: thread }) => (deleted || !thread ? [] : [thread])));
  return all.filter(({ deleted, ts }) => !deleted || roots.has(ts)).map((message) => messageOf(slack, message));
}

const ephemeralOf = (ephemeral: Ephemeral): EphemeralShown => ({
  channel: ephemeral.channel,
  ts: ephemeral.ts,
  thread: ephemeral.thread_ts ?? null,
  text: ephemeral.text,
  blocks: blocksOf(ephemeral.blocks),
  at: ephemeral.at,
});

const viewOf = ({ id, view }: View): ViewShown => ({ id, view: { ...view, blocks: blocksOf(view.blocks) } });

const byTime = (one: MessageShown, other: MessageShown): number => Number(one.ts) - Number(other.ts);

/** What the person of this name sees of the workspace. */
export function slackShown(slack: SlackServer, name: string, commands: SlackShown['commands']): SlackShown {
  const id = people[name] ?? '';
  const channels = slack.channelsOf(id);
  const views = slack.views(id).filter(({ open }) => open);
  const home = views.find(({ view }) => view.type === 'home');
  return {
    viewer: personOf(name, id),
    people: Object.entries(people).map(([each, itsId]) => personOf(each, itsId)),
    app: { id: slack.botUserId, name: slack.nameOf(slack.botUserId) },
    commands,
    names: slack.names(),
    channels: channels.map((channel) => ({
      id: channel.id,
      name: channel.im === undefined ? channel.name : slack.nameOf(slack.botUserId),
      kind: channel.im === undefined ? 'channel' : 'direct',
    })),
    messages: channels.flatMap((channel) => messagesIn(slack, channel.id)).sort(byTime),
    ephemerals: slack.ephemerals(id).map(ephemeralOf),
    modals: views.filter(({ view }) => view.type === 'modal').map(viewOf),
    home: home === undefined ? null : viewOf(home),
  };
}
