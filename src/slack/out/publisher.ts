import { drainCard } from './card-drain.js';
import { type DrawContext, dueAgain, nextDue } from './next-message.js';
import { type Posting, postMessage } from './post-message.js';
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
  if (shown.intent !== undefined) {
    return await resolveDoubt(posting, dueAgain(shown.intent, shown, events, context), shown.intent);
  }
  if (shown.check) return await checkRequests(posting);
  const due = nextDue(shown, events, context);
  if (due === undefined) return unseen.length > 0 ? again : await settle(deps, context);
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
