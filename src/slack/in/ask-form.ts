import type { App, types } from '@slack/bolt';
import type { z } from 'zod';
import type { Refusal } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';
import { parseIntent } from '../../core/intent.js';
import type { UploadForm } from '../../core/uploads.js';
import { askFields, askFormId, decodeOffer, type Offer, uploadFormId } from '../ids.js';
import { askForm, formFailedAnswer } from '../render/ask-form.js';
import { createForm } from '../render/create-form.js';
import type { Rendered } from '../render/message.js';
import { type clickPayload, deliveryKey, submissionPayload } from './payloads.js';
import { type Desk, refused, serve } from './serve.js';
import { ask, type Wish } from './typed.js';
import { readUploadForm } from './upload-form.js';

/**
 * Serves forms that are sent. One whose fields cannot be taken stays open and says why; any other view is only
 * acknowledged, which closes it.
 */
export function registerForms(app: App, desk: Desk): void {
  app.view(/.*/, async ({ ack, body }) => {
    const isOurs = body.type === 'view_submission' && forms.includes(body.view.callback_id);
    const payload = isOurs ? submissionPayload.safeParse(body) : undefined;
    const sent = payload?.success === true ? readForm(desk, payload.data) : undefined;
    if (sent?.errors !== undefined) return await ack({ response_action: 'errors', errors: { ...sent.errors } });
    await ack();
    if (payload?.success === true && sent !== undefined) await serveForm(desk, payload.data, sent);
    if (payload?.success === false) {
      desk.logger.warn({ fields: payload.error.issues.map((issue) => issue.path) }, 'form not understood');
    }
  });
}

const forms: readonly string[] = [askFormId, uploadFormId];

/** A form as it was sent. */
interface SentForm {
  readonly offer: Offer | undefined;
  readonly meant: Meaning;
  readonly given: Omit<Wish, 'action' | 'target'>;
  /** What is wrong with it, by field. */
  readonly errors?: Readonly<Record<string, string>>;
}

function readForm(desk: Desk, { view }: z.infer<typeof submissionPayload>): SentForm {
  const offer = decodeOffer(view.private_metadata);
  const meant = meaningOf(desk, offer);
  const { values } = view.state;
  if (view.callback_id === askFormId) return { offer, meant, given: readAskForm(values) };
  const uploads = meant.ok ? uploadsOf(desk, meant.offer) : undefined;
  if (!meant.ok || uploads === undefined) return { offer, meant: { ok: false, refusal: notThere }, given: {} };
  const read = readUploadForm(values, uploads, desk.uploadLimitOf(meant.offer.target));
  return 'errors' in read ? { offer, meant, given: {}, errors: read.errors } : { offer, meant, given: read.given };
}

function readAskForm(values: z.infer<typeof submissionPayload>['view']['state']['values']): SentForm['given'] {
  const field = (name: string): string | undefined => values[name]?.[name]?.value?.trim() || undefined;
  const [reason, to] = [field(askFields.reason), field(askFields.version)];
  return { ...(reason === undefined ? {} : { reason }), ...(to === undefined ? {} : { to }) };
}

/** What can be uploaded for an action that is offered. */
const uploadsOf = (desk: Desk, { target, action }: Offer): UploadForm | undefined =>
  desk.profileOf(target).actions[action]?.uploads;

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
    await desk.sender.openForm(triggerId ?? '', formOf(desk, meant.offer));
    return undefined;
  } catch (error) {
    const { message } = asAppError(error);
    desk.logger.warn({ user, detail: message }, 'a form could not be opened');
    return formFailedAnswer(meant.offer, message, { command: desk.command });
  }
}

function formOf(desk: Desk, offer: Offer): types.ModalView {
  const profile = desk.profileOf(offer.target);
  const uploads = uploadsOf(desk, offer);
  if (uploads === undefined) return askForm(offer, profile);
  return createForm(offer, profile, uploads, desk.uploadLimitOf(offer.target));
}

async function serveForm(
  desk: Desk,
  payload: z.infer<typeof submissionPayload>,
  { offer, meant, given }: SentForm,
): Promise<void> {
  const { user } = payload;
  const [channel, threadTs] = [offer?.channel || undefined, offer?.threadTs || undefined];
  const delivery = {
    key: deliveryKey('submission', payload),
    from: { userId: user.id, teamId: user.team_id },
    place: { user: user.id, channel, threadTs },
  };
  await serve(desk, delivery, async () => {
    if (!meant.ok) return refused(desk, user.id, meant.refusal);
    return await ask(desk, { ...meant.wish, ...given }, { user: user.id, channel, threadTs });
  });
}

const notThere: Refusal = { why: 'no-such-request' };

type Meaning = { ok: true; offer: Offer; wish: Wish } | { ok: false; refusal: Refusal };

/** The offer as the command would mean it, or why the grammar refuses it: configurations change. */
function meaningOf(desk: Desk, offer: Offer | undefined): Meaning {
  if (offer === undefined) return { ok: false, refusal: notThere };
  const parsed = parseIntent(`${offer.action} ${offer.target}`, { targets: desk.vocabulary.targets });
  if (!parsed.ok) return parsed;
  if (parsed.intent.kind !== 'action') return { ok: false, refusal: notThere };
  const { kind: _kind, ...wish } = parsed.intent;
  return { ok: true, offer, wish };
}
