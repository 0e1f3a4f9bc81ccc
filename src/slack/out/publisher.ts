import { asAppError } from '../../core/errors.js';
import type { Shown } from '../../core/publishing.js';
import { SlackRefused } from '../failure.js';
import { drainCard } from './card-drain.js';
import { type DrawContext, drawRequest, dueAgain, nextDue } from './next-message.js';
import { type Posting, postMessage } from './post-message.js';
import {
  again,
  comeBackAt,
  drawContext,
  later,
  type PublisherDeps,
  placeOf,
  type Step,
  sendableFrom,
} from './publisher-deps.js';
import { resolveDoubt } from './resolve-doubt.js';
import { gone } from './slack-words.js';

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
  const due = nextDue(shown, events, context);
  if (due === undefined) return unseen.length > 0 ? again : await settle(deps, context);
  const busy = await showDecisions(posting, due.changed);
  if (busy !== undefined) return busy;
  const step = await postMessage(posting, due);
  if (step.next === 'done') await showDecisionsAnew(posting, due.changed);
  return step;
}

/** Nothing is left for the thread; the card's own job settles the rest of the debt. */
async function settle(deps: PublisherDeps, { view }: DrawContext): Promise<Step> {
  const retention = view.finishedAt === undefined ? undefined : deps.retentionMs;
  const settled = await deps.book.settle(view.target, view.number, retention);
  if (!settled) await deps.jobs.card(view.target, view.number);
  return { next: 'done' };
}

/** Brings the messages of decided requests up to date before the thread tells of the decision. */
async function showDecisions(
  { deps, at, shown, context }: Posting,
  requests: readonly string[],
): Promise<Step | undefined> {
  const { channel } = placeOf(shown, context.view);
  for (const id of requests) {
    const ts = shown.requests.get(id);
    if (ts === undefined) continue;
    try {
      await deps.slack.update({ channel, ts, ...drawRequest(context, id) }, sendableFrom(deps, at));
    } catch (error) {
      const step = afterFailedEdit(deps, shown, context, asAppError(error));
      if (step !== undefined) return step;
    }
  }
  return undefined;
}

/** Another process has taken over: an edit of this one, late, may have covered what that one has shown since. */
async function showDecisionsAnew(posting: Posting, requests: readonly string[]): Promise<void> {
  const { deps, shown } = posting;
  const { target, number } = posting.context.view;
  if (requests.length === 0) return;
  const at = deps.clock.now();
  const context = await drawContext(deps, target, number);
  if (context !== undefined) await showDecisions({ deps, at, shown, context }, requests);
}

function afterFailedEdit(
  deps: PublisherDeps,
  shown: Shown,
  { view }: DrawContext,
  failure: ReturnType<typeof asAppError>,
): Step | undefined {
  if (failure.kind === 'store-down') throw failure;
  const { target } = view;
  if (!(failure instanceof SlackRefused)) return later(comeBackAt(deps.clock.now(), failure, shown.failures));
  deps.log.error(
    { target, problem: failure.slackError, details: failure.details },
    'slack refused an edit of a request',
  );
  // The thread's own lines tell of the decision all the same.
  return gone.includes(failure.slackError) || failure.details.length > 0
    ? undefined
    : later(comeBackAt(deps.clock.now(), failure, shown.failures));
}
