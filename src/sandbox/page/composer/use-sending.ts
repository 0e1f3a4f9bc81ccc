import { useState } from 'react';
import type { Done, SlackShown } from '../../control/shown.js';
import { useDesk } from '../contexts.js';
import type { Answer } from '../control.js';
import type { Deeds, Where } from '../deeds.js';
import { COMMAND, type Sending, sendingOf } from './sending.js';

/** The line under the composer. */
interface Told {
  readonly text: string;
  readonly isBad: boolean;
}

interface SendingOptions {
  readonly slack: SlackShown;
  readonly where: Where;
}

type Sent = Exclude<Sending, { kind: 'nothing' | 'refused' }>;

/** Sends what was typed. `send` tells whether it went off: what Slack refuses stays in the composer. */
export function useSending({ slack, where }: SendingOptions) {
  const { deeds, fail } = useDesk();
  const [told, setTold] = useState<Told | null>(null);

  const deliver = async (sending: Sent): Promise<void> => {
    setTold(null);
    const answer = await deedFor(sending, deeds, where);
    if (!answer.ok) return;
    const { failed, shown, ackedMs } = answer.value;
    if (failed !== undefined && sending.kind === 'command') {
      fail({ ...where, text: shown ?? `${COMMAND} failed: ${failed}` });
    } else if (failed !== undefined) {
      setTold({ text: `⚠ ${slack.app.name} did not respond.`, isBad: true });
    } else if (sending.kind !== 'say') {
      setTold({ text: `${slack.app.name} acknowledged in ${ackedMs} ms`, isBad: false });
    }
  };

  const send = (typed: string): boolean => {
    const sending = sendingOf(typed, { command: COMMAND, bot: slack.app.name, inThread: where.thread !== null });
    if (sending.kind === 'nothing') return false;
    if (sending.kind === 'refused') {
      setTold({ text: `⚠ ${sending.why}`, isBad: true });
      return false;
    }
    void deliver(sending);
    return true;
  };

  return { send, told };
}

function deedFor(sending: Sent, deeds: Deeds, where: Where): Promise<Answer<Done>> {
  if (sending.kind === 'command') return deeds.command(sending.text, where.channel);
  if (sending.kind === 'mention') return deeds.mention(sending.text, where);
  return deeds.say(sending.text, where);
}
