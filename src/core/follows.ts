import type { Happening } from './events.js';
import type { RequestStatus, UpgradeView } from './view.js';

type RequestHappening = Extract<Happening, { request: string }>;

/** What may happen to a request, by what has become of it so far. */
const allowedFrom = {
  approved: ['open'],
  rejected: ['open'],
  withdrawn: ['open'],
  reminded: ['open'],
  expired: ['open'],
  voided: ['open', 'granted'],
  begun: ['granted'],
  outcome: ['granted', 'begun'],
} as const satisfies Record<RequestHappening['type'], readonly RequestStatus[]>;

/**
 * Whether something may be written after what the view says. A decision that rests on a newer view than the one it was
 * made on, for example in a process that was frozen in between, must not be written on top of it: a request is decided
 * once, begun once, and has one outcome.
 */
export function follows(view: UpgradeView | undefined, happening: Happening): boolean {
  if (happening.type === 'opened') return view === undefined;
  if (view?.finishedAt !== undefined) return false;
  if (!isAboutRequest(happening)) return true;
  const request = view?.requests.find(({ id }) => id === happening.request);
  const allowed: readonly RequestStatus[] = allowedFrom[happening.type];
  return request !== undefined && allowed.includes(request.status);
}

function isAboutRequest(happening: Happening): happening is RequestHappening {
  return happening.type in allowedFrom;
}
