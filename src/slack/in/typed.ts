import type { AskAnswer, CardPlace } from '../../core/answers.js';
import { asAppError } from '../../core/errors.js';
import { type Intent, parseIntent } from '../../core/intent.js';
import type { Ask } from '../../core/services.js';
import { acceptedAnswer, shownAnswer } from '../render/answers.js';
import { bundlesAnswer } from '../render/bundles.js';
import type { Rendered } from '../render/message.js';
import { handOver } from './hand-over.js';
import { type Desk, refused } from './serve.js';

/** How long an accepted command's answer waits for the upgrade's card, to link to it. */
const cardWaitMs = 5000;

/** Who wants something, and where they are told. */
export interface Asker {
  readonly user: string;
  readonly channel?: string | undefined;
  readonly threadTs?: string | undefined;
}

/** An action as it is asked for. */
export type Wish = Omit<Ask, 'by'>;

export interface Typed extends Asker {
  readonly text: string;
  /** The target of the thread in which it was typed. */
  readonly threadTarget?: string | undefined;
}

/** Does what a person typed, after the slash command or a mention, and says how it went. */
export async function obey(desk: Desk, { text, threadTarget, ...asker }: Typed): Promise<Rendered> {
  const { targets } = desk.vocabulary;
  const parsed = parseIntent(text, threadTarget === undefined ? { targets } : { targets, threadTarget });
  if (!parsed.ok) return refused(desk, asker.user, parsed.refusal);
  const { intent } = parsed;
  if (intent.kind !== 'action') return show(desk, intent, asker.user);
  const { kind: _kind, ...wish } = intent;
  return ask(desk, wish, asker);
}

async function show(desk: Desk, intent: Exclude<Intent, { kind: 'action' }>, user: string): Promise<Rendered> {
  const shown = await desk.services.show(intent, user);
  if (shown.kind === 'refused') return refused(desk, user, shown.refusal);
  return shown.kind === 'findings' ? handOver(desk, shown, user) : shownAnswer(shown, desk);
}

/** Asks for an action in a person's name, and says what came of it. */
export async function ask(desk: Desk, wish: Wish, { user, channel, threadTs }: Asker): Promise<Rendered> {
  const answer = await desk.services.ask({ ...wish, by: user });
  if (answer.kind === 'refused') return refused(desk, user, answer.refusal);
  if (answer.kind === 'bundles') return bundlesAnswer(answer, { ...desk, channel, threadTs });
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
