import { z } from 'zod';
import type { Call } from './call.js';
import { fetchFile } from './file-traffic.js';
import { slackAddress } from './slack-address.js';

/** A text that is too long for a message. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface PrivateFiles {
  /**
   * Sends a file to one person in their direct message with the bot; nobody else sees it.
   * @param comment stands above it, escaped by whoever calls
   * @throws SlackRefused, or AppError kind `slack-busy` or `slack-refused`; then it may have arrived or not
   */
  send(user: string, file: TextFile, comment: string): Promise<void>;
}

const opened = z.object({ channel: z.object({ id: z.string() }) });
const begun = z.object({ upload_url: z.string(), file_id: z.string() });
const completed = z.object({});

const TIMEOUT_MS = 10_000;

/**
 * Uploads in the three steps of https://docs.slack.dev/messaging/working-with-files#upload. The library's own upload
 * sends the token along to whatever address it was told; that address needs none.
 */
export function privateFiles(call: Call, apiUrl: string): PrivateFiles {
  return {
    async send(user, { name, text }, comment) {
      const { channel } = await call('conversations.open', { users: user }, opened);
      // Slack takes no empty file.
      const content = new Blob([text === '' ? '\n' : text], { type: 'text/plain; charset=utf-8' });
      const about = { filename: name, length: content.size };
      const { upload_url: address, file_id: id } = await call('files.getUploadURLExternal', about, begun);
      const body = new FormData();
      body.append('body', content, name);
      const response = await fetchFile(slackAddress(address, apiUrl), { method: 'POST', body }, TIMEOUT_MS);
      await response.text();
      const shared = { files: [{ id, title: name }], channel_id: channel.id, initial_comment: comment };
      await call('files.completeUploadExternal', shared, completed);
    },
  };
}
