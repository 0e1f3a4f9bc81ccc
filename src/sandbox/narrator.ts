import { plainText } from './slack/plain-text.js';
import type { SlackServer } from './slack/server.js';
import type { Ephemeral, Message } from './slack/state.js';

/** Prints one line. */
export type Print = (line: string) => void;

/** Tells on the terminal what happens in the simulated workspace, as it happens. */
export interface Narrator {
  /** What somebody does outside Slack, or types where Slack keeps no record of it. */
  tells(who: string, does: string): void;
  /** Prints a message in full. */
  shows(message: Message, heading: string): void;
  stop(): void;
}

type Source = Pick<SlackServer, 'nameOf' | 'onChange'>;

const NAME_WIDTH = 13;
const MARGIN = ' '.repeat(2 + 8 + 2 + NAME_WIDTH);

const clock = (): string => new Date().toTimeString().slice(0, 8);

/** A message's first line, which says what it is about. */
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** Prints every message and answer from now on. An edit is told by its first line, and only when that changed. */
export function narrate(slack: Source, print: Print): Narrator {
  const told = new Map<string, string>();

  const tells = (who: string, does: string): void => print(`  ${clock()}  ${who.padEnd(NAME_WIDTH)}${does}`);

  const body = (message: { text: string; blocks?: unknown }): void => {
    for (const line of plainText(message, slack.nameOf).split('\n')) print(`${MARGIN}${line}`);
  };

  const shows = (message: Message, heading: string): void => {
    tells(slack.nameOf(message.user), heading);
    body(message);
  };

  const place = (message: Message): string => {
    const channel = `#${slack.nameOf(message.channel)}`;
    if (message.thread_ts === undefined) return `posts in ${channel}:`;
    return message.broadcast ? `posts in the thread, also shown in ${channel}:` : 'posts in the thread:';
  };

  /** Cards say in their text, and requests in their first block, where they stand. */
  const summaryOf = (message: Message): string =>
    firstLine(message.thread_ts === undefined ? message.text : plainText(message, slack.nameOf));

  const edited = (message: Message): void => {
    const summary = summaryOf(message);
    if (told.get(message.ts) === summary) return;
    told.set(message.ts, summary);
    const what = message.thread_ts === undefined ? 'the card' : 'the request';
    tells(slack.nameOf(message.user), `edits ${what}: ${summary}`);
  };

  const posted = (message: Message): void => {
    told.set(message.ts, summaryOf(message));
    shows(message, place(message));
  };

  const answered = (ephemeral: Ephemeral): void => {
    tells('upgrade-bot', `answers (only ${slack.nameOf(ephemeral.user)} sees this):`);
    body(ephemeral);
  };

  const stop = slack.onChange((change) => {
    if (change.kind === 'ephemeral') answered(change.ephemeral);
    else if (change.kind === 'posted') posted(change.message);
    else if (change.kind === 'edited') edited(change.message);
    else if (change.kind === 'deleted') tells(slack.nameOf(change.message.user), 'loses a message: it was deleted');
  });
  return { tells, shows, stop };
}
