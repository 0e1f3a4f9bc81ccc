import { describe, expect, it } from 'vitest';
import type { CardPlace, DecisionAnswer, Shown } from '../../../src/core/answers.js';
import { acceptedAnswer, decisionAnswer, otherCommandAnswer, shownAnswer } from '../../../src/slack/render/answers.js';
import type { Rendered } from '../../../src/slack/render/message.js';
import {
  aNodeObservation,
  answering,
  anUpgrade,
  aRequest,
  aStart,
  aStatus,
  aWarning,
  minutes,
  T0,
} from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';

function read(rendered: Rendered): string {
  expectSound(rendered);
  return readable(rendered);
}

const shown = (what: Shown): string => read(shownAnswer(what, answering));

describe('the answer to an accepted action', () => {
  const accepted = { kind: 'accepted', target: 'confluence', upgrade: 12, request: aStart() } as const;
  const link = 'https://example.slack.com/archives/C0OPS/p1';

  it.each<[string, CardPlace, RegExp]>([
    [
      'links to the thread',
      { kind: 'posted', channel: 'C0OPS', ts: '1.2', link },
      /Follow it here: thread of this upgrade in #C0OPS\.$/,
    ],
    ['names the channel without a link', { kind: 'posted', channel: 'C0OPS', ts: '1.2' }, /Follow it in #C0OPS\.$/],
    [
      'says why nothing can be shown',
      { kind: 'problem', channel: 'C0OPS', detail: 'not_in_channel' },
      /cannot be shown in #C0OPS at present: not_in_channel/,
    ],
    [
      'does not wait for Slack for ever',
      { kind: 'pending' },
      /as soon as possible\. Meanwhile: \/upgrade status confluence$/,
    ],
  ])('%s', (_name, place, expected) => {
    const answer = read(acceptedAnswer(accepted, place, answering));
    expect(answer).toMatch(/^Accepted: Turn upgrade mode on \(confluence, upgrade #12\)\.\n/);
    expect(answer).toMatch(expected);
  });

  it('has the link in its plain text too', () => {
    expect(acceptedAnswer(accepted, { kind: 'posted', channel: 'C0OPS', ts: '1', link }, answering).text).toContain(
      `<${link}|`,
    );
  });

  it('says that a second person is needed, and when there is none', () => {
    const asked = { ...accepted, request: aRequest({ nobodyElse: true }) };
    expect(read(acceptedAnswer(asked, { kind: 'pending' }, answering))).toMatch(
      /^Asked for: Finalize.*waits for the approvers until 2026-11-20 10:00 UTC\.\n.*nobody but you could approve this/,
    );
  });
});

describe('the answer to a decision', () => {
  it.each<[DecisionAnswer, RegExp]>([
    [{ kind: 'approved', granted: true, approvals: 1, required: 1 }, /^Approved\. It is carried out now/],
    [{ kind: 'approved', granted: false, approvals: 1, required: 2 }, /^Approved: 1 of 2 needed\.$/],
    [{ kind: 'rejected' }, /^Rejected\. Nothing was sent\.$/],
    [{ kind: 'withdrawn' }, /^Withdrawn\. Nothing was sent\.$/],
    [
      { kind: 'voided', changes: ['node x left'] },
      /^Void: the target has changed since this was asked for \(node x left\)\. Nothing was sent/,
    ],
    [{ kind: 'refused', refusal: { why: 'own-request' } }, /another person has to approve/],
  ])('is clear about %o', (answer, expected) => {
    expect(read(decisionAnswer(answer, answering))).toMatch(expected);
  });
});

describe('reading commands', () => {
  it('help lists what can be typed and what each target can do', () => {
    const help = shown({
      kind: 'help',
      command: '/upgrade',
      targets: [
        { target: 'confluence', label: 'Confluence', actions: ['start', 'approve'] },
        { target: 'bb', label: 'Bitbucket', actions: [] },
      ],
    });
    expect(help).toContain('• /upgrade status [target]: state, warnings, and what can be done now');
    expect(help).toContain('• /upgrade start <target> [--to <version>] [reason]: turn upgrade mode on');
    expect(help).not.toContain('/upgrade cancel');
    expect(help).toContain('• confluence (Confluence): start, approve\n• bb (Bitbucket): reading only');
  });

  it('list has one line per target, those that need somebody first', () => {
    const { observation: _unread, ...unread } = aStatus({ target: 'bb', problem: 'unauthorized' });
    const down = { ...unread, failingSince: T0 };
    const warned = aStatus({ target: 'wiki', warnings: ['node wiki-2 is in ERROR', 'w', 'w'] });
    const waiting = aStatus({ target: 'docs', upgrade: anUpgrade({ requests: [aRequest()] }) });
    expect(
      shown({ kind: 'list', targets: [aStatus(), waiting, warned, down] }),
    ).toBe(`4 targets: 1 not reachable, 1 with warnings, 1 being upgraded, 1 idle. For details: /upgrade status <target>
• bb (Confluence): not reachable for the bot since 2026-11-20 09:00 UTC: it does not accept the credentials (401). Check the user or token in the configuration
• wiki (Confluence): STABLE (no upgrade is running); :warning: node wiki-2 is in ERROR (and 2 more)
• docs (Confluence): STABLE (no upgrade is running); upgrade #12; nodes upgraded: 1 of 3; finalize the upgrade: waits for approval until 2026-11-20 10:00 UTC
• confluence (Confluence): STABLE (no upgrade is running)`);
  });

  it('list counts the warnings of an upgrade that only its card explains', () => {
    const upgrade = anUpgrade({ warnings: [aWarning({ kind: 'lopsided' })] });
    expect(shown({ kind: 'list', targets: [aStatus({ upgrade })] })).toContain('; :warning: 1 warning on its card');
  });

  it('status of a target that cannot be read says what was known last and how to find the cause', () => {
    const { observation: _unread, ...down } = aStatus({ problem: 'unreachable', allowed: [] });
    const status = shown({ kind: 'status', target: { ...down, upgrade: anUpgrade() } });
    expect(status).toContain(
      'Last known state: MIXED (nodes are being upgraded one after the other), since 2026-11-20 09:05 UTC',
    );
    expect(status).toContain(
      'Allowed now: nothing while it cannot be read. To find the cause: /upgrade doctor confluence',
    );
  });

  it('status says that nothing more can be asked for while a request waits', () => {
    const upgrade = anUpgrade({ phase: 'finalizable', requests: [aStart(), aRequest()] });
    expect(shown({ kind: 'status', target: aStatus({ upgrade, allowed: [] }) })).toContain(
      'Allowed now: nothing more until that is through',
    );
  });

  it('status shows warnings first, and what is allowed now', () => {
    const card = { kind: 'problem', channel: 'C0OPS', detail: 'not_in_channel' } as const;
    const status = aStatus({ warnings: ['Versions differ although upgrade mode is off'], upgrade: anUpgrade(), card });
    expect(shown({ kind: 'status', target: status })).toBe(`== confluence: Confluence ==
:warning: Look at this first
• Versions differ although upgrade mode is off
State: STABLE (no upgrade is running), read 2026-11-20 09:00 UTC
Nodes: 3 nodes: 3 on 9.2.13
Upgrade: upgrade #12 (cannot be shown in #C0OPS: not_in_channel)
Waiting for: an admin, who upgrades the next node (conf-2 is the quietest: 2 tasks, 40 users)
Allowed now: /upgrade start confluence (Turn upgrade mode on)`);
  });

  it('nodes shows every node, and why there are none when the target does not answer', () => {
    expect(shown({ kind: 'nodes', target: aStatus() })).toContain(
      '• conf-1: ACTIVE (running), 9.2.13, 40 active users, 2 running tasks\n• conf-2',
    );
    const { observation: _unread, ...down } = aStatus({ problem: 'unreachable', silent: true });
    expect(shown({ kind: 'nodes', target: down })).toContain('not reachable: it does not answer');
  });

  it('node shows one node with its failed tasks', () => {
    const errors = [{ task: 'Reindex', message: 'boom', clusterWide: true }];
    const node = aNodeObservation({ build: '9116', address: '192.0.2.21', errors });
    expect(
      shown({ kind: 'node', target: aStatus(), node }),
    ).toBe(`conf-1: ACTIVE (running), 9.2.13, 40 active users, 2 running tasks
Id: conf-1
Build: 9116
Address: 192.0.2.21
Failed upgrade tasks
• Reindex: boom (concerns the whole cluster)`);
  });

  it('history has one line per upgrade', () => {
    const entry = {
      number: 11,
      openedAt: T0,
      finishedAt: T0 + minutes(90),
      how: 'completed',
      channel: 'C0OPS',
    } as const;
    expect(
      shown({
        kind: 'history',
        target: 'confluence',
        entries: [{ ...entry, by: 'U0ALICE', from: '9.2.1', to: '9.2.13' }],
      }),
    ).toBe(
      'Upgrades of confluence. One of them in full: /upgrade history confluence 11\n• #11: finished, 9.2.1 → 9.2.13, 2026-11-20 09:00 UTC, took 1 h 30 min, asked by @U0ALICE',
    );
    expect(shown({ kind: 'history', target: 'confluence', entries: [] })).toBe(
      'No upgrade of confluence has ended yet.',
    );
  });

  it('another command of the same app is answered with the right one', () => {
    expect(read(otherCommandAnswer('/upgrade-old', answering))).toContain(
      "This bot's command is /upgrade, not /upgrade-old.",
    );
  });
});
