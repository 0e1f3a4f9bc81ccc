import type { App } from '@slack/bolt';
import type { z } from 'zod';
import type { Refusal } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';
import { type Intent, parseIntent } from '../../core/intent.js';
import { askFields, askFormId, decodeOffer, type Offer } from '../ids.js';
import { askForm, formFailedAnswer } from '../render/ask-form.js';
import type { Rendered } from '../render/message.js';
import { type clickPayload, deliveryKey, submissionPayload } from './payloads.js';
import { type Desk, refused, serve } from './serve.js';
import { ask } from './typed.js';

/** Serves forms that are sent. Any other view is only acknowledged, which closes it. */
export function registerForms(app: App, desk: Desk): void {
  app.view(/.*/, async ({ ack, body }) => {
    await ack();
    if (body.type !== 'view_submission' || body.view.callback_id !== askFormId) return;
    const payload = submissionPayload.safeParse(body);
    if (payload.success) await serveForm(desk, payload.data);
    else desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'form not understood');
  });
}

/** Serves a press of an offered action: opens the form in which it is asked for. */
export async function serveOffer(desk: Desk, payload: z.infer<typeof clickPayload>, value: unknown): Promise<void> {
  const { user, channel, response_url: responseUrl, trigger_id: triggerId } = payload;
  const offer = decodeOffer(value);
  const delivery = {
    key: deliveryKey('click', payload),
    from: { userId: user.id, teamId: user.team_id },
    place: { user: user.id, channel: channel?.id, threadTs: offer?.threadTs, responseUrl },
  };
  await serve(desk, delivery, () => openForm(desk, offer, user.id, triggerId));
}

async function openForm(
  desk: Desk,
  offer: Offer | undefined,
  user: string,
  triggerId: string | undefined,
): Promise<Rendered | undefined> {
  const meant = meaningOf(desk, offer);
  if (!meant.ok) return refused(desk, user, meant.refusal);
  try {
    await desk.sender.openForm(triggerId ?? '', askForm(meant.offer, desk.profileOf(meant.offer.target)));
    return undefined;
  } catch (error) {
    desk.logger.warn({ user, detail: asAppError(error).message }, 'a form could not be opened');
    return formFailedAnswer(meant.offer, { command: desk.command });
  }
}

async function serveForm(desk: Desk, payload: z.infer<typeof submissionPayload>): Promise<void> {
  const { user, view } = payload;
  const offer = decodeOffer(view.private_metadata);
  const delivery = {
    key: deliveryKey('submission', payload),
    from: { userId: user.id, teamId: user.team_id },
    place: { user: user.id, channel: offer?.channel, threadTs: offer?.threadTs },
  };
  const field = (name: string): string | undefined => view.state.values[name]?.[name]?.value?.trim() || undefined;
  const [reason, to] = [field(askFields.reason), field(askFields.version)];
  await serve(desk, delivery, async () => {
    const meant = meaningOf(desk, offer);
    if (!meant.ok) return refused(desk, user.id, meant.refusal);
    const given = { ...(reason === undefined ? {} : { reason }), ...(to === undefined ? {} : { to }) };
    return await ask(desk, { ...meant.intent, ...given }, user.id);
  });
}

type Meaning =
  | { ok: true; offer: Offer; intent: Extract<Intent, { kind: 'action' }> }
  | { ok: false; refusal: Refusal };

/** The offer as the command would mean it, or why the grammar refuses it: configurations change. */
function meaningOf(desk: Desk, offer: Offer | undefined): Meaning {
  if (offer === undefined) return { ok: false, refusal: { why: 'no-such-request' } };
  const parsed = parseIntent(`${offer.action} ${offer.target}`, { targets: desk.vocabulary.targets });
  if (!parsed.ok) return parsed;
  const { intent } = parsed;
  return intent.kind === 'action' ? { ok: true, offer, intent } : { ok: false, refusal: { why: 'no-such-request' } };
}
