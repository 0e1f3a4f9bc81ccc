import type { App } from '@slack/bolt';
import type { z } from 'zod';
import type { Click } from '../../core/services.js';
import { actionIds, decodeButtonValue, isOffer } from '../ids.js';
import { decisionAnswer } from '../render/answers.js';
import type { Rendered } from '../render/message.js';
import { serveOffer } from './ask-form.js';
import { clickPayload, deliveryKey } from './payloads.js';
import { type Desk, refused, serve } from './serve.js';

const decisions: ReadonlyMap<string, Click['decision']> = new Map([
  [actionIds.approve, 'approve'],
  [actionIds.reject, 'reject'],
]);

/** Serves presses of Approve, Reject and offered actions. Any other press is only acknowledged. */
export function registerActions(app: App, desk: Desk): void {
  app.action(/.*/, async ({ ack, body }) => {
    // First, before any reading: without it the person sees a warning sign at the button.
    await ack();
    const payload = clickPayload.safeParse(body);
    if (payload.success) await serveClick(desk, payload.data);
    else desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'click not understood');
  });
}

async function serveClick(desk: Desk, payload: z.infer<typeof clickPayload>): Promise<void> {
  const { user, channel, response_url: responseUrl } = payload;
  const [pressed] = payload.actions;
  if (pressed === undefined) return;
  if (isOffer(pressed.action_id)) return await serveOffer(desk, payload, pressed.value);
  const decision = decisions.get(pressed.action_id);
  if (decision === undefined) return;
  const delivery = {
    key: deliveryKey('click', payload),
    from: { userId: user.id, teamId: user.team_id },
    // The answer goes to the channel, where the request is shown too: in the thread it is easily missed.
    place: { user: user.id, channel: channel?.id, responseUrl },
  };
  await serve(desk, delivery, () => decide(desk, decision, pressed.value, user.id));
}

async function decide(desk: Desk, decision: Click['decision'], value: unknown, by: string): Promise<Rendered> {
  const named = decodeButtonValue(value);
  if (named === undefined) return refused(desk, by, { why: 'no-such-request' });
  const answer = await desk.services.decide({ decision, ...named, by });
  if (answer.kind === 'refused') return refused(desk, by, answer.refusal);
  desk.logger.info({ user: by, ...named, decision: answer.kind }, 'decided');
  return decisionAnswer(answer, desk);
}
