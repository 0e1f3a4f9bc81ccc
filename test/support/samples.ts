import type { DecisionAnswer, Refusal, Shown } from '../../src/core/answers.js';
import type { CheckGroup } from '../../src/core/checkup.js';
import type { Happening, WarningKind } from '../../src/core/events.js';
import { actionNames, endings } from '../../src/core/products.js';
import { runRecordOf } from '../../src/core/run.js';
import type { RequestStatus } from '../../src/core/view.js';
import {
  aNode,
  aNodeObservation,
  anObservation,
  anUpgrade,
  aRequest,
  aSnapshot,
  aStart,
  aStatus,
  aWarning,
  T0,
} from './builders.js';
import { aRun } from './staged-builders.js';

export const refusals: { [W in Refusal['why']]: Extract<Refusal, { why: W }> } = {
  'not-member': { why: 'not-member', because: 'x' },
  'not-operator': { why: 'not-operator', target: 'x' },
  'not-approver': { why: 'not-approver', target: 'x' },
  'rights-unreadable': { why: 'rights-unreadable', detail: 'x' },
  'unknown-action': { why: 'unknown-action', word: 'x', nearest: 'x', actions: ['x'], target: 'x' },
  'unknown-target': { why: 'unknown-target', word: 'x', nearest: 'x', targets: ['x'] },
  'missing-target': { why: 'missing-target', action: 'start', targets: ['x'] },
  'missing-node': { why: 'missing-node', target: 'x' },
  'unknown-option': { why: 'unknown-option', option: 'x', action: 'start', options: ['x'] },
  'missing-value': { why: 'missing-value', option: 'x', action: 'start' },
  'repeated-option': { why: 'repeated-option', option: 'x', action: 'start' },
  'wrong-value': { why: 'wrong-value', option: 'x', action: 'create', value: 'x', allowed: ['x'] },
  'missing-reason': { why: 'missing-reason', target: 'x', action: 'abandon' },
  'no-bundle': { why: 'no-bundle', target: 'x', release: 'x', because: 'x', releases: ['x'] },
  'no-findings': { why: 'no-findings', target: 'x', name: 'diff', detail: 'x' },
  'target-first': { why: 'target-first', target: 'x', action: 'start' },
  'extra-words': { why: 'extra-words', words: 'x', action: 'start' },
  'no-such-node': { why: 'no-such-node', target: 'x', node: 'x', nodes: ['x'] },
  'no-such-upgrade': { why: 'no-such-upgrade', target: 'x', number: 7, last: 3 },
  'not-offered': { why: 'not-offered', action: 'retry', target: 'x', label: 'x', offered: ['x'] },
  'not-now': {
    why: 'not-now',
    action: 'start',
    target: 'x',
    state: 'x',
    words: 'x',
    because: 'x',
    allowed: ['cancel'],
  },
  'version-path': { why: 'version-path', target: 'x', from: 'x', to: 'x', reason: 'x', remedy: 'x' },
  'in-flight': { why: 'in-flight', target: 'x', action: 'start', by: 'x', since: T0, upgrade: 1 },
  'already-asked': { why: 'already-asked', target: 'x', action: 'start', by: 'x', expiresAt: T0, upgrade: 1 },
  'target-unreachable': { why: 'target-unreachable', target: 'x', detail: 'x', silent: false },
  'store-down': { why: 'store-down' },
  moving: { why: 'moving', target: 'x' },
  'own-request': { why: 'own-request' },
  'approved-before': { why: 'approved-before' },
  decided: { why: 'decided', status: 'rejected', by: 'x', at: T0 },
  'no-such-request': { why: 'no-such-request' },
  internal: { why: 'internal' },
};

const warningKinds: Record<WarningKind, true> = {
  'node-error': true,
  'nodes-off': true,
  'nodes-left': true,
  'nodes-disagree': true,
  'node-restarted': true,
  lopsided: true,
  'tasks-failed': true,
  'mixed-without-mode': true,
  'version-path': true,
  'no-progress': true,
  standing: true,
  'unknown-state': true,
  'stage-failed': true,
  'pause-pending': true,
  outage: true,
};
const kinds = Object.keys(warningKinds) as WarningKind[];

export const statuses: Record<RequestStatus, true> = {
  open: true,
  granted: true,
  begun: true,
  ended: true,
  rejected: true,
  withdrawn: true,
  voided: true,
  expired: true,
};

const errors = [{ task: 'x', message: 'x', clusterWide: true }];
const node = aNode({ build: 'x', errors });
const observed = aNodeObservation({ build: 'x', address: 'x', errors });
export const request = aRequest({
  reason: 'x',
  to: 'x',
  drops: ['x'],
  approvedBy: ['x'],
  changes: ['x'],
  decidedBy: 'x',
});
const seen = aSnapshot({ nodes: [node], originalVersion: 'x' });
export const view = anUpgrade({
  nodes: [node],
  lostSince: T0,
  lostDetail: 'x',
  requests: [aStart({ to: 'x', outcomeDetail: 'x' }), request],
  warnings: kinds.map((kind) => aWarning({ kind, detail: 'x' })),
});

export const happenings: { [T in Happening['type']]: readonly Extract<Happening, { type: T }>[] } = {
  opened: (['asked', 'noticed'] as const).map((how) => ({
    ...{ type: 'opened', target: 'x', product: 'confluence', label: 'x', number: 1, channel: 'x', by: 'x' },
    ...{ how, firstLook: true, seen },
  })) as Extract<Happening, { type: 'opened' }>[],
  asked: [0, 1].map((required) => ({ type: 'asked', request: { ...request, required } })),
  approved: [true, false].map((granted) => ({ type: 'approved', request: request.id, by: 'x', granted })),
  rejected: [{ type: 'rejected', request: request.id, by: 'x' }],
  withdrawn: [{ type: 'withdrawn', request: request.id, by: 'x' }],
  voided: [{ type: 'voided', request: request.id, changes: ['x'] }],
  expired: [{ type: 'expired', request: request.id }],
  reminded: [{ type: 'reminded', request: request.id }],
  begun: [{ type: 'begun', request: request.id, sendBy: T0, timeoutMs: 1 }],
  outcome: (['done', 'failed', 'not-sent', 'not-done', 'unknown'] as const).map((result) => ({
    ...{ type: 'outcome' as const, request: request.id, result, detail: 'x', lostAnswer: true },
  })),
  state: [{ type: 'state', to: 'x', phase: 'unknown', mode: true, originalVersion: 'x' }],
  stage: [{ type: 'stage', stage: { name: 'x', status: 'x', condition: 'error' } }],
  log: [{ type: 'log', line: { key: 'k', stage: 'x', level: 'ERROR', message: 'x' } }],
  'log-full': [{ type: 'log-full', stage: 'x' }],
  run: [{ type: 'run', run: runRecordOf(aRun()), phase: 'running', news: ['started', 'paused'] }],
  node: (['changed', 'joined', 'left', 'replaced'] as const).map((change) => ({
    ...{ type: 'node' as const, change, node, wasId: 'x', wasVersion: 'x', stateChanged: true },
  })),
  warned: kinds.map((kind) => ({ type: 'warned', key: 'x', kind, subject: 'x', detail: 'x' })),
  cleared: [{ type: 'cleared', key: 'x' }],
  lost: [{ type: 'lost', detail: 'x', failures: 3 }],
  regained: [{ type: 'regained', lostForMs: 1000 }],
  finished: endings.map((how) => ({
    type: 'finished',
    how,
  })),
};

export const status = aStatus({
  observation: anObservation({ nodes: [observed], originalVersion: 'x' }),
  warnings: ['x'],
  upgrade: view,
  card: { kind: 'posted', channel: 'x', ts: 'x', link: 'https://slack.test/p1', problem: 'x' },
});
export const unreadable = { ...aStatus({ problem: 'x', failingSince: T0, silent: false }), observation: undefined };
const entry = {
  number: 1,
  openedAt: T0,
  finishedAt: T0,
  how: 'completed',
  by: 'x',
  from: 'x',
  to: 'x',
  channel: 'x',
} as const;
const check = { name: 'x', about: 'x', result: 'failed', detail: 'x', remedy: 'x' } as const;
const groups: CheckGroup[] = [{ kind: 'target', title: 'x', checks: [check, { ...check, result: 'ok' }] }];

export const shown: readonly Shown[] = [
  { kind: 'help', command: '/upgrade', targets: [{ target: 'x', label: 'x', actions: ['start'] }] },
  { kind: 'list', targets: [status] },
  { kind: 'status', target: status },
  { kind: 'nodes', target: status },
  { kind: 'node', target: status, node: observed },
  { kind: 'history', target: 'x', entries: [entry] },
  { kind: 'past-line', target: 'x', entry },
  { kind: 'doctor', groups },
];

export const decisions: readonly DecisionAnswer[] = [
  { kind: 'approved', granted: false, approvals: 1, required: 2 },
  { kind: 'rejected' },
  { kind: 'withdrawn' },
  { kind: 'voided', changes: ['x'] },
];

export const offered = actionNames.map((action) => ({ action, effect: 'x', wayBack: 'x', required: 1 }));
