import type { TargetRecord } from '../core/ports.js';
import { inFlight, openRequests } from '../core/view.js';
import type { Deps } from './deps.js';
import { expireRequests } from './expire-requests.js';

/**
 * Repays what a crash left owing on one target: messages not shown, requests granted but not carried out or without an
 * outcome, requests past their time. It asks the timeline, not the queues; the jobs it adds do no harm when they exist.
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
  const waiting = openRequests(view);
  if (waiting.some((request) => now >= request.expiresAt)) await expireRequests(deps, target);
  for (const request of waiting) {
    if (now < request.expiresAt) await deps.jobs.expire(target, open, request.id, request.expiresAt);
  }
}
