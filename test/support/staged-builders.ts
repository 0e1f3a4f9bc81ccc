import { instabase } from '../../src/adapters/instabase/profile.js';
import type { Happening, TimelineEvent } from '../../src/core/events.js';
import type { LogLine, Observation, RunObservation, StageObservation } from '../../src/core/observation.js';
import { whatHappened } from '../../src/core/observe.js';
import { snapshotOf } from '../../src/core/snapshot.js';
import { fold, type RequestView, type UpgradeView } from '../../src/core/view.js';
import type { AnswerContext } from '../../src/slack/render/context.js';
import { aRequest, minutes, T0 } from './builders.js';

export const stagedProfile = instabase;
export const stagedAnswering: AnswerContext = { command: '/upgrade', profileOf: () => instabase };

const conditions = {
  UNSTARTED: 'waiting',
  UNDERWAY: 'underway',
  COMPLETED: 'done',
  ROLLEDBACK: 'undone',
  FAILED: 'error',
} as const;
type Status = keyof typeof conditions;

const order = instabase.stages ?? [];

/** The stages of a run that has come to this one. */
export function stagesAt(current: string, status: Status = 'UNDERWAY'): StageObservation[] {
  const at = order.indexOf(current);
  const statusOf = (index: number): Status => {
    if (index === at) return status;
    return at === -1 || index < at ? 'COMPLETED' : 'UNSTARTED';
  };
  return order.map((name, index) => ({ name, status: statusOf(index), condition: conditions[statusOf(index)] }));
}

export const aLogLine = (changes: Partial<LogLine> = {}): LogLine => ({
  stage: 'RUN_ACTIONS',
  level: 'WARNING',
  message: 'marketplace app "ml-studio" skipped',
  at: T0,
  ...changes,
});

export const aRun = (changes: Partial<RunObservation> = {}): RunObservation => ({
  release: '23.04.3',
  started: true,
  rollbackRequested: false,
  stages: stagesAt('RUN_ACTIONS'),
  log: [],
  firstLogAt: T0,
  ...changes,
});

/** A look at a target in stages. */
export const aStagedLook = (
  state: string,
  phase: Observation['phase'] = 'running',
  run: Partial<RunObservation> = {},
): Observation => ({ state, phase, nodes: [], run: aRun({ stages: stagesAt(state), ...run }) });

/** No upgrade was ever created. */
export const nothingCreated: Observation = { state: 'NOT_FOUND', phase: 'idle', nodes: [] };

/** A request on ib, asked by U0ALICE, that needed nobody else. */
export const aStagedRequest = (changes: Partial<RequestView> = {}): RequestView =>
  aRequest({ id: 'r0', action: 'create', required: 0, approvers: [], seen: snapshotOf(nothingCreated), ...changes });

const settings = { noProgressMs: minutes(30), standingMs: minutes(60), lopsided: 3 };

export interface Told {
  readonly opening: TimelineEvent;
  readonly view: UpgradeView;
  /** Without the opening. */
  readonly events: readonly TimelineEvent[];
}

/** A timeline of ib, written as the bot writes it: from looks and from what people did. One minute passes in between. */
export function tell(first: Observation, then: readonly (Observation | Happening)[], by?: string): Told {
  const opening: TimelineEvent = {
    seq: 1,
    at: T0,
    type: 'opened',
    target: 'ib',
    product: 'instabase',
    label: 'Instabase',
    number: 3,
    channel: 'C0OPS',
    how: by === undefined ? 'noticed' : 'asked',
    ...(by === undefined ? {} : { by }),
    firstLook: false,
    seen: snapshotOf(first),
  };
  let told: Told = { opening, view: folded(undefined, [opening]), events: [] };
  for (const [index, one] of then.entries()) {
    const at = T0 + minutes(index + 1);
    const basis = { settings, now: at, profile: instabase, disagreement: 0 };
    const happenings = 'type' in one ? [one] : whatHappened(told.view, { ...basis, seen: one });
    const events = happenings.map((happening, step) => ({ ...happening, seq: told.view.seq + step + 1, at }));
    told = { opening, view: folded(told.view, events), events: [...told.events, ...events] };
  }
  return told;
}

function folded(view: UpgradeView | undefined, events: readonly TimelineEvent[]): UpgradeView {
  const next = fold(view, events);
  if (next === undefined) throw new Error('no event opens the timeline');
  return next;
}

/** The request as its event holds it. */
export function recordOf(request: RequestView): Extract<Happening, { type: 'asked' }> {
  const { askedAt: _askedAt, status: _status, approvedBy: _approvedBy, ...record } = request;
  return { type: 'asked', request: record };
}
