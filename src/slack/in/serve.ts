import type { People } from '../../core/access.js';
import type { Refusal } from '../../core/answers.js';
import { AppError, asAppError } from '../../core/errors.js';
import type { Vocabulary } from '../../core/intent.js';
import type { Clock, Logger } from '../../core/ports.js';
import type { Profile } from '../../core/products.js';
import type { Services } from '../../core/services.js';
import type { Rendered } from '../render/message.js';
import { refusalAnswer } from '../render/refusal.js';
import { answerPrivately, type EphemeralSender, type Place } from './answer.js';
import { type Claimed, callerOf, type Home } from './caller.js';

/** Opens forms; see `SlackClient.openForm`. */
export interface FormOpener {
  openForm(triggerId: string, view: object): Promise<void>;
}

/** Shows a view on the app's Home tab to one person; see `SlackClient.publishHome`. */
export interface HomePublisher {
  publishHome(user: string, view: object): Promise<void>;
}

/** Sends a file to one person alone; see `PrivateFiles`. */
export interface FileSender {
  send(user: string, file: { readonly name: string; readonly text: string }, comment: string): Promise<void>;
}

/** What every listener works with. */
export interface Desk {
  readonly services: Services;
  readonly people: People;
  /** Configured targets and their actions. */
  readonly vocabulary: Vocabulary;
  /** The slash command, for answers that say what to type. */
  readonly command: string;
  /** The profile of a configured target. */
  readonly profileOf: (target: string) => Profile;
  /** Bytes that a person may upload at once for a configured target. */
  readonly uploadLimitOf: (target: string) => number;
  readonly privately: FileSender;
  readonly home: Home & { readonly userId: string };
  readonly sender: EphemeralSender & FormOpener & HomePublisher;
  readonly logger: Logger;
  readonly clock: Pick<Clock, 'now'>;
}

/** One thing that Slack delivered, already acknowledged. */
export interface Delivery {
  /** See `deliveryKey`. */
  readonly key: string;
  readonly from: Claimed;
  readonly place: Place;
}

/** Slack's people wait three seconds at most to hear that the store is down; the rest is for the answer's own way. */
const storeTimeoutMs = 2000;

/**
 * Serves one delivery: drops it when it was served before, checks the person, does the work, answers privately
 * unless the work's result is undefined.
 * Never throws; what the work throws is logged and told to the person as a refusal.
 */
export async function serve(desk: Desk, delivery: Delivery, work: () => Promise<Rendered | undefined>): Promise<void> {
  const outcome = await outcomeOf(desk, delivery, work);
  if (outcome.kind === 'repeated') return;
  const answer = outcome.kind === 'done' ? outcome.value : refused(desk, delivery.from.userId, outcome.refusal);
  if (answer !== undefined) await answerPrivately(delivery.place, answer, desk);
}

/** What came of a delivery; `repeated`: it was served before. */
export type Outcome<Value> =
  | { kind: 'done'; value: Value }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'repeated' };

/** As `serve`, but for the answer. Never throws. */
export async function outcomeOf<Value>(
  desk: Desk,
  { key, from, place }: Pick<Delivery, 'key' | 'from'> & { readonly place?: Place },
  work: () => Promise<Value>,
): Promise<Outcome<Value>> {
  try {
    if (!(await inTime(desk.services.firstDelivery(key)))) {
      desk.logger.info({ user: from.userId, channel: place?.channel }, 'delivered again, dropped');
      return { kind: 'repeated' };
    }
    const caller = await callerOf(from, desk.home, desk.people);
    return caller.ok ? { kind: 'done', value: await work() } : { kind: 'refused', refusal: caller.refusal };
  } catch (error) {
    const { kind, message, stack } = asAppError(error);
    desk.logger.error(
      { user: from.userId, err: { kind, message, stack } },
      'a delivery from slack could not be served',
    );
    return { kind: 'refused', refusal: { why: kind === 'store-down' ? 'store-down' : 'internal' } };
  }
}

/** The refusal as an answer, noted in the log. */
export function refused(desk: Desk, user: string, refusal: Refusal): Rendered {
  logRefusal(desk, user, refusal);
  return refusalAnswer(refusal, desk);
}

export function logRefusal({ logger }: Pick<Desk, 'logger'>, user: string, refusal: Refusal): void {
  const target = 'target' in refusal ? { target: refusal.target } : {};
  const detail = 'detail' in refusal ? { detail: refusal.detail } : {};
  logger.info({ user, why: refusal.why, ...target, ...detail }, 'refused');
}

/** What the store answers, or AppError kind `store-down` when it takes too long for a person to wait. */
export async function inTime<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('store-down', 'the store did not answer in time')), storeTimeoutMs);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
