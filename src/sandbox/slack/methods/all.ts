import { appMethods } from './app.js';
import { chatMethods } from './chat.js';
import { conversationMethods } from './conversations.js';
import { fileMethods } from './files.js';
import { historyMethods } from './history.js';
import type { Methods } from './method.js';
import { peopleMethods } from './people.js';
import { viewMethods } from './views.js';

/** Every Web API method the sandbox knows; any other is `unknown_method`. */
export const allMethods: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...historyMethods,
  ...peopleMethods,
  ...viewMethods,
};
