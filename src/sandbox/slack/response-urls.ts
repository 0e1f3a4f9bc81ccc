import { randomBytes } from 'node:crypto';
import { type Answer, jsonAnswer, textAnswer } from './answer.js';
import { type Args, flag, text } from './args.js';
import { addEphemeral, editEphemeral, editMessage, removeEphemeral, removeMessage } from './messages.js';
import { blocksOf } from './methods/content.js';
import { postAsBot } from './methods/lookup.js';
import { Refusal, refuse } from './refusal.js';
import type { Settings } from './settings.js';
import type { Ephemeral, Message, State } from './state.js';

const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** What a response_url answers: a command or a click. */
export interface Occasion {
  /** The delivery's own id. */
  id: string;
  channel: string;
  user: string;
  /** The message whose button was pressed. */
  original?: Message | Ephemeral;
}

export interface ResponseUrls {
  make: (occasion: Occasion) => string;
  /** Answers a POST to the url with this secret. */
  answer: (secret: string, args: Args) => Answer;
}

interface Issued {
  occasion: Occasion;
  at: number;
  uses: number;
}

const isMessage = (original: Message | Ephemeral): original is Message => 'versions' in original;

const latestAnswer = (state: State, { id }: Occasion): Ephemeral | undefined =>
  state.ephemerals.findLast((it) => it.answers === id);

/** Replaces or deletes what the answer belongs to; true when that was asked and possible. */
const changeOriginal = (state: State, occasion: Occasion, args: Args): boolean => {
  const original = occasion.original ?? latestAnswer(state, occasion);
  if (original === undefined) return false;
  if (flag(args, 'delete_original')) {
    if (isMessage(original)) removeMessage(state, original);
    else removeEphemeral(state, original);
    return true;
  }
  if (!flag(args, 'replace_original')) return false;
  const change = { text: text(args, 'text'), blocks: blocksOf(args) ?? [] };
  if (isMessage(original)) editMessage(state, original, change);
  else editEphemeral(state, original, change);
  return true;
};

const contentOf = (args: Args) => {
  const content = { text: text(args, 'text'), blocks: blocksOf(args) ?? [] };
  if (content.text === '' && content.blocks.length === 0) throw refuse('no_text');
  return content;
};

/** Shows an answer of the bot: to the person alone, or `in_channel` to all. Throws refusals. */
export const showAnswer = (state: State, occasion: Occasion, args: Args, via: 'ack' | 'response_url'): void => {
  if (changeOriginal(state, occasion, args)) return;
  const content = contentOf(args);
  // Without one the answer goes to the channel, wherever the button is: https://github.com/slackapi/node-slack-sdk/issues/674
  const thread_ts = text(args, 'thread_ts');
  const place = { channel: occasion.channel, ...(thread_ts ? { thread_ts } : {}) };
  if (text(args, 'response_type') === 'in_channel') postAsBot(state, { ...place, ...content });
  else addEphemeral(state, { ...place, ...content, user: occasion.user, via, answers: occasion.id });
};

/** Source: https://docs.slack.dev/interactivity/handling-user-interaction (five uses in 30 minutes). */
export const createResponseUrls = (settings: Settings, state: State): ResponseUrls => {
  const issued = new Map<string, Issued>();
  const usable = (secret: string): Issued => {
    const found = issued.get(secret);
    if (found === undefined) throw refuse('invalid_url');
    if (settings.now() - found.at > LIFETIME_MS) throw refuse('expired_url');
    if (found.uses >= MAX_USES) throw refuse('used_url');
    return found;
  };
  return {
    make: (occasion) => {
      const secret = randomBytes(12).toString('hex');
      issued.set(secret, { occasion, at: settings.now(), uses: 0 });
      return `${settings.url}/response/${settings.teamId}/${secret}`;
    },
    answer: (secret, args) => {
      try {
        const found = usable(secret);
        showAnswer(state, found.occasion, args, 'response_url');
        found.uses += 1;
        return textAnswer('ok');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const status = error.code.endsWith('_url') ? 404 : 400;
        return jsonAnswer({ ok: false, error: error.code, ...error.more }, {}, status);
      }
    },
  };
};
