import type { TimelineEvent } from '../../core/events.js';
import type { Intent } from '../../core/publishing.js';
import { drainCard } from './card-drain.js';
import { type DrawContext, type Due, dueAgain, nextDue } from './next-message.js';
import { type Posting, postMessage, write } from './post-message.js';
import { again, drawContext, type PublisherDeps, type Step } from './publisher-deps.js';
import { checkRequests, showRequests, showRequestsAnew } from './request-messages.js';
import { resolveDoubt } from './resolve-doubt.js';

const EVENTS_AT_ONCE = 100;

/**
 * Turns what a timeline holds and Slack does not show into messages: in order, each once. Both drains answer when to
 * come back (epoch ms), or undefined when nothing is owed.
 */
export function publisher(deps: PublisherDeps) {
  return {
    drainThread: (target: string, upgrade: number) => drainThread(deps, target, upgrade),
    drainCard: (target: string, upgrade: number) => drainCard(deps, target, upgrade),
  };
}

async function drainThread(deps: PublisherDeps, target: string, upgrade: number): Promise<number | undefined> {
  const { epoch } = await deps.book.takeUp(target, upgrade, 'thread');
  for (;;) {
    const at = deps.clock.now();
    const context = await drawContext(deps, target, upgrade);
    if (context === undefined) return undefined;
    const shown = { ...(await deps.book.read(target, upgrade)), epoch };
    const step = await drainStep({ deps, at, shown, context });
    if (step.next === 'later') return step.at;
    if (step.next === 'done') return undefined;
  }
}

async function drainStep(posting: Posting): Promise<Step> {
  const { deps, shown, context } = posting;
  const { target, number } = context.view;
  const unseen = await deps.timeline.events(target, number, shown.cursor, EVENTS_AT_ONCE);
  // The view was read before: what has been appended since comes with the next step.
  const events = unseen.filter(({ seq }) => seq <= context.view.seq);
  if (shown.intent !== undefined) return await afterDoubt(posting, events, shown.intent);
  if (shown.check) return await checkRequests(posting);
  const due = nextDue(shown, events, context);
  if (due === undefined) return unseen.length > 0 ? again : await settle(deps, context);
  return await showDue(posting, due);
}

/**
 * A message that is not there is posted again with its old range, and thus with its old key: should a frozen process
 * still post it, the two are known to be the same.
 */
async function afterDoubt(posting: Posting, events: readonly TimelineEvent[], intent: Intent): Promise<Step> {
  const due = dueAgain(intent, posting.shown, events, posting.context);
  const step = await resolveDoubt(posting, due, intent);
  if (step !== 'absent') return step;
  return due === undefined ? await write(posting, { intent: null }) : await showDue(posting, due);
}

async function showDue(posting: Posting, due: Due): Promise<Step> {
  const busy = await showRequests(posting, due.changed);
  if (busy !== undefined) return busy;
  const step = await postMessage(posting, due);
  if (step.next === 'done') await showRequestsAnew(posting, due.changed);
  return step;
}

/** Nothing is left for the thread; the card's own job settles the rest of the debt. */
async function settle(deps: PublisherDeps, { view }: DrawContext): Promise<Step> {
  const retention = view.finishedAt === undefined ? undefined : deps.retentionMs;
  const settled = await deps.book.settle(view.target, view.number, retention);
  if (!settled) await deps.jobs.card(view.target, view.number);
  return { next: 'done' };
}
