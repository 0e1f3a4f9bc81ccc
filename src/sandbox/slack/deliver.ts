import { createHttpPost, type HttpPost } from './deliver-http.js';
import { createSocketSend } from './deliver-socket.js';
import type { Send } from './delivery.js';
import type { Settings } from './settings.js';
import type { Sockets } from './sockets.js';
import { recordedSend } from './told.js';

export interface Deliver extends Omit<HttpPost, 'send'> {
  send: Send;
}

/** Delivers over the bot's sockets, or signed over HTTP, whichever this Slack was started for. */
export const createDeliver = (settings: Settings, sockets: Sockets, losesAck: () => boolean): Deliver => {
  const { send: overHttp, signed, replayLast } = createHttpPost(settings, losesAck);
  const overSocket = createSocketSend(settings, sockets);
  const send = settings.mode === 'http' ? overHttp : overSocket;
  return { send: recordedSend(send, settings), signed, replayLast };
};
