import { confluence } from '../../src/adapters/atlassian/confluence.js';
import type { TargetAtHome, TargetStatus } from '../../src/core/answers.js';
import type { Happening, Snapshot, TimelineEvent } from '../../src/core/events.js';
import type { NodeObservation, Observation } from '../../src/core/observation.js';
import type { Profile } from '../../src/core/products.js';
import type { NodeView, RequestView, UpgradeView, WarningView } from '../../src/core/view.js';
import type { AnswerContext } from '../../src/slack/render/context.js';

/** 2026-11-20 09:00 UTC. */
export const T0 = Date.UTC(2026, 10, 20, 9, 0, 0);
export const minutes = (count: number): number => count * 60_000;

/** What answers are drawn with. */
export const answering: AnswerContext = { command: '/upgrade', profileOf: () => confluence };

export const aProfile = (changes: Partial<Profile> = {}): Profile => ({ ...confluence, ...changes });

/** A node in service on the version before the upgrade. */
export const aNode = (changes: Partial<NodeView> = {}): NodeView => ({
  id: changes.name ?? 'conf-1',
  name: 'conf-1',
  state: 'ACTIVE',
  condition: 'active',
  version: '9.2.13',
  errors: [],
  since: T0,
  upgraded: false,
  ...changes,
});

/** A node in service on the new version. */
export const anUpgradedNode = (changes: Partial<NodeView> = {}): NodeView =>
  aNode({ version: '9.2.21', upgraded: true, ...changes });

export const aSnapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  state: 'STABLE',
  phase: 'idle',
  mode: false,
  nodes: [],
  ...changes,
});

/** An open request to finalize, asked by U0ALICE. */
export const aRequest = (changes: Partial<RequestView> = {}): RequestView => ({
  id: 'r1',
  action: 'approve',
  by: 'U0ALICE',
  seen: aSnapshot({ state: 'READY_TO_RUN_UPGRADE_TASKS', phase: 'finalizable', mode: true, originalVersion: '9.2.13' }),
  required: 1,
  expiresAt: T0 + minutes(60),
  drops: [],
  approvers: ['S0APPROVERS'],
  nobodyElse: false,
  askedAt: T0 + minutes(30),
  status: 'open',
  approvedBy: [],
  ...changes,
});

/** A start that needed no approval and has taken effect. */
export const aStart = (changes: Partial<RequestView> = {}): RequestView =>
  aRequest({
    id: 'r0',
    action: 'start',
    seen: aSnapshot(),
    required: 0,
    approvers: [],
    reason: 'security fix',
    askedAt: T0,
    status: 'ended',
    outcome: 'done',
    outcomeAt: T0 + 2000,
    ...changes,
  });

export const aWarning = (changes: Partial<WarningView> = {}): WarningView => {
  const { kind = 'node-error', subject = 'conf-2' } = changes;
  return { key: `${kind}:${subject}`, kind, subject, since: T0, ...changes };
};

/** confluence #12 in the middle of its upgrade: one of three nodes is through. */
export const anUpgrade = (changes: Partial<UpgradeView> = {}): UpgradeView => ({
  seq: 10,
  target: 'confluence',
  product: 'confluence',
  label: 'Confluence',
  number: 12,
  channel: 'C0OPS',
  startedWith: ['conf-1', 'conf-2', 'conf-3'].map((name) => ({ id: name, name })),
  how: 'asked',
  by: 'U0ALICE',
  firstLook: false,
  openedAt: T0,
  state: 'MIXED',
  phase: 'rolling',
  mode: true,
  stateSince: T0 + minutes(5),
  originalVersion: '9.2.13',
  nodes: [anUpgradedNode({ since: T0 + minutes(8) }), aNode({ name: 'conf-2' }), aNode({ name: 'conf-3' })],
  requests: [aStart()],
  warnings: [],
  leftIdle: true,
  movedAt: T0 + minutes(8),
  ...changes,
});

/** A happening as it stands in a timeline. */
export const anEvent = <One extends Happening>(happening: One, at = T0 + minutes(10), seq = 11): TimelineEvent => ({
  ...happening,
  seq,
  at,
});

export const aNodeObservation = (changes: Partial<NodeObservation> = {}): NodeObservation => ({
  id: changes.name ?? 'conf-1',
  name: 'conf-1',
  state: 'ACTIVE',
  condition: 'active',
  version: '9.2.13',
  users: 40,
  tasks: 2,
  errors: [],
  ...changes,
});

export const anObservation = (changes: Partial<Observation> = {}): Observation => ({
  state: 'STABLE',
  phase: 'idle',
  mode: false,
  nodes: [aNodeObservation(), aNodeObservation({ name: 'conf-2' }), aNodeObservation({ name: 'conf-3' })],
  ...changes,
});

export const aStatus = (changes: Partial<TargetStatus> = {}): TargetStatus => ({
  target: 'confluence',
  label: 'Confluence',
  channel: 'C0OPS',
  observation: anObservation(),
  readAt: T0,
  warnings: [],
  allowed: ['start'],
  ...changes,
});

/** A target on the Home tab, without an upgrade, of a person who may only look. */
export const atHome = (changes: Partial<TargetAtHome> = {}): TargetAtHome => ({
  target: 'confluence',
  label: 'Confluence',
  asks: false,
  approves: false,
  known: true,
  requestLinks: new Map(),
  gauges: new Map(),
  ...changes,
});
