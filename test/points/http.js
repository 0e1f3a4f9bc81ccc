// @ts-check
import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';
import { SocketModeClient } from '@slack/socket-mode';
import { reach } from './reach.js';
import { messageKind } from './redis.js';

/** @type {WeakMap<object, string>} */
const names = new WeakMap();

/** @param {{ method: string, path: string }} request */
function nameOf({ method, path }) {
  const [bare = ''] = path.split('?', 1);
  const slack = /\/api\/(?<name>[\w.]+)$/.exec(bare)?.groups?.name;
  if (slack === 'chat.postMessage') return `slack ${slack} of ${messageKind()}`;
  if (slack !== undefined) return `slack ${slack}`;
  if (bare.startsWith('/response/')) return 'slack response_url';
  const verb = bare.split('/').at(-1);
  return bare.includes('/rest/') || bare.includes('/product/upgrade') ? `product ${method} ${verb}` : undefined;
}

/**
 * Points of every request that undici sends, the built-in fetch included: on its connection but not written yet,
 * written, answered. https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
 */
export function watchRequests() {
  subscribe('undici:request:create', (message) => {
    const { request } = /** @type {{ request: { method: string, path: string } }} */ (message);
    const name = nameOf(request);
    if (name !== undefined) names.set(request, name);
  });
  const moments = /** @type {const} */ ([
    ['undici:client:sendHeaders', 'before'],
    ['undici:request:bodySent', 'sent'],
    ['undici:request:trailers', 'answered'],
  ]);
  for (const [channel, moment] of moments) {
    subscribe(channel, (message) => {
      const { request } = /** @type {{ request: object }} */ (message);
      const name = names.get(request);
      if (name !== undefined) reach(`${name}, ${moment}`);
    });
  }
}

/** Points around each acknowledgement, over HTTP and over a socket. */
export function watchAcks() {
  const { end } = ServerResponse.prototype;
  // @ts-expect-error every overload is handed on
  ServerResponse.prototype.end = function (...args) {
    if (!this.req?.url?.startsWith('/slack/events')) return end.apply(this, args);
    reach('ack, before');
    const ended = end.apply(this, args);
    reach('ack, after');
    return ended;
  };
  const client = /** @type {{ send: Function }} */ (/** @type {unknown} */ (SocketModeClient.prototype));
  const { send } = client;
  if (typeof send !== 'function') throw new Error('the socket client sends in another way now');
  client.send = async function (/** @type {unknown[]} */ ...args) {
    reach('ack, before');
    const sent = await send.apply(this, args);
    reach('ack, after');
    return sent;
  };
}
