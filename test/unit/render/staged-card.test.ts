import { describe, expect, it } from 'vitest';
import { upgradeCard } from '../../../src/slack/render/upgrade-card.js';
import { expectSound, readable } from '../../support/rendered.js';
import { recordOf, stagedProfile, type Told, type tell } from '../../support/staged-builders.js';
import {
  asked,
  broken,
  completed,
  created,
  paused,
  pausing,
  started,
  through,
  validated,
  whole,
} from '../../support/staged-story.js';

const command = '/upgrade';

function card({ view }: Told, plain = false): string {
  const rendered = upgradeCard({ view, profile: stagedProfile, gauges: new Map(), plain, command });
  expectSound(rendered);
  return readable(rendered);
}

describe('the card of a run in stages', () => {
  it('shows the release, the stages in order, and what is awaited', () => {
    expect(card(whole(through))).toBe(`== ib: Instabase upgrade #3 ==
:warning: Look at this first
• RUN_ACTIONS logged 1 error, 1 warning although the run went on. Read what it says before anybody asks for the last step: /upgrade events ib RUN_ACTIONS
State: CONFIRM_COMPLETION (everything has run; it waits for somebody to complete or roll it back), since 2026-11-20 09:30 UTC
Release: → 23.04.3
Logged: RUN_ACTIONS: 1 error, 1 warning. All of it: /upgrade events ib RUN_ACTIONS
Asked by: @U0ALICE, “quarterly release”, 2026-11-20 09:00 UTC
Waiting for: somebody who tries what was upgraded, reads what the stages logged, and asks to complete: /upgrade complete ib. A second person then approves it. Until then there is a way back: /upgrade rollback ib
How it is done
• Test the deployment by your test plan, and read the warnings and errors that the last stages logged.
• Then complete the upgrade, or roll it back.
:no_entry: Not now
• Do not change configs or patches until the upgrade is over: a rollback does not account for them.
Stages: 7 of 8 through
  [x] CONFIRM_START
  [x] TURN_DOWN
  [x] MIGRATE_DB
  [x] WRITE_NEW_CONFIGS
  [x] UNDO_TURN_DOWN
  [x] RUN_ACTIONS: 1 error, 1 warning
  [x] CHECK_HEALTH
  [>] CONFIRM_COMPLETION`);
  });

  it('shows a failed stage with its error, and each way on with its consequences', () => {
    const read = card(whole(broken), true);
    expect(read).toContain('State: MIGRATE_DB (a stage ended with an error and the upgrade stands still)');
    expect(read).toContain('• MIGRATE_DB has failed: could not lock table "jobs": timeout. ');
    expect(read).toContain(':point_right: What can be done, the gentlest first\n• /upgrade retry ib: ');
    expect(read).toMatch(/\/upgrade continue ib: Forces the upgrade past .* Way back: none for the stage/);
    expect(read).toMatch(/\/upgrade rollback ib: Tries to bring .* Way back: none; /);
    expect(read).toContain(':x: MIGRATE_DB (ended with an error)\n:white_circle: WRITE_NEW_CONFIGS (not begun)');
  });

  it.each<[string, Parameters<typeof tell>[1], RegExp]>([
    ['an upload', created.slice(0, 2), /Under way: the release is being uploaded, since 2026-11-20 09:02 UTC/],
    [
      'the start',
      created,
      /Waiting for: somebody who starts it: \/upgrade start ib\. Before that.*validate ib, \/upgrade diff ib/,
    ],
    [
      'a validation, beside the start',
      validated.slice(0, -1),
      /Under way: the upgrade is being validated.*, since 2026-11-20 09:06 UTC\nWaiting for: somebody who starts it/,
    ],
    ['the product', started, /Waiting for: Instabase, which goes through the stages by itself/],
    ['a pause', pausing, /Pause: asked for\n[\s\S]*Waiting for: Instabase, which pauses at its next checkpoint/],
    ['somebody to go on', paused, /Waiting for: somebody who lets it go on: \/upgrade retry ib, or turns it back/],
    [
      'a second person',
      [...through, recordOf(asked)],
      /Waiting for: a second person's Approve .*\(Complete the upgrade/,
    ],
  ])('says that it waits for %s', (_name, story, expected) => {
    expect(card(whole(story))).toMatch(expected);
  });

  it('has a plain text that begins with how far it is', () => {
    const { view } = whole(through);
    const { text } = upgradeCard({ view, profile: stagedProfile, gauges: new Map(), plain: false, command });
    expect(text.split('\n')[0]).toBe('ib: Instabase upgrade #3, stages through: 7 of 8.');
  });

  it('ends with its result and the stages as they were', () => {
    const read = card(whole(completed));
    expect(read).toMatch(/^Result: Upgrade finished: Instabase runs 23\.04\.3 now\./m);
    expect(read).toContain('Approved by: @U0BOB (complete)');
    expect(read).toContain('Stages: 8 of 8 through');
    expect(read).not.toContain('Waiting for');
  });
});
