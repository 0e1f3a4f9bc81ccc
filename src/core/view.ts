import type { NodeRecord, TimelineEvent, WarningKind } from './events.js';
import type { ActionName, Ending, Intended, Phase, ProductName } from './products.js';
import { changeRequests, type RequestStatus, type RequestView } from './request-view.js';
import { changeRun, type RunView, runOpened } from './run-view.js';
import { isUpgraded, isUpgradedNow, versionBefore } from './upgraded.js';

/** Changed whenever `fold` gives another view for the same events: a stored view of another version is folded again. */
export const foldVersion = 6;

export type { RequestStatus, RequestView, RunView };

export interface NodeView extends NodeRecord {
  /** When the node entered its present state (epoch ms). */
  readonly since: number;
  /** The node has come up on another version than the upgrade started from. */
  readonly upgraded: boolean;
}

export interface WarningView {
  readonly key: string;
  readonly kind: WarningKind;
  readonly subject: string;
  readonly detail?: string;
  readonly since: number;
}

/** The timeline folded: what is true now. */
export interface UpgradeView {
  readonly seq: number;
  readonly target: string;
  readonly product: ProductName;
  readonly label: string;
  readonly number: number;
  readonly channel: string;
  readonly how: 'asked' | 'noticed';
  readonly by?: string;
  readonly firstLook: boolean;
  readonly openedAt: number;
  readonly state: string;
  readonly phase: Phase;
  readonly mode?: boolean;
  readonly stateSince: number;
  /** The version before the upgrade. */
  readonly originalVersion?: string;
  readonly nodes: readonly NodeView[];
  /** The nodes at the opening. */
  readonly startedWith: readonly { readonly id: string; readonly name: string }[];
  /** In the order asked. */
  readonly requests: readonly RequestView[];
  readonly warnings: readonly WarningView[];
  /** The run in stages, for a product that makes one. */
  readonly run?: RunView;
  readonly lostSince?: number;
  readonly lostDetail?: string;
  /** The target has been seen in another phase than `idle` during this upgrade. */
  readonly leftIdle: boolean;
  /** The last time something moved on the target (epoch ms). */
  readonly movedAt: number;
  readonly finishedAt?: number;
  readonly finishedHow?: Ending;
}

/** Folds events onto a view. Pure; events must follow the view's sequence without a gap. */
export function fold(view: UpgradeView | undefined, events: readonly TimelineEvent[]): UpgradeView | undefined {
  return events.reduce<UpgradeView | undefined>((current, event) => step(current, event), view);
}

function step(view: UpgradeView | undefined, event: TimelineEvent): UpgradeView {
  if (event.type === 'opened') return opened(event);
  if (view === undefined) throw new Error('a timeline begins with its opening');
  if (event.seq !== view.seq + 1) throw new Error(`event ${event.seq} does not follow ${view.seq}`);
  return { ...apply(view, event), seq: event.seq };
}

type Opened = Extract<TimelineEvent, { type: 'opened' }>;

function opened(event: Opened): UpgradeView {
  const { seen } = event;
  const original = seen.originalVersion ?? versionBefore(seen);
  return {
    seq: event.seq,
    target: event.target,
    product: event.product,
    label: event.label,
    number: event.number,
    channel: event.channel,
    how: event.how,
    ...(event.by === undefined ? {} : { by: event.by }),
    firstLook: event.firstLook,
    openedAt: event.at,
    state: seen.state,
    phase: seen.phase,
    ...(seen.mode === undefined ? {} : { mode: seen.mode }),
    stateSince: event.at,
    ...(original === undefined ? {} : { originalVersion: original }),
    nodes: seen.nodes.map((node) => ({ ...node, since: event.at, upgraded: isUpgraded(node, original, seen.phase) })),
    startedWith: seen.nodes.map(({ id, name }) => ({ id, name })),
    // A run that is over when the upgrade opens belongs to the upgrade before.
    ...(seen.run === undefined || seen.phase === 'idle' ? {} : { run: runOpened(seen.run, event.at) }),
    requests: [],
    warnings: [],
    leftIdle: seen.phase !== 'idle',
    movedAt: event.at,
  };
}

function apply(view: UpgradeView, event: Exclude<TimelineEvent, Opened>): UpgradeView {
  switch (event.type) {
    case 'state':
      return enterState(view, event);
    case 'node':
      return { ...view, nodes: changeNode(view, event), movedAt: event.at };
    case 'warned':
    case 'cleared':
      return { ...view, warnings: changeWarnings(view.warnings, event) };
    case 'stage':
    case 'log':
    case 'log-full':
      return { ...view, run: changeRun(view.run, event), movedAt: event.at };
    case 'run':
      return {
        ...view,
        run: changeRun(view.run, event),
        phase: event.phase,
        leftIdle: view.leftIdle || event.phase !== 'idle',
      };
    case 'lost':
      return { ...view, lostSince: event.at, lostDetail: event.detail };
    case 'regained': {
      const { lostSince: _since, lostDetail: _detail, ...rest } = view;
      return rest;
    }
    case 'finished':
      return { ...view, finishedAt: event.at, finishedHow: event.how };
    default:
      return { ...view, requests: changeRequests(view.requests, event) };
  }
}

function enterState(view: UpgradeView, event: Extract<TimelineEvent, { type: 'state' }>): UpgradeView {
  const original = view.originalVersion ?? event.originalVersion;
  return {
    ...view,
    state: event.to,
    phase: event.phase,
    ...(event.mode === undefined ? {} : { mode: event.mode }),
    ...(original === undefined ? {} : { originalVersion: original }),
    stateSince: event.at,
    leftIdle: view.leftIdle || event.phase !== 'idle',
    movedAt: event.at,
  };
}

function changeNode(view: UpgradeView, event: Extract<TimelineEvent, { type: 'node' }>): NodeView[] {
  const { node } = event;
  if (event.change === 'left') return view.nodes.filter((known) => known.id !== node.id);
  const known = view.nodes.find((one) => one.id === event.wasId);
  const since = event.stateChanged || known === undefined ? event.at : known.since;
  const next: NodeView = { ...node, since, upgraded: isUpgradedNow(node, view.originalVersion, known) };
  if (known === undefined) return [...view.nodes, next];
  return view.nodes.map((one) => (one.id === event.wasId ? next : one));
}

function changeWarnings(
  warnings: readonly WarningView[],
  event: Extract<TimelineEvent, { type: 'warned' | 'cleared' }>,
): WarningView[] {
  const others = warnings.filter((warning) => warning.key !== event.key);
  if (event.type === 'cleared') return others;
  const { key, kind, subject, detail, at } = event;
  return [...others, { key, kind, subject, ...(detail === undefined ? {} : { detail }), since: at }];
}

/** What was wanted of the action. */
export function intendedOf(request: RequestView): Intended & { readonly action: ActionName } {
  const { action, to, release, files, size, keep, started } = request;
  return {
    action,
    ...(to === undefined ? {} : { to }),
    ...(release === undefined ? {} : { release }),
    ...(files === undefined ? {} : { files }),
    ...(size === undefined ? {} : { size }),
    ...(keep === undefined ? {} : { keep }),
    ...(started === undefined ? {} : { started }),
  };
}

/** The request that is being carried out, if any: one action per target is in flight at a time. */
export function inFlight(view: UpgradeView): RequestView | undefined {
  return underWay(view).find(({ reads }) => reads !== true);
}

/** Requests that are being carried out, those that only read included. */
export function underWay(view: UpgradeView): RequestView[] {
  return view.requests.filter(({ status }) => status === 'granted' || status === 'begun');
}

/** Requests that wait for other people. */
export function openRequests(view: UpgradeView): RequestView[] {
  return view.requests.filter((request) => request.status === 'open');
}
