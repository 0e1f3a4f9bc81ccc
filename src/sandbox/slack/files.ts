import type { Settings } from './settings.js';
import type { State } from './state.js';

/** A file in the workspace: uploaded by a person in a form, or by the bot. */
export interface StoredFile {
  id: string;
  name: string;
  title: string;
  /** Who uploaded it. */
  user: string;
  content: Buffer;
  /** Bytes, as the workspace says; a test may let it differ from what the file holds. */
  size: number;
  deleted: boolean;
  /** Channels in which it was shared. */
  channels: string[];
  /** Unix milliseconds. */
  at: number;
}

const endingOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'binary';

/** Puts a file into the workspace. */
export const addFile = (
  state: State,
  given: Pick<StoredFile, 'user' | 'name' | 'content'> & { id?: string },
): StoredFile => {
  const { id = state.nextId('F'), name, content } = given;
  const more = { title: name, size: content.length, deleted: false, channels: [], at: state.now() };
  const file: StoredFile = { ...given, id, ...more };
  state.files.set(id, file);
  return file;
};

/** A file as answers and payloads show it. Source: https://docs.slack.dev/reference/objects/file-object */
export const wireFile = (settings: Settings, file: StoredFile): Record<string, unknown> => {
  const place = `${settings.url}/files-pri/${settings.teamId}-${file.id}`;
  const name = encodeURIComponent(file.name);
  const seconds = Math.floor(file.at / 1000);
  return {
    id: file.id,
    created: seconds,
    timestamp: seconds,
    name: file.name,
    title: file.title,
    mimetype: 'application/octet-stream',
    filetype: endingOf(file.name),
    user: file.user,
    user_team: settings.teamId,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    channels: file.channels,
    url_private: `${place}/${name}`,
    url_private_download: `${place}/download/${name}`,
    permalink: `${settings.url}/files/${file.user}/${file.id}/${name}`,
  };
};
