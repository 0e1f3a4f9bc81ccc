import type { FoundMessage } from './answers.js';
import { messages } from './answers.js';
import type { Call } from './call.js';

/** What to look for among the bot's own messages. */
export interface Wanted {
  readonly channel: string;
  /** The thread to look in; without it, the channel's root messages. */
  readonly threadTs?: string;
  /** Only messages from this moment on (epoch ms, by Slack's clock). */
  readonly oldestMs: number;
  /** The key in the message's metadata. */
  readonly key: string;
  /** Compared where a message came back without metadata. */
  readonly text: string;
}

/** Ids under which the bot's own messages appear. */
export interface Author {
  readonly userId: string;
  readonly botId: string | undefined;
}

/** More pages than this are never read: 20 pages of 200 messages. */
const maxPages = 20;

/**
 * The `ts` of the bot's own message with this key, or undefined when there is none.
 * A message may show up a moment after it was posted: look twice before taking "none" for an answer.
 * @throws AppError when Slack cannot be asked.
 */
export async function findMessage(call: Call, author: Author, wanted: Wanted): Promise<string | undefined> {
  for await (const ts of ownMessages(call, author, wanted)) return ts;
  return undefined;
}

/**
 * The `ts` of every one of the bot's own messages with this key: there may be several when two processes have posted it.
 * @throws AppError when Slack cannot be asked.
 */
export async function findMessages(call: Call, author: Author, wanted: Wanted): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const ts of ownMessages(call, author, wanted)) all.push(ts);
  return all;
}

async function* ownMessages(call: Call, author: Author, wanted: Wanted): AsyncGenerator<string, void> {
  const { channel, threadTs, oldestMs } = wanted;
  const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies';
  const where = threadTs === undefined ? { channel } : { channel, ts: threadTs };
  const oldest = (oldestMs / 1000).toFixed(6);
  const args = { ...where, oldest, inclusive: true, include_all_metadata: true, limit: 200 };
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await call(method, cursor === undefined ? args : { ...args, cursor }, messages);
    yield* answer.messages.filter((message) => isWanted(message, author, wanted)).map(({ ts }) => ts);
    // Slack says that there is no more by leaving it out, or empty.
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return;
  }
}

function isWanted(message: FoundMessage, author: Author, wanted: Wanted): boolean {
  // A thread's first message always comes first, whatever `oldest` says.
  if (message.ts === wanted.threadTs) return false;
  // Slack names the author of every message; one without any still carries the key.
  const anonymous = message.user === undefined && message.bot_id === undefined;
  const ours = message.user === author.userId || (author.botId !== undefined && message.bot_id === author.botId);
  if (!ours && !anonymous) return false;
  const key = message.metadata?.event_payload?.key;
  return key === undefined ? message.text === wanted.text : key === wanted.key;
}
