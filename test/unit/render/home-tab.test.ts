import { describe, expect, it } from 'vitest';
import type { HomeTab, Refusal, TargetAtHome } from '../../../src/core/answers.js';
import { type HomeView, homeTab, homeWithout } from '../../../src/slack/render/home-tab.js';
import { answering, anUpgrade, aRequest, aStart, atHome, aWarning, minutes, T0 } from '../../support/builders.js';
import { expectSoundHome, readable } from '../../support/rendered.js';
import { aStagedLook, stagedAnswering, tell } from '../../support/staged-builders.js';

const READ_AT = T0 + minutes(45);

const drawn = (targets: readonly TargetAtHome[], context = answering): HomeView =>
  homeTab({ kind: 'home', readAt: READ_AT, targets } satisfies HomeTab, context);

function read(view: HomeView): string {
  expectSoundHome(view);
  expect(view.type).toBe('home');
  return readable({ text: '', blocks: view.blocks });
}

const shown = (...targets: readonly TargetAtHome[]): string => read(drawn(targets));

const card = { kind: 'posted', channel: 'C0OPS', ts: '1.2', link: 'https://slack.test/p1' } as const;
const named = (target: string, changes: Partial<TargetAtHome> = {}) => atHome({ target, ...changes });
const requested = anUpgrade({ state: 'READY_TO_RUN_UPGRADE_TASKS', phase: 'finalizable', requests: [aRequest()] });

describe('the Home tab', () => {
  it('says how many targets need somebody, as of when, and how to get news', () => {
    const home = shown(
      named('calm'),
      named('lost', { lost: { since: T0, detail: 'unreachable' } }),
      named('asked', { upgrade: requested }),
      named('warned', { upgrade: anUpgrade({ warnings: [aWarning()] }) }),
      named('busy', { upgrade: anUpgrade() }),
      named('calm-too'),
    );
    expect(home).toContain(
      '6 targets: 1 not reachable, 1 waiting for approval, 1 with warnings, 1 being upgraded, 2 idle.',
    );
    expect(home).toContain('As of 2026-11-20 09:45 UTC; open this tab again for news.');
    const order = ['lost', 'asked', 'warned', 'busy', 'calm', 'calm-too'].map((name) =>
      home.search(new RegExp(`^${name} \\(`, 'm')),
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('says of a running upgrade its state, progress, who asked, what is awaited from whom until when, and where', () => {
    const upgrade = anUpgrade({ requests: [aStart(), aRequest()], warnings: [aWarning(), aWarning({ subject: 'x' })] });
    const view = drawn([atHome({ upgrade, card, requestLinks: new Map([['r1', 'https://slack.test/p2']]) })]);
    const home = read(view);
    expect(home).toMatch(/^confluence \(Confluence\)$/m);
    expect(home).toContain(
      'State: MIXED (nodes run different versions, or a node has an error), since 2026-11-20 09:05',
    );
    expect(home).toContain('Upgrade: upgrade #12; nodes upgraded: 1 of 3;');
    expect(home).toContain('2 warnings on its card');
    expect(home).toContain('Asked by: @U0ALICE, “security fix”, 2026-11-20 09:00 UTC');
    expect(home).toContain("Waiting for: a second person's Approve from the approvers (Finalize the upgrade");
    expect(home).toContain('it stands until 2026-11-20 10:00 UTC. Open the request');
    const json = JSON.stringify(view.blocks);
    expect(json).toContain('"https://slack.test/p1"');
    expect(json).toContain('"https://slack.test/p2"');
  });

  it('has no link to a request that is not posted', () => {
    const home = shown(atHome({ upgrade: requested, card: { kind: 'pending' } }));
    expect(home).toContain('it stands until 2026-11-20 10:00 UTC\n');
    expect(home).toContain('Upgrade: upgrade #12; nodes');
  });

  it('says what an upgrade waits for, and which node is the quietest', () => {
    const gauges = new Map([
      ['conf-2', { users: 40, tasks: 2 }],
      ['conf-3', { users: 4, tasks: 0 }],
    ]);
    expect(shown(atHome({ upgrade: anUpgrade(), gauges }))).toContain(
      'Waiting for: an admin, who upgrades the next node (conf-3 is the quietest: 0 tasks, 4 users)',
    );
  });

  it('says of an upgrade in stages how many are through', () => {
    const upgrade = tell(aStagedLook('MIGRATE_DB'), []).view;
    const home = read(drawn([atHome({ target: 'ib', label: 'Instabase', upgrade })], stagedAnswering));
    expect(home).toMatch(/Upgrade: upgrade #\d+; stages through: \d+ of \d+/);
  });

  it('says that what is shown is the last known when contact is lost during an upgrade', () => {
    const upgrade = anUpgrade({ lostSince: T0 + minutes(20), lostDetail: 'unreachable' });
    const home = shown(atHome({ upgrade }));
    expect(home).toContain('1 target: 1 not reachable.');
    expect(home).toMatch(
      /not reachable since 2026-11-20 09:20 UTC: it does not answer.* below are the last ones known/,
    );
    expect(home).toContain('Last known state: MIXED');
  });

  it('says that nobody has looked at a target for too long, with an upgrade or without', () => {
    const unwatchedSince = T0 + minutes(10);
    const home = shown(named('idle', { unwatchedSince }), named('busy', { unwatchedSince, upgrade: anUpgrade() }));
    expect(home).toContain('2 targets: 2 not watched.');
    const words = /The bot has not looked at it since 2026-11-20 09:10 UTC: what stands here may be out of date/g;
    expect(home.match(words)).toHaveLength(2);
  });

  it('says of a target without an upgrade what is on record, and guesses no state', () => {
    const home = shown(
      named('calm'),
      named('done', {
        upgrade: anUpgrade({ number: 3, finishedAt: T0 + minutes(30), finishedHow: 'completed', state: 'STABLE' }),
      }),
      named('new', { known: false }),
      named('lost', { lost: { since: T0, detail: 'GET /status: HTTP 502' } }),
    );
    expect(home).toContain('calm (Confluence): no upgrade is running\n');
    expect(home).toContain('done (Confluence): no upgrade is running; the last, #3: finished, 2026-11-20 09:30 UTC');
    expect(home).toContain('new (Confluence): not read yet');
    expect(home).toMatch(/lost \(Confluence\): .*not reachable since 2026-11-20 09:00 UTC: GET \/status: HTTP 502/);
    expect(home).not.toContain('STABLE');
  });

  it.each<[string, readonly TargetAtHome[], readonly string[]]>([
    [
      'everything',
      [named('a', { asks: true, approves: true }), named('b', { asks: true, approves: true })],
      ['You may ask for actions on all of them.', 'You may approve what somebody else asks for on all of them.'],
    ],
    [
      'some of it',
      [named('a', { asks: true }), named('b'), named('c', { approves: true })],
      ['You may ask for actions on a.', 'You may approve what somebody else asks for on c.'],
    ],
    [
      'asking alone',
      [named('a', { asks: true })],
      ['You may ask for actions on it.', 'You may not approve: you are not among the approvers of any target.'],
    ],
    [
      'approving alone',
      [named('a', { approves: true })],
      [
        'You may not ask for actions: you are not among the operators of any target.',
        'You may approve what somebody else asks for on it.',
      ],
    ],
    ['looking', [named('a')], ['You may only look: you are not among the operators or approvers of any target.']],
  ])('says what a person may do: %s', (_what, targets, lines) => {
    const home = shown(...targets).split('\n');
    expect(home.filter((line) => line.startsWith('You may'))).toEqual(lines);
  });

  it('says what to type: asking only to those who may ask', () => {
    expect(shown(atHome())).toContain('/upgrade status confluence: reads the target now');
    expect(shown(atHome())).not.toContain('<action>');
    expect(shown(atHome({ asks: true }))).toContain('/upgrade <action> confluence [reason]: asks for an action');
    expect(shown(named('a'), named('b'))).toContain('/upgrade status <target>');
  });

  it('says that no target is configured', () => {
    expect(shown()).toContain('No target is configured.');
  });

  it('has one block for each of fifty targets with long names and everything to tell', () => {
    const long = 'x'.repeat(300);
    const targets = Array.from({ length: 50 }, (_one, index) =>
      named(`${index}-${long}`, {
        label: long,
        card,
        upgrade: anUpgrade({
          requests: [aStart({ reason: long }), aRequest({ reason: long })],
          warnings: [aWarning()],
        }),
      }),
    );
    const home = shown(...targets);
    for (const index of targets.keys()) expect(home).toMatch(new RegExp(`^${index}-x+… \\(x+…\\)$`, 'm'));
    expect(home).toContain('/upgrade help: all commands');
  });

  it('says how many targets it leaves out, the idle ones first', () => {
    const targets = Array.from({ length: 120 }, (_one, index) => named(`t${index}`));
    const home = shown(...targets, named('busy', { upgrade: anUpgrade() }));
    expect(home).toMatch(/^busy \(/m);
    expect(home).toContain('and 31 targets more: /upgrade list');
  });
});

describe('the Home tab of somebody to whom no state is shown', () => {
  it.each<[Refusal, RegExp]>([
    [
      { why: 'not-member', because: 'a guest' },
      /^== Upgrades ==\nOnly full members of this workspace may use this bot, and you are a guest\. So nothing is shown here\.$/,
    ],
    [
      { why: 'rights-unreadable', detail: 'Slack: rate limited' },
      /Your rights could not be read from Slack \(Slack: rate limited\)\. Until they can be, no state is shown\.\n/,
    ],
    [{ why: 'store-down' }, /The bot cannot reach its store at the moment, so it cannot say how things stand\.\n/],
    [{ why: 'internal' }, /Something went wrong inside the bot; its log says what\.\n/],
  ])('says why: %o', (refusal, expected) => {
    const home = read(homeWithout(refusal, READ_AT));
    expect(home).toMatch(expected);
    if (refusal.why !== 'not-member') {
      expect(home).toMatch(/As of 2026-11-20 09:45 UTC\. Open this tab again in a minute\.$/);
    }
  });
});
