import type { OutcomeResult, RequestRecord, TimelineEvent } from './events.js';

/**
 * - `open`: waits for other people
 * - `granted`: may be carried out
 * - `begun`: the call is under way, or its outcome has to be found out
 * - `ended`: carried out, or found not to be; see `outcome`
 */
export type RequestStatus = 'open' | 'granted' | 'begun' | 'ended' | 'rejected' | 'withdrawn' | 'voided' | 'expired';

export interface RequestView extends RequestRecord {
  readonly askedAt: number;
  readonly status: RequestStatus;
  /** Who has approved so far, in order. */
  readonly approvedBy: readonly string[];
  /** Who decided (last approver, rejecter, withdrawer) and when it was decided, voided or expired. */
  readonly decidedBy?: string;
  readonly decidedAt?: number;
  /** When its approvers were called again. */
  readonly remindedAt?: number;
  /** What changed, for a void request. */
  readonly changes?: readonly string[];
  /** When its call was announced (epoch ms). */
  readonly begunAt?: number;
  readonly sendBy?: number;
  readonly timeoutMs?: number;
  readonly outcome?: OutcomeResult;
  readonly outcomeAt?: number;
  readonly outcomeDetail?: string;
  readonly report?: readonly string[];
}

type RequestEvent = Extract<
  TimelineEvent,
  { type: 'asked' | 'approved' | 'rejected' | 'withdrawn' | 'voided' | 'expired' | 'reminded' | 'begun' | 'outcome' }
>;

/** The requests of an upgrade after something happened to one. */
export function changeRequests(requests: readonly RequestView[], event: RequestEvent): RequestView[] {
  if (event.type === 'asked') {
    const status = event.request.required === 0 ? 'granted' : 'open';
    return [...requests, { ...event.request, askedAt: event.at, status, approvedBy: [] }];
  }
  return requests.map((request) => (request.id === event.request ? changeRequest(request, event) : request));
}

function changeRequest(request: RequestView, event: Exclude<RequestEvent, { type: 'asked' }>): RequestView {
  switch (event.type) {
    case 'approved': {
      const approvedBy = [...request.approvedBy, event.by];
      if (!event.granted) return { ...request, approvedBy };
      return { ...request, approvedBy, status: 'granted', decidedBy: event.by, decidedAt: event.at };
    }
    case 'rejected':
    case 'withdrawn':
      return { ...request, status: event.type, decidedBy: event.by, decidedAt: event.at };
    case 'voided':
      return { ...request, status: 'voided', changes: event.changes, decidedAt: event.at };
    case 'expired':
      return { ...request, status: 'expired', decidedAt: event.at };
    case 'reminded':
      return { ...request, remindedAt: event.at };
    case 'begun':
      return { ...request, status: 'begun', begunAt: event.at, sendBy: event.sendBy, timeoutMs: event.timeoutMs };
    case 'outcome':
      return {
        ...request,
        status: 'ended',
        outcome: event.result,
        outcomeAt: event.at,
        ...(event.detail === undefined ? {} : { outcomeDetail: event.detail }),
        ...(event.report === undefined ? {} : { report: event.report }),
      };
    default:
      return event satisfies never;
  }
}
