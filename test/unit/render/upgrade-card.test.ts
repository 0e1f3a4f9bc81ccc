import { describe, expect, it } from 'vitest';
import type { UpgradeView } from '../../../src/core/view.js';
import type { Rendered } from '../../../src/slack/render/message.js';
import { upgradeCard } from '../../../src/slack/render/upgrade-card.js';
import {
  aNode,
  anUpgrade,
  anUpgradedNode,
  aProfile,
  aRequest,
  aStart,
  aWarning,
  minutes,
  T0,
} from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

const gauges = new Map([
  ['conf-1', { users: 40, tasks: 2 }],
  ['conf-2', { users: 12, tasks: 0 }],
  ['conf-3', { users: 90, tasks: 4 }],
]);

function card(changes: Partial<UpgradeView> = {}, plain = false): Rendered {
  const rendered = upgradeCard({ view: anUpgrade(changes), profile: aProfile(), gauges, plain, command: '/upgrade' });
  expectSound(rendered);
  return rendered;
}

const allUpgraded = ['conf-1', 'conf-2', 'conf-3'].map((name) => anUpgradedNode({ name }));

describe('the card of a running upgrade', () => {
  it('says what an admin needs to know', () => {
    expect(readable(card())).toBe(`== confluence: Confluence upgrade #12 ==
State: MIXED (nodes run different versions, or a node has an error), since 2026-11-20 09:05 UTC
Versions: 9.2.13 → 9.2.21
Asked by: @U0ALICE, “security fix”, 2026-11-20 09:00 UTC
Waiting for: an admin, who upgrades the next node (conf-2 is the quietest: 0 tasks, 12 users)
How it is done
• On a machine: drain the node in the load balancer, stop it gracefully, install the new version, start it, wait until it is ACTIVE, then put it back.
• With Helm: set image.tag and keep the other values (--reuse-values); pods are replaced one by one. If the number of nodes was changed by kubectl, also set replicaCount, or the cluster shrinks.
:no_entry: Not now
• Do not take down more than one node at a time.
• Do not restart an upgraded node that works before the upgrade is finalized: it may refuse to start.
• In Kubernetes, do not set ATL_FORCE_CFG_UPDATE: upgraded pods may then refuse to start.
Progress: 1 of 4 steps done
  [x] Upgrade mode on
  [>] Nodes upgraded: 1 of 3
  [ ] Finalize (a second person approves)
  [ ] Upgrade tasks
Nodes (3)
• conf-1: ACTIVE (running), 9.2.21 upgraded, 40 active users, 2 running tasks, since 2026-11-20 09:08 UTC
• conf-2: ACTIVE (running), 9.2.13, 12 active users, 0 running tasks, since 2026-11-20 09:00 UTC
• conf-3: ACTIVE (running), 9.2.13, 90 active users, 4 running tasks, since 2026-11-20 09:00 UTC`);
  });

  it('has a plain text that reads well on its own', () => {
    const [first, ...rest] = card({ warnings: [aWarning()] }).text.split('\n');
    expect(first).toBe('confluence: Confluence upgrade #12, nodes upgraded: 1 of 3.');
    expect(rest[0]).toMatch(/^Warning: conf-2 is in ERROR\. /);
    expect(rest[1]).toMatch(/^State: MIXED /);
    expect(rest).toContainEqual(expect.stringMatching(/^Waiting for: /));
    expect(rest.at(-2)).toMatch(/^Do not restart an upgraded node/);
  });

  it('is equal for equal input', () => {
    expect(JSON.stringify(card())).toBe(JSON.stringify(card()));
  });

  it('shows the same steps in words where plan blocks are refused', () => {
    const plain = card({}, true);
    expect(plain.blocks.map((block) => block.type)).not.toContain('plan');
    expect(readable(plain)).toContain(':white_check_mark: Upgrade mode on (done)');
    expect(readable(plain)).toContain(':hourglass_flowing_sand: Nodes upgraded: 1 of 3 (now)');
  });

  it('puts warnings above everything but its title', () => {
    const lines = readable(
      card({ warnings: [aWarning({ kind: 'lopsided', subject: 'conf-3', detail: '90 users' })] }),
    ).split('\n');
    expect(lines[1]).toBe(':warning: Look at this first');
    expect(lines[2]).toMatch(/^• conf-3 carries far more active users than the quietest node: 90 users\. Take it out/);
  });

  it('marks state and nodes as last known while the target is not reachable', () => {
    const read = readable(card({ lostSince: T0 + minutes(9), lostDetail: 'unreachable' }));
    expect(read).toContain('The target is not reachable since 2026-11-20 09:09 UTC: it does not answer.');
    expect(read).toContain('Last known state: MIXED');
    expect(read).toContain('Waiting for: the target, which does not answer');
    expect(read).not.toContain('active users');
  });

  it('says what to do after an action whose outcome nobody knows', () => {
    const unknown = aRequest({ status: 'ended', outcome: 'unknown', outcomeAt: T0 + minutes(40) });
    expect(readable(card({ requests: [aStart(), unknown] }))).toContain(
      '• Finalize the upgrade: unknown: no plain yes came back, and the target does not show whether it took effect.',
    );
  });
});

describe('the advice on the card', () => {
  const shown = (changes: Partial<UpgradeView>): string => readable(card(changes));

  it.each<[UpgradeView['phase'], RegExp]>([
    ['idle', /Do not start a node with the new version while upgrade mode is off/],
    ['started', /On a machine: drain[\s\S]*With Helm: set image.tag[\s\S]*more than one node/],
    ['finalizable', /sign in, use the product[\s\S]*Do not restart an upgraded node/],
    ['finalizing', /Do not restart, add or remove a node/],
    ['failed', /Do not go back to the old version/],
  ])('fits the phase %s', (phase, expected) => {
    expect(shown({ phase })).toMatch(expected);
  });

  it.each<[string, Partial<UpgradeView>]>([
    ['a node is broken', { nodes: [aNode({ condition: 'error' })] }],
    [
      'a node runs a version that cannot be reached',
      { warnings: [aWarning({ kind: 'version-path', subject: '9.5.1' })] },
    ],
  ])('has no next step while %s', (_when, changes) => {
    const read = shown(changes);
    expect(read).not.toContain('How it is done');
    expect(read).toContain('Not now');
  });

  it.each<[string, Partial<UpgradeView>]>([
    ['in a state that the bot does not know', { phase: 'unknown', state: 'WAT' }],
    ['while the target is not reachable', { lostSince: T0 }],
    ['when the upgrade has ended', { finishedHow: 'completed', finishedAt: T0 }],
  ])('is silent %s', (_when, changes) => {
    expect(shown(changes)).not.toMatch(/How it is done|Not now/);
  });

  it('leaves room for every node of thirty with long names, errors and warnings', () => {
    const nodes = Array.from({ length: 30 }, (_one, index) => aNode({ name: `${index}-${'n'.repeat(200)}` }));
    const warnings = nodes.map(({ name }) => aWarning({ subject: name, detail: 'd'.repeat(2000) }));
    const read = shown({ nodes, warnings });
    expect(read).toContain('Nodes (30)');
    expect(read).toMatch(/Not now\n• Do not take down more than one node/);
  });
});

describe('the card of an upgrade that has ended', () => {
  const finished = { state: 'STABLE', phase: 'idle', mode: false, finishedAt: T0 + minutes(72) } as const;

  it('says how it ended, how long it took and who approved', () => {
    const approved = aRequest({
      status: 'ended',
      outcome: 'done',
      approvedBy: ['U0BOB'],
      decidedBy: 'U0BOB',
      decidedAt: T0,
    });
    const changes = {
      ...finished,
      finishedHow: 'completed',
      nodes: allUpgraded,
      requests: [aStart(), approved],
    } as const;
    const read = readable(card(changes));
    expect(read).toContain(
      'Result: Upgrade finished: all 3 nodes run 9.2.21. It took 1 h 12 min. Ended 2026-11-20 10:12 UTC.',
    );
    expect(read).toContain('Approved by: @U0BOB (approve)');
    expect(read).toContain('Progress: 4 of 4 steps done');
    expect(read).not.toContain('Waiting for');
  });

  it.each([
    ['cancelled', /Upgrade cancelled: upgrade mode is off again/],
    ['not-started', /Upgrade not started: upgrade mode is off/],
    ['unseen', /End not seen/],
  ] as const)('shows no progress when it was %s', (finishedHow, expected) => {
    const rendered = card({ ...finished, finishedHow });
    expect(readable(rendered)).toMatch(expected);
    expect(rendered.blocks.map((block) => block.type)).not.toContain('plan');
  });
});

describe('the card of a run that was started elsewhere', () => {
  it('says so, and that an earlier record is gone', () => {
    const { by: _nobody, ...view } = anUpgrade({ how: 'noticed', firstLook: true, requests: [] });
    const read = readable(upgradeCard({ view, profile: aProfile(), gauges, plain: false, command: '/upgrade' }));
    expect(read).toContain('Started: outside this bot, which follows it since 2026-11-20 09:00 UTC');
    expect(read).toContain('The bot has no earlier record of this run');
  });
});

describe('the card of a large cluster', () => {
  it('groups thirty nodes with long names by state and version', () => {
    const nodes = Array.from({ length: 30 }, (_one, index) => {
      const name = `${index}-${'n'.repeat(200)}`;
      return index < 10 ? anUpgradedNode({ name }) : aNode({ name });
    });
    const read = readable(card({ nodes }));
    expect(read).toContain('• 10 nodes ACTIVE (running), 9.2.21 upgraded');
    expect(read).toContain('• 20 nodes ACTIVE (running), 9.2.13');
    expect(read).toContain('and 12 more');
  });
});
