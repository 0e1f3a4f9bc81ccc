import { type CallOptions, slackCall } from './call.js';
import { type OpenUpload, openUpload } from './open-upload.js';
import { type PrivateFiles, privateFiles } from './private-files.js';

export interface SlackFiles extends PrivateFiles {
  readonly openUpload: OpenUpload;
}

/** What the bot does with files: it sends some to one person, and reads those that people upload. */
export function slackFiles(options: CallOptions): SlackFiles {
  const call = slackCall(options);
  return { ...privateFiles(call, options.apiUrl), openUpload: openUpload(call, options) };
}
