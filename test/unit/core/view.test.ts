import { describe, expect, it } from 'vitest';
import type { Happening } from '../../../src/core/events.js';
import { fold, inFlight, openRequests, type UpgradeView } from '../../../src/core/view.js';
import { aNode, anEvent, anUpgrade, aRequest, aSnapshot, aWarning, minutes, T0 } from '../../support/builders.js';

const at = T0 + minutes(42);

/** The view after these, one second apart. */
function viewAfter(view: UpgradeView, ...happenings: Happening[]): UpgradeView {
  const events = happenings.map((one, index) => anEvent(one, at + 1000 * index, view.seq + 1 + index));
  const next = fold(view, events);
  if (next === undefined) throw new Error('no view');
  return next;
}

const { since: _since, upgraded: _upgraded, ...record } = aNode();
const opened = (seen = aSnapshot(), changes = {}): Happening => ({
  type: 'opened',
  target: 'confluence',
  product: 'confluence',
  label: 'Confluence',
  number: 12,
  channel: 'C0OPS',
  how: 'asked',
  firstLook: false,
  seen,
  ...changes,
});
const openedView = (seen = aSnapshot(), changes = {}) => fold(undefined, [anEvent(opened(seen, changes), at, 1)]);

describe('an opening', () => {
  it('takes over what was seen', () => {
    const seen = aSnapshot({
      state: 'MIXED',
      phase: 'rolling',
      mode: true,
      originalVersion: '9.2.13',
      nodes: [record],
    });
    expect(openedView(seen, { how: 'noticed', firstLook: true })).toMatchObject({
      seq: 1,
      number: 12,
      how: 'noticed',
      firstLook: true,
      state: 'MIXED',
      phase: 'rolling',
      mode: true,
      originalVersion: '9.2.13',
      stateSince: at,
      openedAt: at,
      leftIdle: true,
      nodes: [{ name: 'conf-1', since: at, upgraded: false }],
    });
  });

  it('starts from the version that all nodes share when the product does not say', () => {
    const second = { ...record, id: 'conf-2', name: 'conf-2' };
    expect(openedView(aSnapshot({ nodes: [record, second] }))?.originalVersion).toBe('9.2.13');
    const other = { ...second, version: '9.2.21' };
    expect(openedView(aSnapshot({ nodes: [record, other] }))).not.toHaveProperty('originalVersion');
  });

  it('has to come first', () => {
    expect(() => fold(undefined, [anEvent({ type: 'regained', lostForMs: 1 })])).toThrow('opening');
  });
});

describe('what is found on the target', () => {
  it('a state is entered, with its time', () => {
    const view = viewAfter(anUpgrade({ phase: 'idle', leftIdle: false }), {
      type: 'state',
      to: 'MIXED',
      phase: 'rolling',
    });
    expect(view).toMatchObject({
      state: 'MIXED',
      phase: 'rolling',
      stateSince: at,
      movedAt: at,
      leftIdle: true,
      seq: 11,
    });
  });

  it('keeps upgrade mode and original version when a state comes without them', () => {
    const view = viewAfter(anUpgrade(), { type: 'state', to: 'READY', phase: 'finalizable', originalVersion: '1' });
    expect(view).toMatchObject({ mode: true, originalVersion: '9.2.13' });
  });

  it('once out of idle, the upgrade stays so', () => {
    expect(viewAfter(anUpgrade(), { type: 'state', to: 'STABLE', phase: 'idle' }).leftIdle).toBe(true);
  });

  it('a node changes in its place, joins at the end, leaves, and is replaced in its place', () => {
    const changed = { ...record, id: 'conf-2', name: 'conf-2', version: '9.2.21' };
    const view = viewAfter(
      anUpgrade(),
      { type: 'node', change: 'changed', node: changed, wasId: 'conf-2', stateChanged: false },
      { type: 'node', change: 'joined', node: { ...record, id: 'new', name: 'new' }, wasId: 'new', stateChanged: true },
      { type: 'node', change: 'left', node: record, wasId: 'conf-1', stateChanged: true },
      { type: 'node', change: 'replaced', node: { ...changed, id: 'other' }, wasId: 'conf-3', stateChanged: true },
    );
    expect(view.nodes).toMatchObject([
      { id: 'conf-2', upgraded: true, since: T0 },
      { id: 'other', upgraded: true, since: at + 3000 },
      { id: 'new', upgraded: false, since: at + 1000 },
    ]);
    expect(view.movedAt).toBe(at + 3000);
  });

  it('a warning stands until it clears, and is replaced by one with the same key', () => {
    const { since: _at, ...warning } = aWarning({ detail: 'first' });
    const raised = viewAfter(anUpgrade(), { type: 'warned', ...warning });
    expect(raised.warnings).toEqual([{ ...warning, since: at }]);
    const again = viewAfter(raised, { type: 'warned', ...warning, detail: 'second' });
    expect(again.warnings).toMatchObject([{ detail: 'second' }]);
    expect(viewAfter(again, { type: 'cleared', key: warning.key }).warnings).toEqual([]);
  });

  it('contact is lost and regained without a trace', () => {
    const before = anUpgrade();
    const lost = viewAfter(before, { type: 'lost', detail: 'timed out', failures: 3 });
    expect(lost).toMatchObject({ lostSince: at, lostDetail: 'timed out' });
    expect(viewAfter(lost, { type: 'regained', lostForMs: 5 })).toEqual({ ...before, seq: 12 });
  });

  it('an end is kept with how and when', () => {
    expect(viewAfter(anUpgrade(), { type: 'finished', how: 'cancelled' })).toMatchObject({
      finishedHow: 'cancelled',
      finishedAt: at,
    });
  });
});

describe('a request', () => {
  const { status: _status, approvedBy: _approvedBy, askedAt: _askedAt, ...request } = aRequest({ id: 'r1' });
  const askedFor = (required: number) =>
    viewAfter(anUpgrade({ requests: [] }), { type: 'asked', request: { ...request, required } });
  const only = (view: UpgradeView) => view.requests[0];

  it('waits for approval, unless it needs none', () => {
    expect(only(askedFor(1))).toMatchObject({ status: 'open', askedAt: at, approvedBy: [] });
    expect(only(askedFor(0))).toMatchObject({ status: 'granted' });
    expect(openRequests(askedFor(1)).map(({ id }) => id)).toEqual(['r1']);
    expect(inFlight(askedFor(0))?.id).toBe('r1');
  });

  it('is granted by the approval that completes it', () => {
    const once = viewAfter(askedFor(2), { type: 'approved', request: 'r1', by: 'U0BOB', granted: false });
    expect(only(once)).toMatchObject({ status: 'open', approvedBy: ['U0BOB'] });
    const twice = viewAfter(once, { type: 'approved', request: 'r1', by: 'U0CAROL', granted: true });
    expect(only(twice)).toMatchObject({
      status: 'granted',
      approvedBy: ['U0BOB', 'U0CAROL'],
      decidedBy: 'U0CAROL',
      decidedAt: at,
    });
  });

  it.each<[Happening, object]>([
    [
      { type: 'rejected', request: 'r1', by: 'U0BOB' },
      { status: 'rejected', decidedBy: 'U0BOB', decidedAt: at },
    ],
    [
      { type: 'withdrawn', request: 'r1', by: 'U0ALICE' },
      { status: 'withdrawn', decidedBy: 'U0ALICE' },
    ],
    [
      { type: 'voided', request: 'r1', changes: ['x'] },
      { status: 'voided', changes: ['x'], decidedAt: at },
    ],
    [
      { type: 'expired', request: 'r1' },
      { status: 'expired', decidedAt: at },
    ],
    [
      { type: 'begun', request: 'r1', sendBy: 7, timeoutMs: 8 },
      { status: 'begun', sendBy: 7, timeoutMs: 8 },
    ],
    [
      { type: 'outcome', request: 'r1', result: 'unknown', detail: 'why', lostAnswer: true },
      { status: 'ended', outcome: 'unknown', outcomeDetail: 'why', outcomeAt: at },
    ],
  ])('is changed by %o', (happening, expected) => {
    expect(only(viewAfter(askedFor(1), happening))).toMatchObject(expected);
  });

  it('is not touched by what happens to another', () => {
    const view = viewAfter(askedFor(1), { type: 'rejected', request: 'another', by: 'U0BOB' });
    expect(only(view)).toEqual(only(askedFor(1)));
  });

  it.each([
    ['granted', true],
    ['begun', true],
    ['open', false],
    ['ended', false],
    ['voided', false],
    ['expired', false],
    ['rejected', false],
    ['withdrawn', false],
  ] as const)('that is %s is in flight: %s', (status, flying) => {
    expect(inFlight(anUpgrade({ requests: [aRequest({ status })] })) !== undefined).toBe(flying);
  });
});
