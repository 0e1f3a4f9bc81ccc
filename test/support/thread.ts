import { type Button, buttonsIn } from '../../src/sandbox/slack/buttons.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import type { SlackServer } from '../../src/sandbox/slack/server.js';
import type { Message } from '../../src/sandbox/slack/state.js';
import { eventually } from './eventually.js';

/** What the people of the channel see. */
export interface Thread {
  /** Messages that begin a thread: the cards. */
  roots(): Message[];
  /** The lines of all threads as they are read, oldest first; requests, which have messages of their own, left out. */
  lines(): string[];
  /** How many lines fit. */
  count(pattern: RegExp): number;
  /** Waits for a line and returns it. */
  line(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Messages that ask, or asked, for approval. */
  requests(): Message[];
  /** Waits for the newest request that has buttons. */
  openRequest(): Promise<Message>;
  /** A message as it is read. */
  read(message: { text: string; blocks: unknown }): string;
  /** The newest card as it is read. */
  card(): string;
  buttons(message: Message): Button[];
  /** Waits until nothing was posted or edited for so long. */
  quiet(ms?: number): Promise<void>;
}

/** Reads a channel of the simulated Slack. */
export function threadIn(slack: SlackServer, channel: string): Thread {
  let changedAt = performance.now();
  slack.onChange(() => {
    changedAt = performance.now();
  });
  const all = () => slack.everything(channel);
  const read: Thread['read'] = (message) => plainText(message, slack.nameOf);
  const isReply = (message: Message) => message.thread_ts !== undefined && message.user === slack.botUserId;
  const requests = () => all().filter((message) => isReply(message) && message.broadcast);
  const lines = () =>
    all()
      .filter((message) => isReply(message) && !message.broadcast)
      .flatMap((message) => read(message).split('\n'));
  const roots = () => all().filter((message) => message.thread_ts === undefined && message.user === slack.botUserId);
  const buttons = (message: Message) => buttonsIn(message.blocks);
  return {
    roots,
    lines,
    count: (pattern) => lines().filter((one) => pattern.test(one)).length,
    line: (pattern, withinMs) =>
      eventually(`the line ${pattern}`, () => lines().find((one) => pattern.test(one)), withinMs),
    requests,
    openRequest: () =>
      eventually('a request with buttons', () => requests().findLast((message) => buttons(message).length > 0)),
    read,
    card: () => {
      const card = roots().at(-1);
      return card === undefined ? '' : read(card);
    },
    buttons,
    quiet: async (ms = 1_500) => {
      await eventually(`${ms} ms of quiet`, () => performance.now() - changedAt > ms, ms + 30_000);
    },
  };
}
