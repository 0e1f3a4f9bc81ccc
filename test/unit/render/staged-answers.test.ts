import { describe, expect, it } from 'vitest';
import { confluence } from '../../../src/adapters/atlassian/confluence.js';
import { accountOf } from '../../../src/core/account.js';
import type { Shown, TargetStatus } from '../../../src/core/answers.js';
import type { Bundle, Findings } from '../../../src/core/ports.js';
import { shownAnswer } from '../../../src/slack/render/answers.js';
import { bundlesAnswer } from '../../../src/slack/render/bundles.js';
import type { Rendered } from '../../../src/slack/render/message.js';
import { aStatus } from '../../support/builders.js';
import { expectSound, readable } from '../../support/rendered.js';
import {
  aStagedLook,
  stagedAnswering as context,
  nothingCreated,
  stagedProfile,
  stagesAt,
} from '../../support/staged-builders.js';
import { completed, through, whole } from '../../support/staged-story.js';

function read(rendered: Rendered): string {
  expectSound(rendered);
  return readable(rendered);
}

const shown = (what: Shown): string => read(shownAnswer(what, context));

const failure = { stage: 'MIGRATE_DB', message: 'could not lock table' };
const failed = aStagedLook('MIGRATE_DB', 'failed', { failure, stages: stagesAt('MIGRATE_DB', 'FAILED') });

const ib = (changes: Partial<TargetStatus> = {}): TargetStatus =>
  aStatus({ target: 'ib', label: 'Instabase', observation: failed, allowed: ['retry', 'rollback'], ...changes });

describe('status of a target in stages', () => {
  it('shows its stages instead of nodes, and the error', () => {
    expect(shown({ kind: 'status', target: ib() })).toBe(`== ib: Instabase ==
State: MIGRATE_DB (a stage ended with an error and the upgrade stands still), read 2026-11-20 09:00 UTC
Release: 23.04.3
Failure: in MIGRATE_DB: could not lock table
Upgrade: the bot follows none at the moment
Allowed now: /upgrade retry ib (Resume the upgrade, or retry its failed stage), /upgrade rollback ib (Roll the upgrade back)
Stages (2 of 8 through)
• CONFIRM_START: COMPLETED (done)
• TURN_DOWN: COMPLETED (done)
• MIGRATE_DB: FAILED (ended with an error)
• WRITE_NEW_CONFIGS: UNSTARTED (not begun)
• UNDO_TURN_DOWN: UNSTARTED (not begun)
• RUN_ACTIONS: UNSTARTED (not begun)
• CHECK_HEALTH: UNSTARTED (not begun)
• CONFIRM_COMPLETION: UNSTARTED (not begun)`);
  });

  it('adds since when, and what was logged, from the upgrade that is followed', () => {
    const { view } = whole(through);
    const observation = aStagedLook('CONFIRM_COMPLETION', 'finalizable');
    const answer = shown({ kind: 'status', target: ib({ upgrade: view, observation }) });
    expect(answer).toContain(
      '• RUN_ACTIONS: COMPLETED (done), 1 error, 1 warning in its log, since 2026-11-20 09:29 UTC',
    );
    expect(answer).toContain('Waiting for: somebody who tries what was upgraded');
  });

  it('says of nodes that there are stages', () => {
    expect(shown({ kind: 'nodes', target: ib() })).toMatch(/Instabase reports no nodes, but stages:\nStages \(2 of 8/);
    expect(shown({ kind: 'nodes', target: ib({ observation: nothingCreated }) })).toMatch(/; at present none\.$/);
  });

  it('is one line in the list', () => {
    const { view } = whole(through);
    const observation = aStagedLook('CONFIRM_COMPLETION', 'finalizable');
    expect(shown({ kind: 'list', targets: [ib({ upgrade: view, observation })] })).toContain(
      '• ib (Instabase): CONFIRM_COMPLETION (everything has run; it waits for somebody to complete or roll it back); upgrade #3; stages through: 7 of 8',
    );
  });
});

describe('the answer to a question beyond the state', () => {
  const findings = (changes: Partial<Findings> = {}, tookMs = 800): string =>
    shown({
      kind: 'findings',
      target: 'ib',
      name: 'diff',
      findings: { summary: '3 configs change.', lines: ['changed: a', 'changed: b'], ...changes },
      tookMs,
    });

  it('is a sentence and what it rests on', () => {
    expect(findings()).toBe('ib diff: 3 configs change.\n• changed: a\n• changed: b');
    expect(findings({ ok: true, lines: [] })).toBe(':white_check_mark: ib diff: 3 configs change.');
    expect(findings({ ok: false, lines: [] })).toBe(':warning: ib diff: 3 configs change.');
  });

  it('counts what is too much, and says where the rest is and that it took long', () => {
    const lines = Array.from({ length: 300 }, (_one, index) => `config ${index}`);
    const answer = findings({ lines, file: { name: 'ib-diff.txt', text: '' } }, 95_000);
    expect(answer).toContain('3 configs change. It took 1 min.');
    expect(answer).toContain(
      '• and 275 more\nThe whole of it comes to you as a file, ib-diff.txt, and to nobody else.',
    );
  });

  it('stays sound whatever the target says', () => {
    for (const text of ['<!channel>', 'x'.repeat(20_000), '😀'.repeat(10_000), '']) {
      findings({ summary: text, lines: Array.from({ length: 300 }, () => text), file: { name: text, text } });
    }
  });
});

describe('the list of release bundles', () => {
  const bundles: Bundle[] = [
    { release: '23.07.1', size: 1_234_567_890, problem: 'base_configs is missing' },
    { release: '23.04.3', size: 2_500_000 },
  ];
  const answer = (some: Bundle[], canUpload = true): string =>
    read(bundlesAnswer({ kind: 'bundles', target: 'ib', bundles: some, canUpload }, context));

  it('says how to create from one that can be used, and lets files be uploaded', () => {
    expect(answer(bundles)).toBe(`Which release is the upgrade of ib for? Nothing was done yet.
Bundles
• :warning: 23.07.1 cannot be used: base_configs is missing
• 23.04.3 (2.5 MB)
Type for example /upgrade create ib 23.04.3
Or upload the files of a release here, from your own machine.
[ Upload files… ]`);
  });

  it('says that there is none', () => {
    expect(answer([], false)).toBe('No release bundle lies ready for ib. Nothing was done.');
  });

  it('says why they cannot be listed', () => {
    const problem = 'the directory of bundles cannot be read (ENOENT)';
    const told = read(
      bundlesAnswer({ kind: 'bundles', target: 'ib', bundles: [], canUpload: false, problem }, context),
    );
    expect(told).toBe(`No release bundle lies ready for ib: ${problem}. Nothing was done.`);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 500 }, () => ({
      release: '<!here>'.repeat(3000),
      size: 1e15,
      problem: '&'.repeat(9000),
    }));
    expect(answer(many)).toContain('• and 480 more');
  });
});

describe('help', () => {
  it('says what the same word does to each product', () => {
    const targets = [
      { target: 'confluence', label: 'Confluence', actions: ['start'] },
      { target: 'ib', label: 'Instabase', actions: ['start', 'create'] },
    ];
    const profileOf = (target: string) => (target === 'ib' ? stagedProfile : confluence);
    const help = read(shownAnswer({ kind: 'help', command: '/upgrade', targets }, { command: '/upgrade', profileOf }));
    expect(help).toContain('• /upgrade start <target> [--to <version>] [reason]: turn upgrade mode on (Confluence)');
    expect(help).toContain('• /upgrade start <target> [--to <release>] [reason]: start the upgrade (Instabase)');
    expect(help).toContain('• /upgrade create <target> [release] ');
    expect(help).toContain('• /upgrade preflight <target>: ');
  });
});

describe('a past upgrade in stages', () => {
  it('says how long each stage took, what was logged, and who did what', () => {
    const { view, events, opening } = whole(completed);
    const all = [opening, ...events];
    const card = { kind: 'pending' } as const;
    const past = shown({ kind: 'past', view, profile: stagedProfile, events: all, account: accountOf(all), card });
    expect(past).toContain('Release: → 23.04.3');
    expect(past).toContain('asked for create of 23.04.3 (Create an upgrade): “quarterly release”');
    expect(past).toContain(': the run paused');
    expect(past).toMatch(/How long each stage took\n• NOT_FOUND .*\n• CONFIRM_START .*\n• TURN_DOWN /);
    expect(past).toContain('Logged\n• RUN_ACTIONS: 1 error, 1 warning');
    expect(past).toContain('MIGRATE_DB has failed: could not lock table "jobs": timeout.');
  });

  it('is one line with its release', () => {
    const entry = { number: 3, openedAt: 0, finishedAt: 60_000, how: 'rolled-back', channel: 'C0OPS' } as const;
    const line = shown({ kind: 'history', target: 'ib', entries: [{ ...entry, to: '23.04.3' }] });
    expect(line).toContain('• #3: rolled back, → 23.04.3, 1970-01-01 00:00 UTC, took 1 min, started outside this bot');
  });
});
