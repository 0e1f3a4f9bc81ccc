import { randomUUID } from 'node:crypto';
import { confluence } from '../../src/adapters/atlassian/confluence.js';
import type { People } from '../../src/core/access.js';
import type { Clock, TargetSettings, TimelineReader } from '../../src/core/ports.js';
import { attendRequests } from '../../src/service/attend-requests.js';
import type { Deps } from '../../src/service/deps.js';
import { lookAtTarget } from '../../src/service/look-at-target.js';
import { type Record, recorder } from '../../src/service/record.js';
import { runAction } from '../../src/service/run-action.js';
import { makeServices } from '../../src/service/services.js';
import { sweepTarget } from '../../src/service/sweep.js';
import { timelineWriter } from '../../src/store/timeline.js';
import { minutes } from './builders.js';
import { capturedLog } from './captured-log.js';
import type { SmallCluster } from './small-cluster.js';
import { peopleOf } from './small-workspace.js';
import { openStore } from './store.js';
import { warnSettings } from './watched.js';

export const target = 'confluence';

const settings: TargetSettings = {
  name: target,
  channel: 'C0OPS',
  operators: ['U0ALICE'],
  approvers: ['S0APPROVERS'],
  approval: { actions: [], required: 1, expiresMs: minutes(30) },
  poll: { activeMs: 5_000, idleMs: 60_000 },
  warn: warnSettings,
};

/** Alice may ask; Bob and Carol may approve. */
export const workspace = {
  members: ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0DORA'],
  groups: { S0APPROVERS: ['U0ALICE', 'U0BOB', 'U0CAROL'] },
};

interface ServiceOptions {
  readonly prefix?: string;
  readonly clock?: Clock;
  readonly people?: People;
  readonly settings?: Partial<TargetSettings>;
  /** The timeline as this process meets it, for one that freezes. */
  readonly timeline?: (timeline: TimelineReader) => TimelineReader;
  /** What this process writes with, for one that cannot be sure that it is kept. */
  readonly record?: (record: Record) => Record;
  /** Where the store is, and how long to wait for it; the shared one, patiently, when left out. */
  readonly redis?: { readonly url: string; readonly patience: 'patient' | 'fast' };
}

const realClock: Clock = { now: Date.now, wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** The services of one process: real store, a cluster in memory, jobs that are only noted down. */
export function makeService(cluster: SmallCluster, options: ServiceOptions = {}) {
  const { clock = realClock, people = peopleOf(workspace), timeline = (same) => same } = options;
  const { record = (same) => same } = options;
  const store = openStore({ ...options.redis, ...(options.prefix === undefined ? {} : { prefix: options.prefix }) });
  const log = capturedLog();
  const jobs = store.wakeUps;
  const deps: Deps = {
    targets: new Map([
      [target, { settings: { ...settings, ...options.settings }, profile: confluence, observer: cluster.observer }],
    ]),
    timeline: timeline(store.timeline),
    looks: store.looks,
    record: record(recorder({ writer: timelineWriter(store.redis, store.keys), jobs, clock })),
    jobs,
    people,
    clock,
    log,
    newId: randomUUID,
  };
  const services = makeServices({
    deps,
    book: store.book,
    firstDelivery: store.firstDelivery,
    permalink: (channel, ts) => Promise.resolve(`https://slack.test/${channel}/${ts}`),
    command: '/upgrade',
    doctor: () => Promise.resolve([]),
  });
  return {
    store,
    log,
    services,
    look: () => lookAtTarget(deps, target),
    expire: () => attendRequests(deps, target),
    sweep: () => sweepTarget(deps, target),
    /** Carries out a request, as the job that acts does. */
    act: (upgrade: number, request: string) =>
      runAction(deps, { actorOf: () => cluster.actor }, { target, upgrade, request }),
    events: () => store.timeline.events(target, 1, 0, 1_000),
  };
}

export type Service = ReturnType<typeof makeService>;

/** Alice asks; the id of her request, or a failure that shows why not. */
export async function askFor(
  service: Service,
  action: 'start' | 'cancel' | 'approve',
  reason?: string,
): Promise<string> {
  const by = 'U0ALICE';
  const answer = await service.services.ask({ target, action, by, ...(reason === undefined ? {} : { reason }) });
  if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return answer.request.id;
}

/** A press of a button on a request of the first upgrade. */
export const press = (service: Service, request: string, by: string, decision: 'approve' | 'reject' = 'approve') =>
  service.services.decide({ decision, target, upgrade: 1, request, by });
