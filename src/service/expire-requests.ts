import { openRequests } from '../core/view.js';
import type { Deps } from './deps.js';

/**
 * Ends the requests of a target whose time is over, by the store's clock.
 * @returns when the next one is due (epoch ms), if one is open.
 */
export async function expireRequests(
  deps: Pick<Deps, 'timeline' | 'record'>,
  target: string,
): Promise<number | undefined> {
  for (;;) {
    const { open, view, now } = await deps.timeline.record(target);
    if (open === undefined || view === undefined) return undefined;
    const waiting = openRequests(view);
    const due = waiting.find((request) => now >= request.expiresAt);
    if (due === undefined) return waiting.length === 0 ? undefined : Math.min(...waiting.map((one) => one.expiresAt));
    const happenings = [{ type: 'expired', request: due.id } as const];
    await deps.record({ target, view, happenings, guard: { notBefore: due.expiresAt } });
  }
}
