import type { People } from '../../core/access.js';
import type { Refusal } from '../../core/answers.js';
import { AppError, asAppError } from '../../core/errors.js';
import type { Vocabulary } from '../../core/intent.js';
import type { Logger } from '../../core/ports.js';
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
  readonly sender: EphemeralSender & FormOpener;
  readonly logger: Logger;
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
  const answer = await outcome(desk, delivery, work);
  if (answer !== undefined) await answerPrivately(delivery.place, answer, desk);
}

async function outcome(
  desk: Desk,
  { key, from, place }: Delivery,
  work: () => Promise<Rendered | undefined>,
): Promise<Rendered | undefined> {
  try {
    if (!(await inTime(desk.services.firstDelivery(key)))) {
      desk.logger.info({ user: from.userId, channel: place.channel }, 'delivered again, dropped');
      return undefined;
    }
    const caller = await callerOf(from, desk.home, desk.people);
    return caller.ok ? await work() : refused(desk, from.userId, caller.refusal);
  } catch (error) {
    const { kind, message, stack } = asAppError(error);
    desk.logger.error({ user: from.userId, err: { kind, message, stack } }, 'a command or click could not be served');
    return refused(desk, from.userId, { why: kind === 'store-down' ? 'store-down' : 'internal' });
  }
}

/** The refusal as an answer, noted in the log. */
export function refused(desk: Desk, user: string, refusal: Refusal): Rendered {
  const target = 'target' in refusal ? { target: refusal.target } : {};
  const detail = 'detail' in refusal ? { detail: refusal.detail } : {};
  desk.logger.info({ user, why: refusal.why, ...target, ...detail }, 'refused');
  return refusalAnswer(refusal, desk);
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
