import type { AskAnswer, CardPlace } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';
import { type Intent, parseIntent } from '../../core/intent.js';
import { acceptedAnswer, shownAnswer } from '../render/answers.js';
import { bundlesAnswer } from '../render/bundles.js';
import type { Rendered } from '../render/message.js';
import { type Desk, refused } from './serve.js';

/** How long an accepted command's answer waits for the upgrade's card, to link to it. */
const cardWaitMs = 5000;

export interface Typed {
  readonly text: string;
  readonly user: string;
  /** The target of the thread in which it was typed. */
  readonly threadTarget?: string | undefined;
}

/** Does what a person typed, after the slash command or a mention, and says how it went. */
export async function obey(desk: Desk, { text, user, threadTarget }: Typed): Promise<Rendered> {
  const { targets } = desk.vocabulary;
  const parsed = parseIntent(text, threadTarget === undefined ? { targets } : { targets, threadTarget });
  if (!parsed.ok) return refused(desk, user, parsed.refusal);
  const { intent } = parsed;
  return intent.kind === 'action' ? ask(desk, intent, user) : show(desk, intent, user);
}

async function show(desk: Desk, intent: Exclude<Intent, { kind: 'action' }>, user: string): Promise<Rendered> {
  const shown = await desk.services.show(intent, user);
  if (shown.kind === 'refused') return refused(desk, user, shown.refusal);
  return shownAnswer(shown, desk);
}

/** Asks for an action in a person's name, and says what came of it. */
export async function ask(desk: Desk, intent: Extract<Intent, { kind: 'action' }>, user: string): Promise<Rendered> {
  const { kind: _kind, ...asked } = intent;
  const answer = await desk.services.ask({ ...asked, by: user });
  if (answer.kind === 'refused') return refused(desk, user, answer.refusal);
  if (answer.kind === 'bundles') return bundlesAnswer(answer, desk);
  return accepted(desk, answer, user);
}

async function accepted(desk: Desk, answer: Extract<AskAnswer, { kind: 'accepted' }>, user: string): Promise<Rendered> {
  const { target, upgrade, request, seq } = answer;
  desk.logger.info({ user, target, upgrade, action: request.action, request: request.id }, 'accepted');
  const card = await desk.services.cardOf(target, upgrade, seq, cardWaitMs).catch((error: unknown): CardPlace => {
    // It is accepted all the same: the answer must not say that nothing was done.
    desk.logger.warn({ target, upgrade, detail: asAppError(error).message }, 'place of the card could not be read');
    return { kind: 'pending' };
  });
  return acceptedAnswer(answer, card, desk);
}
