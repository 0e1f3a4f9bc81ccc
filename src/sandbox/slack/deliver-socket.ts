import { randomUUID } from 'node:crypto';
import { isEmptyAck, type Send } from './delivery.js';
import type { Settings } from './settings.js';
import type { Sockets } from './sockets.js';

/** Only events carry retry fields; only the others may be answered with their ack. */
const envelopeOf = (...[type, payload, retry]: Parameters<Send>) => ({
  type,
  envelope_id: randomUUID(),
  accepts_response_payload: type !== 'events_api',
  payload,
  ...(type === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
});

/** Hands a payload to one open socket. Without one, the delivery is `unreachable` at once. */
export const createSocketSend =
  (settings: Settings, sockets: Sockets): Send =>
  (kind, payload, retry) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const timer = setTimeout(() => resolve({ ackedMs: settings.ackMs, failed: 'timeout' }), settings.ackMs);
      const sent = sockets.send(envelopeOf(kind, payload, retry), (ack) => {
        clearTimeout(timer);
        const ackedMs = performance.now() - begun;
        resolve(isEmptyAck(ack.payload) ? { ackedMs } : { ackedMs, ackBody: ack.payload });
      });
      if (sent) return;
      clearTimeout(timer);
      resolve({ ackedMs: 0, failed: 'unreachable' });
    });
