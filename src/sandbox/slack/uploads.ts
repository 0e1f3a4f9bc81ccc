import { randomBytes } from 'node:crypto';
import { type Answer, textAnswer } from './answer.js';
import { addFile, type StoredFile } from './files.js';
import { refuse } from './refusal.js';
import type { Settings } from './settings.js';
import type { State } from './state.js';

/** The two ends of an upload by the bot, and the address between them. */
export interface Uploads {
  /** Hands out an address that takes these bytes, once and without a token. */
  begin: (name: string, length: number) => { upload_url: string; file_id: string };
  /** Answers a POST to the address with this secret. */
  take: (secret: string, content: Buffer) => Answer;
  /** The file whose bytes have come; throws `file_not_found`. */
  complete: (id: string) => StoredFile;
}

interface Begun {
  secret: string;
  name: string;
  length: number;
  content?: Buffer;
}

/** Source: https://docs.slack.dev/messaging/working-with-files#upload */
export const createUploads = (settings: Settings, state: State): Uploads => {
  const begun = new Map<string, Begun>();
  const bySecret = (secret: string) => [...begun.values()].find((it) => it.secret === secret);
  return {
    begin: (name, length) => {
      const secret = randomBytes(12).toString('hex');
      const file_id = state.nextId('F');
      begun.set(file_id, { secret, name, length });
      return { upload_url: `${settings.url}/upload/v1/${secret}`, file_id };
    },
    take: (secret, content) => {
      const upload = bySecret(secret);
      if (upload === undefined || upload.content !== undefined) return textAnswer('Not found', 404);
      if (content.length !== upload.length) return textAnswer('Wrong length', 400);
      upload.content = content;
      return textAnswer(`OK - ${content.length}`);
    },
    complete: (id) => {
      const upload = begun.get(id);
      if (upload?.content === undefined) throw refuse('file_not_found');
      begun.delete(id);
      return addFile(state, { id, user: state.bot.userId, name: upload.name, content: upload.content });
    },
  };
};
