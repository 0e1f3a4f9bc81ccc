import { deadlineOf, nextDeadline } from '../core/deadlines.js';
import type { TargetRecord } from '../core/ports.js';
import { inFlight, openRequests } from '../core/view.js';
import { attendRequests } from './attend-requests.js';
import type { Deps } from './deps.js';

/**
 * Repays what a crash left owing on one target: messages not shown, requests granted but not carried out or without an
 * outcome, requests past their reminder or their end. It asks the timeline, not the queues; the jobs it adds do no harm when they exist.
 */
export async function sweepTarget(deps: Deps, target: string): Promise<void> {
  const record = await deps.timeline.record(target);
  for (const upgrade of await deps.timeline.owing(target)) {
    await deps.jobs.publish(target, upgrade);
    await deps.jobs.card(target, upgrade);
  }
  await sweepRequests(deps, target, record);
}

async function sweepRequests(deps: Deps, target: string, { open, view, now }: TargetRecord): Promise<void> {
  if (open === undefined || view === undefined) return;
  const pending = inFlight(view);
  if (pending !== undefined) await deps.jobs.act(target, open, pending.id);
  const next = nextDeadline(view, now);
  if (next !== undefined && now >= next.at) await attendRequests(deps, target);
  for (const request of openRequests(view)) {
    const { at } = deadlineOf(request, now);
    if (now < request.expiresAt) await deps.jobs.attend(target, open, request.id, at);
  }
}
