import type { AskAnswer, CardPlace, Refusal } from '../core/answers.js';
import { asAppError, type ErrorKind } from '../core/errors.js';
import type { ShownBook } from '../core/publishing.js';
import type { Ask, Services } from '../core/services.js';
import { decideRequest } from './decide-request.js';
import { type Deps, targetOf } from './deps.js';
import type { Doctor } from './doctor.js';
import { observeTarget } from './observe-target.js';
import { offerActions } from './offer-actions.js';
import { requestAction } from './request-action.js';
import { sharedReading } from './shared-reading.js';
import { show } from './show.js';
import { showHome } from './show-home.js';

interface ServicesDeps {
  readonly deps: Deps;
  readonly book: ShownBook;
  readonly firstDelivery: (key: string) => Promise<boolean>;
  /** A link to a message in Slack. */
  readonly permalink: (channel: string, ts: string) => Promise<string>;
  readonly command: string;
  readonly doctor: Doctor;
}

const LOOK_FOR_CARD_EVERY_MS = 100;

/** Everything Slack's listeners may ask for. Nothing throws but `firstDelivery` and `targetOfThread`. */
export function makeServices({ deps, book, firstDelivery, permalink, command, doctor }: ServicesDeps): Services {
  const readings = {
    read: sharedReading((target: string) => targetOf(deps, target).observer.observe(), deps.clock),
    look: sharedReading((target: string) => observeTarget(deps, target), deps.clock),
  };
  const refusing = async <T>(work: () => Promise<T>): Promise<T | { kind: 'refused'; refusal: Refusal }> => {
    try {
      return await work();
    } catch (error) {
      return { kind: 'refused', refusal: refusalFor(deps, error) };
    }
  };

  async function findCard(target: string, upgrade: number): Promise<CardPlace> {
    const { card, channel, problem } = await book.read(target, upgrade);
    const configured = channel ?? targetOf(deps, target).settings.channel;
    if (card !== undefined) {
      const trouble = problem === undefined ? {} : { problem };
      return { kind: 'posted', channel: configured, ts: card, ...(await linkTo(configured, card)), ...trouble };
    }
    return problem === undefined ? { kind: 'pending' } : { kind: 'problem', channel: configured, detail: problem };
  }

  /** A link is a convenience: without one the answer still names the channel. */
  async function linkTo(channel: string, ts: string): Promise<{ link?: string }> {
    try {
      return { link: await permalink(channel, ts) };
    } catch (error) {
      deps.log.info({ channel, err: error }, 'could not get a link to a card');
      return {};
    }
  }

  async function linkRequests(target: string, upgrade: number, ids: readonly string[]): Promise<Map<string, string>> {
    const links = new Map<string, string>();
    if (ids.length === 0) return links;
    const { channel, requests } = await book.read(target, upgrade);
    for (const id of ids) {
      const ts = requests.get(id);
      const { link } = ts === undefined ? {} : await linkTo(channel ?? targetOf(deps, target).settings.channel, ts);
      if (link !== undefined) links.set(id, link);
    }
    return links;
  }

  /** Whoever asks again may do so because the request's message was deleted: the publisher looks, and posts it again. */
  async function askAndCheck(ask: Ask): Promise<AskAnswer> {
    const answer = await requestAction(deps, ask);
    if (answer.kind === 'refused' && answer.refusal.why === 'already-asked') {
      await book.checkRequests(ask.target, answer.refusal.upgrade);
      await deps.jobs.publish(ask.target, answer.refusal.upgrade);
    }
    return answer;
  }

  return {
    ask: (ask) => refusing(() => askAndCheck(ask)),
    decide: (click) => refusing(() => decideRequest(deps, readings, click)),
    show: (intent, by) => refusing(() => show(deps, { findCard, command, doctor }, intent, by)),
    offers: ({ channel, ts }, by) =>
      refusing(async () => offerActions(deps, findCard, await book.targetOfThread(channel, ts), by)),
    home: (by) => refusing(() => showHome(deps, { findCard, linkRequests }, by)),
    async cardOf(target, upgrade, seq, waitMs) {
      const until = deps.clock.now() + waitMs;
      while (deps.clock.now() < until && !(await isTold(book, deps, target, upgrade, seq))) {
        await deps.clock.wait(LOOK_FOR_CARD_EVERY_MS);
      }
      return await findCardOrPending(findCard, deps, target, upgrade);
    },
    firstDelivery,
    targetOfThread: (channel, ts) => book.targetOfThread(channel, ts),
  };
}

/** Whether the thread tells of an event, or Slack refuses to take it. */
async function isTold(book: ShownBook, deps: Deps, target: string, upgrade: number, seq: number): Promise<boolean> {
  try {
    const { cursor, problem } = await book.read(target, upgrade);
    return cursor >= seq || problem !== undefined;
  } catch (error) {
    deps.log.info({ target, err: error }, 'could not look how far a thread is');
    return false;
  }
}

async function findCardOrPending(
  findCard: (target: string, upgrade: number) => Promise<CardPlace>,
  deps: Deps,
  target: string,
  upgrade: number,
): Promise<CardPlace> {
  try {
    return await findCard(target, upgrade);
  } catch (error) {
    deps.log.info({ target, err: error }, 'could not look for a card');
    return { kind: 'pending' };
  }
}

/** Kinds that mean that Slack could not say who somebody is. */
const aboutRights: readonly ErrorKind[] = ['slack-busy', 'slack-refused'];

function refusalFor(deps: Deps, error: unknown): Refusal {
  const failure = asAppError(error);
  if (failure.kind === 'store-down') return { why: 'store-down' };
  deps.log.error({ err: failure }, 'could not serve a person');
  if (aboutRights.includes(failure.kind)) return { why: 'rights-unreadable', detail: failure.message };
  return { why: 'internal' };
}
