import { judgeLostCall, stateWords } from '../core/actions.js';
import type { AppError } from '../core/errors.js';
import type { Happening, OutcomeResult } from '../core/events.js';
import type { Observation } from '../core/observation.js';
import { intendedOf, type RequestView, type UpgradeView } from '../core/view.js';
import { type Deps, targetOf } from './deps.js';
import { observeTarget } from './observe-target.js';

/** How long (ms) a target may take to show the effect of a call whose answer was lost on the way. */
export const SHOWS_WITHIN_MS = 3_000;
const LOOK_AGAIN_MS = 500;
const COME_BACK_MS = 1_000;
/** How long (ms) to go on trying to read a target before the outcome stays unknown. */
const READABLE_WITHIN_MS = 600_000;

/** Work that is not finished yet: come back at this time (epoch ms). */
export type Later = { readonly at: number };

/**
 * Finds out what became of a call whose answer is lost. Until `deadline` (epoch ms) the call may still be under way,
 * so only a visible effect counts before it.
 */
export async function settle(
  deps: Deps,
  view: UpgradeView,
  request: RequestView,
  deadline: number,
  failure?: AppError,
): Promise<Later | undefined> {
  const why = failure === undefined ? 'its answer never arrived' : failure.message;
  for (;;) {
    const found = await lookForEffect(deps, view, request, deadline, why);
    if (found !== undefined) return await settled(deps, view, request.id, found);
    const now = deps.clock.now();
    if (deadline - now > SHOWS_WITHIN_MS || now >= deadline) return { at: now + COME_BACK_MS };
    await deps.clock.wait(LOOK_AGAIN_MS);
  }
}

interface Found {
  readonly result: OutcomeResult;
  readonly detail: string;
}

/** One look; undefined when nothing can be said yet. */
async function lookForEffect(
  deps: Deps,
  view: UpgradeView,
  request: RequestView,
  deadline: number,
  why: string,
): Promise<Found | undefined> {
  const { profile, observer } = targetOf(deps, view.target);
  const now = deps.clock.now();
  const seen = await readOrUndefined(deps, () => observer.observe(), view.target);
  if (seen === undefined) {
    if (now < deadline + READABLE_WITHIN_MS) return undefined;
    return { result: 'unknown', detail: `${why}; the target could not be read since` };
  }
  const judged = judgeLostCall(profile, intendedOf(request), seen, request.seen);
  if (judged === 'done') return { result: 'done', detail: why };
  if (now < deadline) return undefined;
  if (judged === 'not-done') return { result: 'not-done', detail: why };
  return {
    result: 'unknown',
    detail: `${why}; ${stateWords(profile, seen.state, seen.phase, seen.run?.rollbackRequested)}`,
  };
}

async function readOrUndefined(
  deps: Deps,
  observe: () => Promise<Observation>,
  target: string,
): Promise<Observation | undefined> {
  try {
    return await observe();
  } catch (error) {
    deps.log.info({ target, err: error }, 'could not read the target to settle an action');
    return undefined;
  }
}

async function settled(
  deps: Deps,
  view: UpgradeView,
  request: string,
  { result, detail }: Found,
): Promise<Later | undefined> {
  const later = await outcome(deps, view, request, result, detail, true);
  if (later === undefined) await lookAfterwards(deps, view.target);
  return later;
}

/** Shows what the action brought about without waiting for the next poll, which would find it anyway. */
export async function lookAfterwards(deps: Deps, target: string): Promise<void> {
  try {
    await observeTarget(deps, target);
  } catch (error) {
    deps.log.info({ target, err: error }, 'could not look right after an action; the next poll will');
  }
  await deps.jobs.look(target);
}

export function outcome(
  deps: Deps,
  view: UpgradeView,
  request: string,
  result: OutcomeResult,
  detail: string | undefined,
  lostAnswer: boolean,
  report: readonly string[] = [],
): Promise<Later | undefined> {
  return note(deps, view, {
    type: 'outcome',
    request,
    result,
    lostAnswer,
    ...(detail === undefined ? {} : { detail }),
    ...(report.length === 0 ? {} : { report: [...report] }),
  });
}

/** Records onto the latest view. Refused only when somebody settled the request meanwhile. */
export async function note(
  deps: Deps,
  view: UpgradeView,
  happening: Extract<Happening, { type: 'outcome' | 'voided' }>,
): Promise<Later | undefined> {
  let latest: UpgradeView | undefined = view;
  const takesIt = ({ finishedAt, requests }: UpgradeView): boolean =>
    finishedAt === undefined &&
    requests.some(({ id, status }) => id === happening.request && (status === 'granted' || status === 'begun'));
  while (latest !== undefined && takesIt(latest)) {
    const written = await deps.record({ target: view.target, view: latest, happenings: [happening] });
    if (written.ok) return undefined;
    latest = (await deps.timeline.record(view.target)).view;
    if (latest?.number !== view.number) return undefined;
  }
  return undefined;
}
