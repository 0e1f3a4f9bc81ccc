import type { Ended } from '../traffic.js';
import type { Answer } from './answer.js';
import type { Delivery, Send } from './delivery.js';
import type { Settings } from './settings.js';

/** How a call of the bot ended, for the record; `cut` is a closed connection. */
export function callTold(answer: Answer | 'cut', { error, accepted }: { error?: string; accepted: boolean }): Ended {
  if (answer === 'cut') {
    const problem = accepted ? 'done, and the reply was lost' : 'the connection was cut';
    return { problem, carriedOut: accepted };
  }
  const { status, body } = answer;
  const problem = error === undefined ? undefined : `refused: ${error}`;
  return { status, problem, carriedOut: accepted, response: body };
}

const failures = {
  timeout: (ackMs: number) => `not acknowledged within ${ackMs / 1000} s`,
  unreachable: () => 'no connection of the bot is open',
  bad_status: () => 'answered with another status than 200',
} as const;

function deliveryTold({ ackedMs, status, ackBody, failed }: Delivery, ackMs: number): Ended {
  if (failed === undefined) return { status, ms: ackedMs, response: ackBody };
  const ms = failed === 'bad_status' ? ackedMs : null;
  return { status, ms, response: ackBody, problem: failures[failed](ackMs) };
}

/** The same way to the bot, with a record of every delivery. */
export const recordedSend =
  (send: Send, { ackMs, recorder }: Settings): Send =>
  async (kind, payload, retry) => {
    const request = retry === undefined ? payload : { retry, ...payload };
    const open = recorder.begin({ direction: 'slack-to-bot', peer: 'slack', kind, request });
    const delivery = await send(kind, payload, retry);
    open.end(deliveryTold(delivery, ackMs));
    return delivery;
  };
