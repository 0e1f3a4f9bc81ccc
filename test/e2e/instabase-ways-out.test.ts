import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { anInstabaseStory, type InstabaseStory } from '../support/instabase-story.js';
import { doubledLines } from '../support/once.js';
import { cast } from '../support/story.js';

const byHand = { stageMs: Number.POSITIVE_INFINITY };
const restart = 'Restart Deployment Manager';

/** A run that somebody created and started outside the bot, which the bot has noticed. */
async function runningAt(story: InstabaseStory, stage: 'MIGRATE_DB' | 'CONFIRM_COMPLETION'): Promise<void> {
  story.ib.run.create();
  story.ib.run.enterStage(stage);
  await story.line(new RegExp(`^${stage}:`));
}

describe('rollback', () => {
  it.concurrent('goes back through the stages to ROLLEDBACK, each told in the order it was undone', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await runningAt(story, 'MIGRATE_DB');
    story.ib.run.failStage('disk is full');
    await story.line(/Warning: MIGRATE_DB has failed/);
    await story.does('rollback', 'no room');
    await story.line(/^MIGRATE_DB: UNDERWAY/);
    story.ib.run.finishStage();
    await story.line(/^MIGRATE_DB: ROLLEDBACK/);
    await eventually('the stage before', () => story.told().filter((name) => name === 'TURN_DOWN').length > 0);
    story.ib.run.finishStage();
    await story.line(/Upgrade rolled back/);
    await eventually('the card of the end', () => story.card().includes('rolled back'));
    await story.quiet();

    expect(story.posts()).toEqual(['rollback']);
    expect(story.told()).toEqual(['MIGRATE_DB', 'TURN_DOWN', 'ROLLEDBACK']);
    expect(story.lines().filter((line) => /restarted for it to take effect/.test(line))).toHaveLength(1);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('that fails says so, and leaves retry and rollback to be asked for', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await runningAt(story, 'MIGRATE_DB');
    await story.does('rollback');
    await story.looks();
    story.ib.run.failStage('could not restore the database');
    await story.line(/Warning: MIGRATE_DB has failed: could not restore/);
    const refused = await story.type(cast.alice, 'continue ib --nonsense');
    await story.does('rollback', 'once more');
    await story.looks();

    expect(refused).toContain('--nonsense');
    expect(story.posts()).toEqual(['rollback', 'rollback']);
  });
});

describe('abandon', () => {
  it.concurrent('of what was not started takes a second person and the guard of the product', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await story.type(cast.alice, 'create ib 23.07.0');
    await story.line(/create: done/);
    await story.type(cast.alice, 'abandon ib wrong release');
    const request = await story.openRequest();
    const asked = story.read(request);
    await story.press(cast.bob, request, 'Approve');
    await story.line(/Upgrade abandoned|Upgrade not started/);
    await story.quiet();

    expect(asked).toContain('It has not been started: abandoning it has no effect on the deployment.');
    expect(asked).toContain('wrong release');
    expect(story.posts()).toEqual(['create', 'abandon']);
    const [, abandon] = story.ib.posts();
    expect(abandon?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(abandon?.fields).toEqual([['checkUnstarted', expect.stringMatching(/^true$/i)]]);
    expect(story.ib.run.state()?.stage).toBe('ABANDONED');
    expect(story.lines().filter((line) => line.includes(restart))).toHaveLength(1);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('of a run is refused without --started, and with it without a reason', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await runningAt(story, 'MIGRATE_DB');
    const plain = await story.type(cast.alice, 'abandon ib get rid of it');
    const unexplained = await story.type(cast.alice, 'abandon ib --started');
    await story.quiet();

    expect(plain).toContain('--started');
    expect(unexplained).toMatch(/reason/);
    expect(story.requests()).toEqual([]);
    expect(story.posts()).toEqual([]);
  });

  it.concurrent('of a run with --started names the danger and reminds of the restart afterwards', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await runningAt(story, 'MIGRATE_DB');
    await story.type(cast.alice, 'abandon ib --started support said so');
    const request = await story.openRequest();
    const asked = story.read(request);
    // A run goes on while people think: that alone makes nothing void.
    story.ib.run.finishStage();
    await story.line(/^WRITE_NEW_CONFIGS:/);
    const own = await story.press(cast.alice, request, 'Approve');
    await story.press(cast.bob, request, 'Approve');
    const over = await story.line(/abandon: done/);
    await story.line(/Upgrade abandoned/);
    await story.quiet();

    for (const said of ['support said so', '--started', 'unknown state', 'Instabase Support', 'MIGRATE_DB']) {
      expect(asked).toContain(said);
    }
    expect(own).not.toContain('Approved');
    expect(over).toContain(restart);
    expect(over).toContain('kubectl -n $IB_NS rollout restart');
    expect(story.ib.posts().map(({ verb, fields }) => [verb, fields])).toEqual([['abandon', []]]);
    expect(story.told().at(-1)).toBe('ABANDONED');
  });

  it.concurrent('that was asked for before the start is void once somebody has started the run', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    story.ib.run.create();
    await story.line(/^CONFIRM_START:/);
    await story.type(cast.alice, 'abandon ib not needed');
    const request = await story.openRequest();
    story.ib.run.act('start');
    const pressed = await story.press(cast.bob, request, 'Approve');
    const told = await story.line(/abandon: void/);
    await story.quiet();

    expect(pressed).not.toContain('carried out');
    expect(told).toContain('the run was not started and is now started');
    expect(story.posts()).toEqual([]);
  });
});

describe('complete', () => {
  it.concurrent('is void when another error was logged between the request and the press', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await runningAt(story, 'CONFIRM_COMPLETION');
    await story.type(cast.alice, 'complete ib');
    const request = await story.openRequest();
    story.ib.run.log('ERROR', 'late trouble', { stage: 'RUN_ACTIONS' });
    const pressed = await story.press(cast.bob, request, 'Approve');
    const told = await story.line(/complete: void/);
    await story.quiet();

    expect(pressed).not.toContain('carried out');
    expect(told).toContain('log');
    expect(story.posts()).toEqual([]);
    expect(story.buttons(request)).toEqual([]);
  });

  it.concurrent('is refused before the last stage, saying what is allowed', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    await runningAt(story, 'MIGRATE_DB');
    const answer = await story.type(cast.alice, 'complete ib');
    await story.quiet();

    expect(answer).toContain('MIGRATE_DB');
    expect(answer).toContain('pause');
    expect(story.posts()).toEqual([]);
    expect(story.requests()).toEqual([]);
  });
});
