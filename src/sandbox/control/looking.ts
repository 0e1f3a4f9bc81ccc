import { buttonsIn } from '../slack/buttons.js';
import { plainText } from '../slack/plain-text.js';
import type { SlackServer } from '../slack/server.js';
import type { Ephemeral, Message } from '../slack/state.js';
import { cast } from '../stage.js';
import { type Asked, ControlRefusal, type Route } from './route.js';

const lines = (slack: SlackServer, shown: Message | Ephemeral): string[] => plainText(shown, slack.nameOf).split('\n');

const messageOf = (slack: SlackServer, message: Message): object => ({
  ts: message.ts,
  from: slack.nameOf(message.user),
  ...(message.thread_ts === undefined ? {} : { thread: message.thread_ts }),
  ...(message.broadcast ? { alsoInChannel: true } : {}),
  edits: message.versions.length - 1,
  says: lines(slack, message),
  buttons: buttonsIn(message.blocks).map(({ text }) => text),
});

function thread({ session, param }: Asked): object {
  const { slack } = session.stage;
  const found = slack.thread(cast.channel, param('ts'));
  if (found.length === 0)
    throw new ControlRefusal('no thread begins there: GET /control/channel names each card as "ts"', { status: 404 });
  return found.map((message) => messageOf(slack, message));
}

export const lookingRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channel',
    does: 'what #ops shows: cards and requests',
    serve: ({ session: { stage } }) =>
      stage.slack.messages(cast.channel).map((message) => messageOf(stage.slack, message)),
  },
  { method: 'GET', path: '/thread/:ts', does: 'a card and its thread', serve: thread },
  {
    method: 'GET',
    path: '/private',
    does: 'answers that only one person saw',
    serve: ({ session: { stage } }) =>
      stage.slack
        .ephemerals()
        .map((shown) => ({ to: stage.slack.nameOf(shown.user), says: lines(stage.slack, shown) })),
  },
];
