import { type Args, json, text, whole } from '../args.js';
import { isRecord } from '../blocks/checks.js';
import { type StoredFile, wireFile } from '../files.js';
import { refuse } from '../refusal.js';
import type { State } from '../state.js';
import { channelOf, mayPost, postAsBot, threadRootOf } from './lookup.js';
import type { Backstage, Methods } from './method.js';

const begin = ({ uploads }: Backstage, args: Args) => {
  const name = text(args, 'filename');
  const length = whole(args, 'length', 0);
  if (name === '' || length < 1) throw refuse('missing_argument');
  return uploads.begin(name, length);
};

const filesOf = (args: Args): { id: string; title?: string }[] => {
  const files = json(args, 'files', 'invalid_arguments');
  if (!Array.isArray(files) || files.length === 0) throw refuse('missing_argument');
  return files.map((file: unknown) => {
    if (!isRecord(file) || typeof file.id !== 'string') throw refuse('invalid_arguments');
    return { id: file.id, ...(typeof file.title === 'string' ? { title: file.title } : {}) };
  });
};

/** Where they are to be shared; undefined when they stay where only the bot sees them. */
const placeOf = ({ state, settings }: Backstage, args: Args): { channel: string; thread_ts?: string } | undefined => {
  if (text(args, 'channel_id') === '') return undefined;
  const channel = channelOf(state, { channel: text(args, 'channel_id') });
  mayPost(state, channel, settings.scopes);
  const thread = text(args, 'thread_ts');
  const root = thread === '' ? undefined : threadRootOf(state, channel, thread);
  return { channel: channel.id, ...(root === undefined ? {} : { thread_ts: root.ts }) };
};

const complete = (backstage: Backstage, args: Args) => {
  const wanted = filesOf(args);
  const place = placeOf(backstage, args);
  const files = wanted.map(({ id, title }) =>
    Object.assign(backstage.uploads.complete(id), title === undefined ? {} : { title }),
  );
  if (place !== undefined) {
    for (const file of files) file.channels.push(place.channel);
    const ids = files.map(({ id }) => id);
    postAsBot(backstage.state, { ...place, text: text(args, 'initial_comment'), files: ids });
  }
  return { files: files.map(({ id, title }) => ({ id, title })) };
};

const existing = (state: State, id: string): StoredFile => {
  const file = state.files.get(id);
  if (file === undefined) throw refuse('file_not_found');
  if (file.deleted) throw refuse('file_deleted');
  return file;
};

const info = ({ state, settings }: Backstage, args: Args) => ({
  file: wireFile(settings, existing(state, text(args, 'file'))),
});

export const fileMethods: Methods = {
  'files.getUploadURLExternal': { scopes: ['files:write'], run: begin },
  'files.completeUploadExternal': { scopes: ['files:write'], run: complete },
  'files.info': { scopes: ['files:read'], run: info },
};
