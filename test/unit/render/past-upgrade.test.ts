import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/core/account.js';
import type { Happening } from '../../../src/core/events.js';
import { fold } from '../../../src/core/view.js';
import { shownAnswer } from '../../../src/slack/render/answers.js';
import {
  aNode,
  anEvent,
  answering,
  anUpgradedNode,
  aProfile,
  aRequest,
  aSnapshot,
  aStart,
  minutes,
  T0,
} from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

const nodeOf = (node: ReturnType<typeof aNode>) => {
  const { since: _since, upgraded: _upgraded, ...record } = node;
  return record;
};

function requestOf(request: ReturnType<typeof aRequest>) {
  const { askedAt: _askedAt, status: _status, approvedBy: _approvedBy, ...record } = request;
  return record;
}

const changed = (node: ReturnType<typeof aNode>): Happening => ({
  type: 'node',
  change: 'changed',
  node: nodeOf(node),
  wasId: node.id,
  stateChanged: true,
});

/** One node's upgrade, with the minutes at which things happened. */
const story: readonly (readonly [number, Happening])[] = [
  [
    0,
    {
      type: 'opened',
      target: 'confluence',
      product: 'confluence',
      label: 'Confluence',
      number: 12,
      channel: 'C0OPS',
      how: 'asked',
      by: 'U0ALICE',
      firstLook: false,
      seen: aSnapshot({ nodes: [nodeOf(aNode())] }),
    },
  ],
  [0, { type: 'asked', request: requestOf(aStart({ to: '9.2.21' })) }],
  [1, { type: 'outcome', request: 'r0', result: 'done', lostAnswer: false }],
  [1, { type: 'state', to: 'READY_TO_UPGRADE', phase: 'started', mode: true }],
  [10, changed(aNode({ state: 'OFFLINE', condition: 'off' }))],
  [14, changed(anUpgradedNode())],
  [14, { type: 'state', to: 'READY_TO_RUN_UPGRADE_TASKS', phase: 'finalizable', mode: true }],
  [20, { type: 'warned', key: 'lopsided:conf-1', kind: 'lopsided', subject: 'conf-1', detail: '90 users' }],
  [25, { type: 'cleared', key: 'lopsided:conf-1' }],
  [30, { type: 'asked', request: requestOf(aRequest()) }],
  [45, { type: 'reminded', request: 'r1' }],
  [50, { type: 'approved', request: 'r1', by: 'U0BOB', granted: true }],
  [51, { type: 'outcome', request: 'r1', result: 'done', lostAnswer: false }],
  [60, { type: 'state', to: 'STABLE', phase: 'idle', mode: false }],
  [60, { type: 'finished', how: 'completed' }],
];

function past(happenings: typeof story, label = 'Confluence') {
  const events = happenings.map(([minute, one], index) => anEvent(one, T0 + minutes(minute), index + 1));
  const view = fold(undefined, events);
  if (view === undefined) throw new Error('no view');
  const card = { kind: 'posted', channel: 'C0OPS', ts: '1.0', link: 'https://slack.test/p1' } as const;
  const rendered = shownAnswer(
    { kind: 'past', view: { ...view, label }, profile: aProfile(), events, account: accountOf(events), card },
    answering,
  );
  expectSound(rendered);
  return rendered;
}

describe('a past upgrade', () => {
  it('says how it ended, who did what, and how long everything took', () => {
    expect(readable(past(story))).toBe(`== confluence: Confluence upgrade #12 ==
Result: Upgrade finished: its node runs 9.2.21. It took 1 h. Ended 2026-11-20 10:00 UTC.
Versions: 9.2.13 → 9.2.21
Asked by: @U0ALICE, “security fix”, 2026-11-20 09:00 UTC
Card and thread
Who did what
• 2026-11-20 09:00 UTC: @U0ALICE asked for start to 9.2.21 (Turn upgrade mode on): “security fix”
• 2026-11-20 09:01 UTC: Turn upgrade mode on: done
• 2026-11-20 09:30 UTC: @U0ALICE asked for approve (Finalize the upgrade)
• 2026-11-20 09:50 UTC: @U0BOB approved: Finalize the upgrade
• 2026-11-20 09:51 UTC: Finalize the upgrade: done
How long each state took
• STABLE (no upgrade is running): 1 min, from 2026-11-20 09:00 UTC
• READY_TO_UPGRADE (upgrade mode is on and no node is upgraded yet): 13 min, from 2026-11-20 09:01 UTC
• READY_TO_RUN_UPGRADE_TASKS (all running nodes are upgraded; the upgrade can be finalized): 46 min, from 2026-11-20 09:14 UTC
Nodes, from going down to being back in service
• conf-1: 4 min, down 2026-11-20 09:10 UTC, back 2026-11-20 09:14 UTC, 9.2.13 → 9.2.21
Warnings
• 2026-11-20 09:20 UTC: conf-1 carries far more active users than the quietest node: 90 users. Over after 5 min.`);
  });

  it('has all of that in its plain text too', () => {
    const { text } = past(story);
    for (const part of [
      'Who did what',
      '<@U0BOB> approved: Finalize the upgrade',
      'Nodes, from going down',
      'Over after 5 min',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('that is still running says so', () => {
    expect(readable(past(story.slice(0, 5)))).toContain('Result: none yet, it is still running');
    expect(readable(past(story.slice(0, 5)))).toMatch(/conf-1: down .*, not back yet when last seen/);
  });

  it('stays within the limits of a message however much happened', () => {
    const many = Array.from({ length: 200 }, (_one, index): readonly [number, Happening] => [
      15,
      { type: 'warned', key: `node-error:${index}`, kind: 'node-error', subject: `${index}${'n'.repeat(300)}` },
    ]);
    const text = '<!here>'.repeat(500);
    past([...story.slice(0, 7), ...many, ...story.slice(7)], text);
  });
});

describe('an upgrade of which only its line is left', () => {
  it('says so', () => {
    const entry = {
      number: 3,
      openedAt: T0,
      finishedAt: T0 + minutes(90),
      how: 'completed',
      channel: 'C0OPS',
      by: 'U0ALICE',
      from: '9.2.1',
      to: '9.2.13',
    } as const;
    const rendered = shownAnswer({ kind: 'past-line', target: 'confluence', entry }, answering);
    expectSound(rendered);
    expect(readable(rendered)).toBe(
      'confluence #3: finished, 9.2.1 → 9.2.13, 2026-11-20 09:00 UTC, took 1 h 30 min, asked by @U0ALICE\n' +
        'This line is all that is left: details of upgrades that have ended are kept for a limited time only.',
    );
  });
});
