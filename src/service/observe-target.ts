import { agreedFacts, disagreementAfter } from '../core/agree.js';
import { asAppError } from '../core/errors.js';
import type { Happening } from '../core/events.js';
import type { Observation } from '../core/observation.js';
import { isAnotherRun, runIsOn, whatHappened } from '../core/observe.js';
import type { Gauges, TargetRecord } from '../core/ports.js';
import { sameFacts } from '../core/snapshot.js';
import type { UpgradeView } from '../core/view.js';
import { type Deps, type Target, targetOf } from './deps.js';
import { opening } from './opening.js';

export interface Look {
  readonly seen: Observation;
  /** The open upgrade after what was seen is recorded; undefined when none is open. */
  readonly view?: UpgradeView;
  readonly record: TargetRecord;
  /** Two readings one after the other disagreed: nothing was recorded; look again soon. */
  readonly unsettled: boolean;
}

/** A look is repeated this often when somebody else writes at the same time. */
const TRIES = 4;
/** Failed looks in a row before contact counts as lost. */
export const LOST_AFTER = 3;
/** Users and tasks are stored at most this often (ms): they change with every look. */
const GAUGES_EVERY_MS = 15_000;

/**
 * Looks at a target and records what changed. A change counts when an immediate second reading agrees: balanced nodes
 * may disagree for a moment.
 * @throws AppError when the target cannot be read (counted; contact is recorded as lost after several) or the store fails.
 */
export async function observeTarget(deps: Deps, name: string, signal?: AbortSignal): Promise<Look> {
  const target = targetOf(deps, name);
  for (let attempt = 1; ; attempt += 1) {
    const record = await deps.timeline.takeUp(name);
    const look = await lookOnce(deps, target, record, signal);
    if (look !== undefined) return look;
    if (attempt === TRIES) {
      const { observer } = target;
      const latest = await deps.timeline.record(name);
      return { ...asLook(await observer.observe(signal), latest), unsettled: true };
    }
  }
}

function asLook(seen: Observation, record: TargetRecord): Look {
  const view = openView(record);
  return { seen, record, unsettled: false, ...(view === undefined ? {} : { view }) };
}

function openView(record: TargetRecord): UpgradeView | undefined {
  return record.open === undefined ? undefined : record.view;
}

/** Undefined when somebody else wrote meanwhile: read again and decide again. */
async function lookOnce(
  deps: Deps,
  target: Target,
  record: TargetRecord,
  signal: AbortSignal | undefined,
): Promise<Look | undefined> {
  const { name } = target.settings;
  const seen = await readTarget(deps, target, record, signal);
  const first = changes(deps, target, record, seen);
  const confirmed = first.some(isFact) ? await readTarget(deps, target, record, signal) : seen;
  const agreed = confirmed === seen ? seen : agreedFacts(openView(record), seen, confirmed);
  const unsettled = !sameFacts(seen, confirmed);
  const disagreement = disagreementAfter(record.disagreement, unsettled);
  if (disagreement !== record.disagreement) await deps.looks.saveDisagreement(name, disagreement);
  const happenings = agreed === undefined ? [] : changes(deps, target, record, agreed);
  if (happenings.length === 0) {
    await keepBook(deps, target, record, confirmed);
    return { ...asLook(confirmed, record), unsettled };
  }
  const view = openView(record);
  const written = await deps.record({ target: name, view, happenings, guard: { epoch: record.epoch } });
  if (!written.ok) return undefined;
  if (written.view.finishedHow === 'unseen') return undefined;
  // Users are part of what this warning says: the card's figures must be those of the same look.
  const figuresTold = happenings.some((one) => one.type === 'warned' && one.kind === 'lopsided');
  await keepBook(deps, target, figuresTold ? { ...record, gaugesAt: 0 } : record, confirmed);
  const open = written.view.finishedAt === undefined ? { view: written.view } : {};
  return { seen: confirmed, record, unsettled, ...open };
}

/** What a second reading has to agree on. Time and contact are our own business. */
function isFact({ type }: Happening): boolean {
  return type === 'state' || type === 'node' || type === 'finished' || type === 'opened';
}

function changes(deps: Deps, target: Target, record: TargetRecord, seen: Observation): Happening[] {
  const { settings, profile } = target;
  const view = openView(record);
  if (view !== undefined && isAnotherRun(view, seen)) return [{ type: 'finished', how: 'unseen' }];
  if (view !== undefined) {
    const { disagreement } = record;
    return whatHappened(view, { seen, settings: settings.warn, now: deps.clock.now(), profile, disagreement });
  }
  if (!runIsOn(seen)) return [];
  return [
    opening(target, record, seen, { how: 'noticed' }),
    {
      type: 'state',
      to: seen.state,
      phase: seen.phase,
      ...(seen.run?.rollbackRequested === true ? { back: true } : {}),
      ...(seen.mode === undefined ? {} : { mode: seen.mode }),
    },
  ];
}

async function readTarget(
  deps: Deps,
  target: Target,
  record: TargetRecord,
  signal?: AbortSignal,
): Promise<Observation> {
  try {
    return await target.observer.observe(signal);
  } catch (error) {
    if (signal?.aborted !== true) await noteFailure(deps, target, record, asAppError(error).message);
    throw error;
  }
}

async function noteFailure(deps: Deps, target: Target, record: TargetRecord, detail: string): Promise<void> {
  const { name } = target.settings;
  const failures = await deps.looks.failed(name, detail, deps.clock.now());
  const view = openView(record);
  if (view === undefined || view.lostSince !== undefined || failures < LOST_AFTER) return;
  const guard = { epoch: record.epoch };
  await deps.record({ target: name, view, happenings: [{ type: 'lost', detail, failures }], guard });
}

/** Only now is the target known: a look that had to be repeated must still say that it was the first. */
async function keepBook(deps: Deps, { settings }: Target, record: TargetRecord, seen: Observation): Promise<void> {
  if (record.failures > 0 || !record.known) await deps.looks.succeeded(settings.name, record.epoch);
  await keepGauges(deps, record, seen);
}

async function keepGauges(deps: Deps, record: TargetRecord, seen: Observation): Promise<void> {
  const { view, open } = record;
  if (open === undefined || view === undefined || record.now - record.gaugesAt < GAUGES_EVERY_MS) return;
  const gauges = gaugesOf(seen);
  if (JSON.stringify([...gauges]) === JSON.stringify([...record.gauges])) return;
  await deps.looks.saveGauges(view.target, gauges, record.now);
  await deps.jobs.card(view.target, view.number);
}

function gaugesOf(seen: Observation): Gauges {
  return new Map(
    seen.nodes.map(({ id, users, tasks }) => [
      id,
      { ...(users === undefined ? {} : { users }), ...(tasks === undefined ? {} : { tasks }) },
    ]),
  );
}
