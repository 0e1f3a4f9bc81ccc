import type { NodeRecord, TimelineEvent, WarningKind } from './events.js';
import type { NodeCondition, Phase } from './products.js';

/** A state and how long the target was in it (epoch ms); without `until` it has not ended. */
export interface Stay {
  readonly state: string;
  readonly phase: Phase;
  /** The run went back through its stages. */
  readonly back?: boolean;
  readonly from: number;
  readonly until?: number;
}

/** One time that a node was not in service: from going down until it was back (epoch ms). */
export interface Outage {
  readonly name: string;
  readonly from: number;
  readonly until?: number;
  /** It was down when the upgrade began: since when is not known. */
  readonly sinceBefore: boolean;
  /** It left the cluster and did not come back. */
  readonly left: boolean;
  readonly wasVersion?: string;
  readonly version?: string;
}

/** A warning as it was told last, and how long it stood (epoch ms). */
export interface StoodWarning {
  readonly key: string;
  readonly kind: WarningKind;
  readonly subject: string;
  readonly detail?: string;
  readonly from: number;
  readonly until?: number;
}

/** What an upgrade's timeline says of time: each list in the order of its beginnings. */
export interface Account {
  readonly stays: readonly Stay[];
  readonly outages: readonly Outage[];
  readonly warnings: readonly StoodWarning[];
}

/** Pure; events from the opening on. */
export function accountOf(events: readonly TimelineEvent[]): Account {
  return { stays: staysIn(events), outages: outagesIn(events), warnings: warningsIn(events) };
}

function staysIn(events: readonly TimelineEvent[]): Stay[] {
  const stays: Stay[] = [];
  const end = (at: number): void => {
    const last = stays.pop();
    if (last !== undefined) stays.push({ ...last, until: at });
  };
  for (const event of events) {
    if (event.type === 'finished') {
      // The state that ends an upgrade comes together with its end: nothing was spent in it.
      if (stays.at(-1)?.phase === 'idle' && stays.at(-1)?.from === event.at) stays.pop();
      else end(event.at);
    }
    const entered = enteredBy(event);
    if (entered === undefined || entered.state === stays.at(-1)?.state) continue;
    end(event.at);
    stays.push({ ...entered, from: event.at });
  }
  return stays;
}

function enteredBy(event: TimelineEvent): Pick<Stay, 'state' | 'phase' | 'back'> | undefined {
  if (event.type === 'opened') return { state: event.seen.state, phase: event.seen.phase };
  if (event.type !== 'state') return undefined;
  const { to: state, phase, back } = event;
  return { state, phase, ...(back === undefined ? {} : { back }) };
}

const down: readonly NodeCondition[] = ['leaving', 'off', 'starting', 'error'];

function outagesIn(events: readonly TimelineEvent[]): Outage[] {
  const outages: Outage[] = [];
  const versions = new Map<string, string>();
  const see = (node: NodeRecord, at: number, how: { sinceBefore: boolean; left: boolean }): void => {
    const open = outages.findIndex(({ name, until }) => name === node.name && until === undefined);
    const isDown = how.left || down.includes(node.condition);
    const next = nextOutage(outages[open], node, at, { ...how, isDown, wasVersion: versions.get(node.name) });
    if (next !== undefined) outages.splice(open === -1 ? outages.length : open, 1, next);
    if (node.version !== undefined && !isDown) versions.set(node.name, node.version);
  };
  for (const event of events) {
    if (event.type === 'opened') {
      for (const node of event.seen.nodes) see(node, event.at, { sinceBefore: true, left: false });
    }
    if (event.type === 'node') see(event.node, event.at, { sinceBefore: false, left: event.change === 'left' });
  }
  return outages;
}

interface Sighting {
  readonly isDown: boolean;
  readonly left: boolean;
  readonly sinceBefore: boolean;
  readonly wasVersion: string | undefined;
}

/** The outage as it stands after this sighting; undefined when the node is in service and was. */
function nextOutage(
  open: Outage | undefined,
  { name, version }: NodeRecord,
  at: number,
  { isDown, left, sinceBefore, wasVersion }: Sighting,
): Outage | undefined {
  if (open !== undefined) {
    const found = { ...open, left, ...(version === undefined ? {} : { version }) };
    return isDown ? found : { ...found, until: at };
  }
  if (!isDown) return undefined;
  return { name, from: at, sinceBefore, left, ...(wasVersion === undefined ? {} : { wasVersion }) };
}

function warningsIn(events: readonly TimelineEvent[]): StoodWarning[] {
  const warnings: StoodWarning[] = [];
  for (const event of events) {
    if (event.type !== 'warned' && event.type !== 'cleared') continue;
    const open = warnings.findIndex(({ key, until }) => key === event.key && until === undefined);
    const next = nextWarning(warnings[open], event);
    if (next !== undefined) warnings.splice(open === -1 ? warnings.length : open, 1, next);
  }
  return warnings;
}

function nextWarning(
  open: StoodWarning | undefined,
  event: Extract<TimelineEvent, { type: 'warned' | 'cleared' }>,
): StoodWarning | undefined {
  if (event.type === 'cleared') return open === undefined ? undefined : { ...open, until: event.at };
  const { key, kind, subject, detail, at } = event;
  return { key, kind, subject, ...(detail === undefined ? {} : { detail }), from: open?.from ?? at };
}
