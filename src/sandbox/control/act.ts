import type { Session } from '../session.js';
import { touch } from '../untouched.js';
import { ControlRefusal, type Fields, orRefuse } from './route.js';
import type { ActShown } from './shown.js';

/** What was done, for whoever follows along. */
export interface Acted {
  /** `admin`, `cluster` … */
  readonly who: string;
  /** `upgrades confluence-0 to 9.2.21` */
  readonly words: string;
  /** Resolves when it is over, if it takes time. */
  readonly through?: Promise<unknown>;
}

/** Something that can be done to a target, a node or a stage. */
export interface Act<T> {
  /** On its button; acts without one are for the control path only. */
  readonly label?: string;
  /** Why it cannot be done now; left out when it always can. */
  readonly blocked?: (subject: T) => string | null;
  /** @throws ControlRefusal about the body, Error for what the product's own rules refuse */
  readonly act: (subject: T, body: Fields) => Acted;
}

export type Acts<T> = Readonly<Record<string, Act<T>>>;

/** The acts that have a button. */
export function shownActs<T>(acts: Acts<T>, subject: T): ActShown[] {
  return Object.entries(acts).flatMap(([act, { label, blocked }]) =>
    label === undefined ? [] : [{ act, label, blocked: blocked?.(subject) ?? null }],
  );
}

/** What the simulation's own rules refuse is the caller's to know. */
function orConflict<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ControlRefusal) throw error;
    throw new ControlRefusal(error instanceof Error ? error.message : String(error), { status: 409, cause: error });
  }
}

interface Performance<T> {
  readonly session: Session;
  readonly acts: Acts<T>;
  readonly subject: T;
  /** In whose name a refusal speaks: `a node`. */
  readonly whose: string;
  /** From the path. */
  readonly name: string;
  /** `anyway`: whatever stands against it; `wait`: answer when it is over. */
  readonly body: Fields;
}

/**
 * Does it and tells of it. What takes time goes on behind the answer, unless the body says `"wait": true`.
 * @throws ControlRefusal 404 for an unknown act, 409 when it cannot be done now
 */
export async function perform<T>({ session, acts, subject, whose, name, body }: Performance<T>): Promise<void> {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (act === undefined) throw new ControlRefusal(`${whose} can: ${Object.keys(acts).join(', ')}`, { status: 404 });
  const reason = body.anyway === true ? null : (act.blocked?.(subject) ?? null);
  if (reason !== null) throw new ControlRefusal(reason, { status: 409 });
  const { who, words, through } = orConflict(() => act.act(subject, body));
  touch(session);
  session.narrator.tells(who, words);
  session.changed();
  if (through === undefined) return;
  const told = through.finally(() => session.changed());
  if (body.wait === true) await orRefuse(told);
  else told.catch((error: unknown) => session.narrator.tells(who, `cannot go on: ${String(error)}`));
}
