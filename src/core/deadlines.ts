import { openRequests, type RequestView, type UpgradeView } from './view.js';

/** What time alone brings an open request, and when (epoch ms). */
export interface Deadline {
  readonly request: string;
  readonly type: 'reminded' | 'expired';
  readonly at: number;
}

/** Requests that stand shorter than this (ms) need no reminder. */
const SHORTEST_REMINDED_MS = 120_000;

/** What is next for an open request: its reminder at half time, once, then its end. */
export function deadlineOf({ id, askedAt, expiresAt, remindedAt }: RequestView, now: number): Deadline {
  const stands = expiresAt - askedAt;
  if (remindedAt !== undefined || stands < SHORTEST_REMINDED_MS || now >= expiresAt) {
    return { request: id, type: 'expired', at: expiresAt };
  }
  return { request: id, type: 'reminded', at: askedAt + Math.ceil(stands / 2) };
}

/** The earliest deadline of an upgrade's open requests; undefined when none is open. */
export function nextDeadline(view: UpgradeView, now: number): Deadline | undefined {
  return openRequests(view)
    .map((request) => deadlineOf(request, now))
    .reduce<Deadline | undefined>((first, one) => (first === undefined || one.at < first.at ? one : first), undefined);
}
