import type { Refusal } from './answers.js';
import type { RequestView } from './view.js';

/** How decisions are made on a target. */
export interface ApprovalSettings {
  /** Actions that need approval besides those that always do. */
  readonly actions: readonly string[];
  /** How many other people. */
  readonly required: number;
  readonly expiresMs: number;
}

/** How many other people must approve the action; 0 when none. */
export function approvalsNeeded(action: string, always: boolean, settings: ApprovalSettings): number {
  return always || settings.actions.includes(action) ? settings.required : 0;
}

/**
 * What can be said of a press without asking anybody: closed requests, own requests, second presses.
 * Undefined when rights and the target have to be looked at. A rejection by the asker is a withdrawal, and allowed.
 */
export function refuseClick(
  request: RequestView | undefined,
  by: string,
  decision: 'approve' | 'reject',
  now: number,
): Refusal | undefined {
  if (request === undefined) return { why: 'no-such-request' };
  if (request.status !== 'open') return decidedRefusal(request);
  if (now >= request.expiresAt) return { why: 'decided', status: 'expired', at: request.expiresAt };
  if (decision === 'reject') return undefined;
  if (request.by === by) return { why: 'own-request' };
  if (request.approvedBy.includes(by)) return { why: 'approved-before' };
  return undefined;
}

function decidedRefusal(request: RequestView): Refusal {
  return {
    why: 'decided',
    status: request.status,
    ...(request.decidedBy === undefined ? {} : { by: request.decidedBy }),
    ...(request.decidedAt === undefined ? {} : { at: request.decidedAt }),
  };
}

/** Whether this approval completes what the request needs. */
export function completes(request: RequestView): boolean {
  return request.approvedBy.length + 1 >= request.required;
}
