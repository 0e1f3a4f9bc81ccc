import { describe, expect, it } from 'vitest';
import { threadMessage } from '../../../src/slack/render/thread-line.js';
import { upgradeCard } from '../../../src/slack/render/upgrade-card.js';
import { expectSound, readable } from '../../support/rendered.js';
import {
  aLogLine,
  aStagedLook,
  nothingCreated,
  stagedProfile,
  stagesAt,
  type Told,
  tell,
} from '../../support/staged-builders.js';
import { completed, doing, whole } from '../../support/staged-story.js';

const command = '/upgrade';

function thread({ view, events }: Told): string[] {
  return events.flatMap((event) => {
    const rendered = threadMessage([event], { view, profile: stagedProfile, command });
    if (rendered === undefined) return [];
    expectSound(rendered);
    expect(rendered.text.split('\n')).toHaveLength(1);
    return [readable(rendered)];
  });
}

function card({ view }: Told, plain = false): string {
  const rendered = upgradeCard({ view, profile: stagedProfile, gauges: new Map(), plain, command });
  expectSound(rendered);
  return readable(rendered);
}

describe('a whole run in stages', () => {
  it('reads as a story in its thread, one line per event', () => {
    expect(thread(whole(completed))).toEqual([
      '@U0ALICE asked for create of 23.04.3 (Create an upgrade): “quarterly release”',
      ':white_check_mark: create: done. The upgrade is created; nothing has changed on the deployment. Next: validate it, look at its diff, then start it.',
      'CONFIRM_START: an upgrade is created and waits for its start.',
      '@U0ALICE asked for validate (Validate the upgrade).',
      ':white_check_mark: validate: done. The validation is through. It says: “ingress.yml: unknown field "foo"”. Next: mend what it found, if anything, then start the upgrade.',
      '@U0ALICE asked for start (Start the upgrade).',
      ':white_check_mark: start: done. The upgrade has been started. Next: it goes through its stages by itself and then waits for somebody to complete it.',
      'CONFIRM_START: COMPLETED (done)',
      'TURN_DOWN: workloads are being scaled down.',
      ':warning: Warning: Outage: what Instabase serves is down during this part of the upgrade. It comes up again by itself in a later stage. A run that is paused or fails here leaves it down until somebody lets it go on.',
      'TURN_DOWN: COMPLETED (done)',
      'MIGRATE_DB: the databases are being migrated.',
      'MIGRATE_DB: FAILED (ended with an error)',
      ':warning: Warning: MIGRATE_DB has failed: could not lock table "jobs": timeout. What it logged: /upgrade events ib MIGRATE_DB. Mend the cause, then run the stage again: /upgrade retry ib. Only if that does not help: /upgrade continue ib or /upgrade rollback ib.',
      '@U0ALICE asked for retry (Resume the upgrade, or retry its failed stage).',
      ':white_check_mark: retry: done. The upgrade has been told to go on. Next: watch whether the stage gets through.',
      'MIGRATE_DB: UNDERWAY (at work)',
      'Over: MIGRATE_DB no longer shows as failed.',
      '@U0ALICE asked for pause (Pause the upgrade).',
      ':white_check_mark: pause: done. A pause has been asked for; it takes hold at the next checkpoint. Next: wait until the thread says that the run is paused; after that, retry lets it go on.',
      ':warning: Warning: A pause was asked for and has not taken hold yet. The run goes on until its next checkpoint; until then nothing has stopped.',
      'MIGRATE_DB: COMPLETED (done)',
      'WRITE_NEW_CONFIGS: the upgrade is paused between two stages.',
      ':double_vertical_bar: The run is paused. To go on: /upgrade retry ib',
      '@U0ALICE asked for retry (Resume the upgrade, or retry its failed stage).',
      ':white_check_mark: retry: done. The upgrade has been told to go on. Next: watch whether the stage gets through.',
      'WRITE_NEW_CONFIGS: UNDERWAY (at work)',
      'WRITE_NEW_CONFIGS: COMPLETED (done)',
      'UNDO_TURN_DOWN: workloads are being scaled up again.',
      'UNDO_TURN_DOWN: COMPLETED (done)',
      'RUN_ACTIONS: actions that follow the installation are being run.',
      ':large_yellow_circle: WARNING in RUN_ACTIONS: marketplace app "ml-studio" skipped',
      'Over: the part of the upgrade in which everything is down is through.',
      ':red_circle: ERROR in RUN_ACTIONS: action "reindex" gave up after 3 tries',
      'RUN_ACTIONS: COMPLETED (done)',
      'CHECK_HEALTH: the health of the deployment is being checked.',
      'CHECK_HEALTH: COMPLETED (done)',
      'CONFIRM_COMPLETION: everything has run; it waits for somebody to complete or roll it back.',
      ':white_check_mark: complete: approved by @U0BOB.',
      ':white_check_mark: complete: done. The upgrade has been completed. Next: take the steps that the release notes give for afterwards.',
      'CONFIRM_COMPLETION: COMPLETED (done)',
      'COMPLETED: the latest upgrade is complete; none is running.',
      expect.stringMatching(/^:checkered_flag: Upgrade finished: Instabase runs 23\.04\.3 now\. It took \d+ min\.$/),
    ]);
  });

  it('that was started and turned back elsewhere says so, and goes back through its stages', () => {
    const undone = (name: string) =>
      stagesAt('RUN_ACTIONS').map((stage) =>
        stage.name === name ? { ...stage, status: 'ROLLEDBACK', condition: 'undone' as const } : stage,
      );
    const back = { rollbackRequested: true, stages: undone('RUN_ACTIONS') };
    const told = tell(aStagedLook('CONFIRM_START', 'prepared', { started: false }), [
      aStagedLook('RUN_ACTIONS'),
      aStagedLook('UNDO_TURN_DOWN', 'running', back),
      aStagedLook('ROLLEDBACK', 'idle', back),
    ]);
    const lines = thread(told);
    expect(lines).toContain(':arrow_forward: The run has been started outside the bot.');
    expect(lines).toContain('RUN_ACTIONS: ROLLEDBACK (undone)');
    expect(lines).toContain(
      ':leftwards_arrow_with_hook: A rollback was asked for outside the bot: the stages are undone one after the other.',
    );
    expect(lines.at(-1)).toBe(
      ':checkered_flag: Upgrade rolled back: Instabase runs the release from before again. It took 3 min.',
    );
    expect(lines).toContain('UNDO_TURN_DOWN: the upgrade goes back; what this stage did is being undone.');
    expect(card(told)).toContain('[ ] RUN_ACTIONS: undone');
    expect(card(told)).toContain('Release: → 23.04.3 (rolled back)');
  });

  it('that was created elsewhere is noticed as one that nobody has started', () => {
    const { opening, view } = tell(aStagedLook('CONFIRM_START', 'prepared', { started: false }), []);
    expect(thread({ opening, view, events: [opening] })).toEqual([
      ':eyes: Noticed an upgrade that was created outside the bot, which follows it from here.',
    ]);
    expect(card({ opening, view, events: [] })).toContain('Begun: outside this bot, which follows it since');
  });

  it('that was abandoned says what has to be done now, once', () => {
    const gone = aStagedLook('ABANDONED', 'idle');
    const elsewhere = thread(tell(aStagedLook('RUN_ACTIONS'), [gone]));
    expect(elsewhere.filter((one) => one.includes('Restart Deployment Manager'))).toEqual([
      expect.stringMatching(/^:checkered_flag: Upgrade abandoned: /),
    ]);
    const here = thread(tell(aStagedLook('RUN_ACTIONS'), [...doing('r1', 'abandon', { started: true }), gone]));
    expect(here.filter((one) => one.includes('Restart Deployment Manager'))).toEqual([
      expect.stringMatching(/^:white_check_mark: abandon: done\. /),
    ]);
  });

  it('whose creation was refused does not say that nothing was changed, and how to clear up a part of it', () => {
    const refusal = { type: 'outcome', request: 'r1', result: 'failed', lostAnswer: false } as const;
    const asked = doing('r1', 'create', { release: '23.07.0' }).slice(0, 2);
    const lines = thread(tell(nothingCreated, [...asked, { ...refusal, detail: 'config map too large' }]));
    expect(lines.at(-1)).toBe(
      ':x: create: failed: Deployment Manager refused it; the deployment stays as it is, but the upgrade may have been created in part (config map too large). If an upgrade waits for its start there now and nobody else created it, it is that part. Abandon it first: /upgrade abandon ib. Mend the cause, then ask again: /upgrade create ib 23.07.0',
    );
  });

  it('that logs very much is told of in lines that stay short, and then no more', () => {
    const long = aLogLine({ level: 'ERROR', message: 'x'.repeat(20_000) });
    const many = Array.from({ length: 500 }, (_one, index) => aLogLine({ message: `line ${index}` }));
    const told = tell(aStagedLook('RUN_ACTIONS'), [aStagedLook('RUN_ACTIONS', 'running', { log: [long, ...many] })]);
    const lines = thread(told);
    expect(lines).toHaveLength(101);
    expect(lines[0]).toMatch(/^:red_circle: ERROR in RUN_ACTIONS: x{499}… All of it: \/upgrade events ib RUN_ACTIONS$/);
    expect(lines.at(-1)).toBe(
      ':warning: RUN_ACTIONS logs more warnings and errors than are shown here. All of them: /upgrade events ib RUN_ACTIONS',
    );
    expect(card(told)).toContain('Logged: RUN_ACTIONS: more than 1 error, 99 warnings.');
  });
});
