import { createHash } from 'node:crypto';
import type { TimelineEvent } from '../../core/events.js';
import type { Gauges } from '../../core/ports.js';
import type { Intent, Shown } from '../../core/publishing.js';
import { openRequests, type RequestView, type UpgradeView } from '../../core/view.js';
import type { Rendered } from '../render/message.js';
import { requestMessage } from '../render/request-card.js';
import type { LineContext } from '../render/thread-line.js';
import { MAX_EVENTS_PER_MESSAGE, threadMessage } from '../render/thread-line.js';
import { upgradeCard } from '../render/upgrade-card.js';

export interface DrawContext extends LineContext {
  readonly gauges: Gauges;
}

/** What is on record about the messages that decides how they are drawn. */
type DrawnFrom = Pick<Shown, 'plain' | 'lostHow'>;

/** The message that is due next, and the range of the timeline that it shows. */
export interface Due {
  readonly kind: 'card' | 'lines' | 'request';
  readonly first: number;
  readonly last: number;
  /** Undefined when nothing in the range is shown: the range is skipped. */
  readonly rendered: Rendered | undefined;
  /** The request that the message asks approval for. */
  readonly request?: string;
  /** Set when that request's message is posted again. */
  readonly lost?: string;
  /** Requests whose own messages have to change with this range. */
  readonly changed: readonly string[];
}

/** Events that a request's own message shows too, or that call people to it. */
const decisions = ['approved', 'rejected', 'withdrawn', 'voided', 'expired', 'outcome', 'reminded'] as const;

const asksForApproval = (event: TimelineEvent): boolean => event.type === 'asked' && event.request.required > 0;

/**
 * What is to be posted next: the card first of all, then the events in order, where a request for approval is a message
 * of its own and other events that are due together share one.
 */
export function nextDue(shown: Shown, events: readonly TimelineEvent[], context: DrawContext): Due | undefined {
  if (shown.card === undefined) return cardDue(shown, context);
  const lost = openRequests(context.view).find(({ id }) => shown.lostRequests.has(id));
  if (lost !== undefined) return lostRequestDue(lost.id, shown, context);
  return eventsDue(events, context, Number.POSITIVE_INFINITY);
}

/** The message of an intent whose outcome is in doubt, drawn again over exactly its range. */
export function dueAgain(
  { kind, last, lost }: Intent,
  shown: Shown,
  events: readonly TimelineEvent[],
  context: DrawContext,
): Due | undefined {
  if (lost !== undefined) return lostRequestDue(lost, shown, context);
  return kind === 'card' ? cardDue(shown, context) : eventsDue(events, context, last);
}

const cardDue = (shown: DrawnFrom, context: DrawContext): Due => ({
  kind: 'card',
  first: 0,
  last: 0,
  rendered: drawCard(context, shown),
  changed: [],
});

/** The card as it should look now. */
export function drawCard(context: DrawContext, { plain, lostHow }: DrawnFrom): Rendered {
  return upgradeCard({ ...context, plain, ...(lostHow === undefined ? {} : { lost: lostHow }) });
}

function eventsDue(events: readonly TimelineEvent[], context: DrawContext, upTo: number): Due | undefined {
  const [head] = events;
  if (head === undefined) return undefined;
  if (head.type === 'asked' && asksForApproval(head)) return requestDue(head, context);
  const range = takeLines(events, upTo);
  return {
    kind: 'lines',
    first: head.seq,
    last: range.at(-1)?.seq ?? head.seq,
    rendered: threadMessage(range, context),
    changed: changedRequests(range),
  };
}

function requestDue(event: Extract<TimelineEvent, { type: 'asked' }>, context: DrawContext): Due {
  const request = requestIn(context.view, event.request.id);
  return {
    kind: 'request',
    first: event.seq,
    last: event.seq,
    rendered: requestMessage({ ...context, request }),
    request: request.id,
    changed: [],
  };
}

/** A request's message that was deleted in Slack, once more; nothing of the timeline is shown by it. */
const lostRequestDue = (id: string, { cursor }: Shown, context: DrawContext): Due => ({
  kind: 'request',
  first: cursor,
  last: cursor,
  rendered: drawRequest(context, id),
  request: id,
  lost: id,
  changed: [],
});

function requestIn(view: UpgradeView, id: string): RequestView {
  const request = view.requests.find((one) => one.id === id);
  if (request === undefined) throw new Error('the timeline holds a request that its view does not');
  return request;
}

/** The message of a request as it stands now. */
export function drawRequest(context: DrawContext, id: string): Rendered {
  return requestMessage({ ...context, request: requestIn(context.view, id) });
}

function takeLines(events: readonly TimelineEvent[], upTo: number): TimelineEvent[] {
  const stop = events.findIndex((event) => asksForApproval(event) || event.seq > upTo);
  const range = stop === -1 ? events : events.slice(0, stop);
  return range.slice(0, MAX_EVENTS_PER_MESSAGE);
}

function changedRequests(events: readonly TimelineEvent[]): string[] {
  const ids = events.flatMap((event) => (isDecision(event) ? [event.request] : []));
  return [...new Set(ids)];
}

type Decision = Extract<TimelineEvent, { type: (typeof decisions)[number] }>;

function isDecision(event: TimelineEvent): event is Decision {
  return decisions.some((type) => type === event.type);
}

/** A short name for what a message says: equal messages have equal hashes. */
export function hashOf(rendered: Rendered): string {
  return createHash('sha256').update(JSON.stringify(rendered)).digest('hex').slice(0, 32);
}
