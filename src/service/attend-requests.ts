import { nextDeadline } from '../core/deadlines.js';
import type { Deps } from './deps.js';

/**
 * Does for a target's open requests what their time asks for, by the store's clock: reminds the approvers at half time,
 * ends a request whose time is over.
 * @returns when the next of these is due (epoch ms), if a request is open.
 */
export async function attendRequests(
  deps: Pick<Deps, 'timeline' | 'record'>,
  target: string,
): Promise<number | undefined> {
  for (;;) {
    const { open, view, now } = await deps.timeline.record(target);
    if (open === undefined || view === undefined) return undefined;
    const next = nextDeadline(view, now);
    if (next === undefined || now < next.at) return next?.at;
    const { request, type, at } = next;
    await deps.record({ target, view, happenings: [{ type, request }], guard: { notBefore: at } });
  }
}
