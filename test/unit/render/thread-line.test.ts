import { describe, expect, it } from 'vitest';
import type { Happening } from '../../../src/core/events.js';
import type { UpgradeView } from '../../../src/core/view.js';
import { MAX_EVENTS_PER_MESSAGE, threadMessage } from '../../../src/slack/render/thread-line.js';
import {
  aNode,
  anEvent,
  anUpgrade,
  anUpgradedNode,
  aProfile,
  aRequest,
  aSnapshot,
  aStart,
  minutes,
  T0,
} from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

const profile = aProfile();
const view = anUpgrade({ requests: [aStart(), aRequest()] });

function said(happening: Happening, of: UpgradeView = view): string | undefined {
  const rendered = threadMessage([anEvent(happening)], { view: of, profile, command: '/upgrade' });
  if (rendered !== undefined) expectSound(rendered);
  return rendered?.text;
}

const opened = {
  type: 'opened',
  target: 'confluence',
  product: 'confluence',
  label: 'Confluence',
  number: 12,
  channel: 'C0OPS',
  firstLook: false,
  seen: aSnapshot({ state: 'READY_TO_UPGRADE', phase: 'started' }),
} as const;

const node = { type: 'node', change: 'changed', wasId: 'conf-1', stateChanged: true } as const;
const states = Object.keys(profile.states);
const statesIn = (text: string): string[] => states.filter((state) => new RegExp(`\\b${state}\\b`).test(text));

describe('a line of the thread', () => {
  it.each<[string, Happening]>([
    ['an upgrade that was asked for', { ...opened, how: 'asked', by: 'U0ALICE' }],
    ['a call that begins', { type: 'begun', request: 'r1', sendBy: T0, timeoutMs: 5000 }],
    ['a request with a message of its own', { type: 'asked', request: aRequest() }],
  ])('is not written for %s', (_name, happening) => {
    expect(said(happening)).toBeUndefined();
  });

  it.each<[string, Happening, string]>([
    [
      'a run that was noticed',
      { ...opened, how: 'noticed' },
      'Noticed an upgrade that was started outside the bot, which follows it from here.',
    ],
    [
      'an action that needs no approval',
      { type: 'asked', request: aStart({ to: '9.2.21' }) },
      '<@U0ALICE> asked for start to 9.2.21 (Turn upgrade mode on): “security fix”',
    ],
    ['an approval', { type: 'approved', request: 'r1', by: 'U0BOB', granted: true }, 'approve: approved by <@U0BOB>.'],
    [
      'a rejection',
      { type: 'rejected', request: 'r1', by: 'U0BOB' },
      'approve: rejected by <@U0BOB>. Nothing was sent.',
    ],
    [
      'a withdrawal',
      { type: 'withdrawn', request: 'r1', by: 'U0ALICE' },
      'approve: withdrawn by <@U0ALICE>, who asked. Nothing was sent.',
    ],
    [
      'a void request',
      { type: 'voided', request: 'r1', changes: ['node conf-1 left the cluster'] },
      'approve: void: the target has changed since it was asked for (node conf-1 left the cluster). Nothing was sent. If the state still allows it, ask again: /upgrade approve confluence',
    ],
    [
      'a request that waits for half of its time',
      { type: 'reminded', request: 'r1' },
      'approve: still open. <!subteam^S0APPROVERS>: please decide; asked by <@U0ALICE>, it stands until <!date^1795168800^{date_short_pretty} at {time}^2026-11-20 10:00 UTC>.',
    ],
    [
      'an expired request',
      { type: 'expired', request: 'r1' },
      'approve: expired: it was not approved in time. Nothing was sent. Ask again: /upgrade approve confluence',
    ],
    [
      'a state',
      { type: 'state', to: 'MIXED', phase: 'rolling' },
      'MIXED: nodes run different versions, or a node has an error.',
    ],
    [
      'a state nobody knows',
      { type: 'state', to: 'WAT', phase: 'unknown' },
      'WAT: a state this bot does not know; it only watches.',
    ],
    ['a node that restarts', { ...node, node: aNode({ state: 'STARTING' }) }, 'conf-1: STARTING'],
    [
      'a node on a new version',
      { ...node, node: anUpgradedNode(), wasVersion: '9.2.13' },
      'conf-1: ACTIVE, now on 9.2.21',
    ],
    [
      'a node that joins',
      { ...node, change: 'joined', node: anUpgradedNode() },
      'conf-1: ACTIVE, joined the cluster on 9.2.21',
    ],
    ['a node that leaves', { ...node, change: 'left', node: aNode() }, 'conf-1 left the cluster.'],
    [
      'a node that is replaced',
      { ...node, change: 'replaced', node: aNode() },
      'conf-1: ACTIVE, back under another node id',
    ],
    [
      'lost contact',
      { type: 'lost', detail: 'unauthorized', failures: 3 },
      'The target is not reachable (3 attempts): it does not accept the credentials (401). Check the user or token in the configuration. The bot keeps trying; the card shows what was known last.',
    ],
    ['contact again', { type: 'regained', lostForMs: minutes(4) }, 'The target is reachable again after 4 min.'],
  ])('tells of %s', (_name, happening, expected) => {
    expect(said(happening)).toBe(expected);
  });

  it('counts approvals when more than one is needed', () => {
    const two = anUpgrade({ requests: [aRequest({ required: 2, approvedBy: ['U0BOB', 'U0CAROL'] })] });
    expect(said({ type: 'approved', request: 'r1', by: 'U0BOB', granted: false }, two)).toBe(
      'approve: approved by <@U0BOB> (1 of 2 needed).',
    );
  });

  it('says how the upgrade ended, how many nodes run what, and how long it took', () => {
    const nodes = [anUpgradedNode(), anUpgradedNode({ name: 'conf-2' })];
    const all = anUpgrade({ nodes });
    expect(said({ type: 'finished', how: 'completed' }, all)).toBe(
      'Upgrade finished: all 2 nodes run 9.2.21. It took 10 min.',
    );
  });
});

describe('the outcome of an action', () => {
  it.each([
    ['done', /^approve: done\. .*Next: /],
    ['failed', /^approve: failed: .*Mend the cause, then ask again: \/upgrade approve confluence$/],
    ['not-sent', /^approve: not sent: .*will not send it by itself.*\/upgrade approve confluence$/],
    ['not-done', /^approve: not done: .*will not repeat it.*Look at the target.*\/upgrade approve confluence$/],
    ['unknown', /^approve: unknown: .*will not repeat it.*Look at the target.*\/upgrade approve confluence$/],
  ] as const)('%s says what to do next', (result, expected) => {
    expect(said({ type: 'outcome', request: 'r1', result, lostAnswer: false })).toMatch(expected);
  });

  it('says when it was read from the target because the answer was lost', () => {
    expect(said({ type: 'outcome', request: 'r1', result: 'done', lostAnswer: true })).toContain(
      'No plain yes came back',
    );
  });
});

describe('lines and the names of states', () => {
  it('name the state entered and no other', () => {
    for (const [state, { phase }] of Object.entries(profile.states)) {
      expect(statesIn(said({ type: 'state', to: state, phase }) ?? '')).toEqual([state]);
    }
  });

  it.each<[string, Happening]>([
    ['an outcome', { type: 'outcome', request: 'r1', result: 'done', lostAnswer: true }],
    ['a cancelled upgrade', { type: 'finished', how: 'cancelled' }],
    ['a finished upgrade', { type: 'finished', how: 'completed' }],
    ['lost contact', { type: 'lost', detail: 'unreachable', failures: 3 }],
  ])('keep them out of %s', (_name, happening) => {
    expect(statesIn(said(happening) ?? '')).toEqual([]);
  });
});

describe('several events in one message', () => {
  it('stay one line each, in blocks and in text', () => {
    const events = [
      anEvent({ ...node, node: aNode({ state: 'STARTING' }) }),
      anEvent({ type: 'begun', request: 'r1', sendBy: T0, timeoutMs: 1 }),
      anEvent({ type: 'state', to: 'MIXED', phase: 'rolling' }),
    ];
    const rendered = threadMessage(events, { view, profile, command: '/upgrade' });
    expect(rendered?.text.split('\n')).toEqual([
      'conf-1: STARTING',
      'MIXED: nodes run different versions, or a node has an error.',
    ]);
    expect(rendered && readable(rendered).split('\n')).toEqual(rendered?.text.split('\n'));
  });

  it('all show when the message is as full as it may be with the longest texts', () => {
    const long = '&'.repeat(20_000);
    const events = Array.from({ length: MAX_EVENTS_PER_MESSAGE }, (_one, index) =>
      anEvent({
        type: 'warned',
        key: `node-error:${index}`,
        kind: 'node-error',
        subject: `n${index} ${long}`,
        detail: long,
      }),
    );
    const rendered = threadMessage(events, { view, profile, command: '/upgrade' });
    expect(rendered).toBeDefined();
    if (rendered === undefined) return;
    expectSound(rendered);
    const shown = readable(rendered).split('\n');
    expect(shown.map((one) => /n\d+/.exec(one)?.[0])).toEqual(events.map((_event, index) => `n${index}`));
    expect(rendered.text.split('\n')).toHaveLength(MAX_EVENTS_PER_MESSAGE);
  });
});
