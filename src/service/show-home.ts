import { isAllowed, type Person } from '../core/access.js';
import type { HomeTab, TargetAtHome } from '../core/answers.js';
import { type PollSettings, pauseBeforeLook } from '../core/next-look.js';
import type { TargetRecord } from '../core/ports.js';
import { openRequests } from '../core/view.js';
import type { Deps, Target } from './deps.js';
import { inBatches } from './in-batches.js';
import { LOST_AFTER } from './observe-target.js';
import type { FindCard } from './target-status.js';

/** Reads the records of so many targets at once. */
const AT_ONCE = 20;

/** Where things are in Slack. */
export interface HomeTools {
  readonly findCard: FindCard;
  /** Links to the messages of these requests, by request id. */
  readonly linkRequests: (
    target: string,
    upgrade: number,
    requests: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
}

/**
 * What a person sees on the app's Home tab. Somebody who is no full member sees no target. The targets are not asked:
 * their records are enough, and opening a tab must not load them.
 * @throws AppError when the person's rights or the store cannot be read.
 */
export async function showHome(deps: Deps, tools: HomeTools, by: string): Promise<HomeTab> {
  const person = await deps.people.person(by);
  if (!person.member) {
    return { kind: 'refused', refusal: { why: 'not-member', because: person.notMemberBecause ?? 'not a member' } };
  }
  const readAt = deps.clock.now();
  const targets = await inBatches([...deps.targets.values()], AT_ONCE, (one) => atHome(deps, tools, one, person));
  return { kind: 'home', readAt, targets };
}

async function atHome(deps: Deps, tools: HomeTools, target: Target, person: Person): Promise<TargetAtHome> {
  const { settings, profile } = target;
  const [asks, approves] = await Promise.all([
    isAllowed(person, settings.operators, deps.people),
    isAllowed(person, settings.approvers, deps.people),
  ]);
  const record = await deps.timeline.record(settings.name);
  const { view, known, gauges } = record;
  return {
    target: settings.name,
    label: profile.label,
    asks,
    approves,
    known,
    gauges,
    ...lostContact(record),
    ...lateLook(record, settings.poll),
    ...(view === undefined ? {} : { upgrade: view }),
    ...(await placesOf(tools, record)),
  };
}

/** Fewer failures are nothing to tell of: the next look mostly succeeds. */
function lostContact({ failures, failingSince, failure }: TargetRecord): Pick<TargetAtHome, 'lost'> {
  if (failures < LOST_AFTER || failingSince === undefined) return {};
  return { lost: { since: failingSince, detail: failure ?? 'no reason known' } };
}

/** Looks are late by much less than this (ms) while a worker runs. */
const LATE_MS = 60_000;

/** Without a worker the record stays as it is, and nothing else would show that. */
function lateLook(record: TargetRecord, poll: PollSettings): Pick<TargetAtHome, 'unwatchedSince'> {
  const { lookedAt, now } = record;
  if (lookedAt === undefined || now - lookedAt < 2 * pauseBeforeLook(record, poll) + LATE_MS) return {};
  return { unwatchedSince: lookedAt };
}

async function placesOf(
  { findCard, linkRequests }: HomeTools,
  { open, view }: TargetRecord,
): Promise<Pick<TargetAtHome, 'card' | 'requestLinks'>> {
  if (open === undefined || view === undefined) return { requestLinks: new Map() };
  const waiting = openRequests(view).map(({ id }) => id);
  const [card, requestLinks] = await Promise.all([
    findCard(view.target, view.number),
    linkRequests(view.target, view.number, waiting),
  ]);
  return { card, requestLinks };
}
