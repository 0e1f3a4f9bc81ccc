import { describe, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { anInstabaseStory, type InstabaseStory } from '../support/instabase-story.js';
import { doubledLines } from '../support/once.js';
import { cast } from '../support/story.js';

const byHand = { stageMs: Number.POSITIVE_INFINITY };
const bothSides = [
  ['before Instabase acts', 'last'],
  ['after Instabase acted', 'first'],
] as const;

/** Asks without waiting for an answer: the process that would give it dies. */
const asks = (story: InstabaseStory, text: string) =>
  story.slack.people.as(cast.alice).command(text, { channel: cast.channel });

async function dies(story: InstabaseStory): Promise<void> {
  await story.bot.end('SIGKILL');
}

describe('kill -9 and a restart', () => {
  it.concurrent.for(bothSides)('while files are being uploaded, %s, create nothing twice', async ([, act], context) => {
    const { expect, onTestFinished } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    const held = story.ib.faults.hold('create', { act });
    onTestFinished(() => held.release());
    await asks(story, 'create ib 23.07.0 quarterly');
    await held.reached;
    await dies(story);
    held.release();
    await story.reaches('CONFIRM_START');
    await story.startReady();
    const told = await story.line(/create: done/, 40_000);
    await story.line(/^CONFIRM_START:/);
    await story.quiet();

    expect(told).toContain('the target shows that it took effect');
    expect(story.posts()).toEqual(['create']);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.roots()).toHaveLength(1);
  });

  it.concurrent('while Instabase works on a creation, wait for it and settle it by what stands there', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: { ...byHand, createMs: Number.POSITIVE_INFINITY } }, context);
    await asks(story, 'create ib 23.07.0');
    await story.line(/asked for create/);
    const uploaded = () => story.ib.requests.some(({ verb, files }) => verb === 'create' && files.length > 0);
    await eventually('the upload', uploaded);
    await dies(story);
    await story.startReady();
    await story.looks(10);
    const meanwhile = await story.type(cast.bob, 'create ib 23.07.0');
    story.ib.finishCreation();
    await story.line(/create: done/, 40_000);
    await story.line(/^CONFIRM_START:/);
    await story.quiet();

    expect(meanwhile).toContain('@alice');
    expect(story.count(/create: (not done|failed|unknown)/)).toBe(0);
    expect(story.posts()).toEqual(['create']);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent('while a validation is under way, ask for it again and tell its result once', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory(
      {
        instabase: { ...byHand, validateMs: Number.POSITIVE_INFINITY },
        before: ({ ib }) => ib.run.create(),
      },
      context,
    );
    const validations = (): number => story.ib.requests.filter(({ verb }) => verb === 'validate').length;
    await story.line(/^CONFIRM_START:/);
    story.ib.findings.validationErrors = [{ configName: 'ingress.yml', error: 'unknown field "foo"' }];
    await asks(story, 'validate ib');
    await expect.poll(validations, { timeout: 15_000 }).toBe(1);
    await dies(story);
    await story.startReady();
    await expect.poll(validations, { timeout: 60_000 }).toBe(2);
    const other = await story.type(cast.bob, 'validate ib');
    story.ib.finishValidation();
    const told = await story.line(/validate: done/);
    await story.quiet();

    expect(told).toContain('ingress.yml');
    expect(other).toContain('validate');
    expect(story.count(/validate: /)).toBe(1);
    expect(validations()).toBe(2);
    expect(story.posts()).toEqual([]);
    expect(doubledLines(story.lines())).toEqual([]);
  });

  it.concurrent.for(bothSides)('in a start, %s, start nothing twice', async ([, act], context) => {
    const { expect, onTestFinished } = context;
    const story = await anInstabaseStory({ instabase: byHand, before: ({ ib }) => ib.run.create() }, context);
    await story.line(/^CONFIRM_START:/);
    const held = story.ib.faults.hold('start', { act });
    onTestFinished(() => held.release());
    await asks(story, 'start ib');
    await held.reached;
    await dies(story);
    held.release();
    await story.reaches('TURN_DOWN');
    await story.startReady();
    await story.line(/start: done/, 40_000);
    await story.line(/^TURN_DOWN:/);
    await story.quiet();

    expect(story.posts()).toEqual(['start']);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.count(/outside the bot/)).toBe(1);
  });

  it.concurrent('in a start that never arrives report it as not done', async (context) => {
    const { expect, onTestFinished } = context;
    const story = await anInstabaseStory({ instabase: byHand, before: ({ ib }) => ib.run.create() }, context);
    await story.line(/^CONFIRM_START:/);
    const held = story.ib.faults.hold('start', { act: 'last', times: 1 });
    onTestFinished(() => held.release());
    await asks(story, 'start ib');
    await held.reached;
    await dies(story);
    // What is held would be carried out when it is let go: it is held until the stage ends.
    await story.startReady();
    const told = await story.line(/start: not done/, 60_000);
    await story.quiet();

    expect(told).toContain('/upgrade start ib');
    expect(story.posts()).toEqual(['start']);
  });

  it.concurrent.for(bothSides)('in a completion, %s, complete nothing twice', async ([, act], context) => {
    const { expect, onTestFinished } = context;
    const before = ({ ib }: { ib: InstabaseStory['ib'] }): void => {
      ib.run.create();
      ib.run.enterStage('CONFIRM_COMPLETION');
    };
    const story = await anInstabaseStory({ instabase: byHand, before }, context);
    await story.line(/^CONFIRM_COMPLETION:/);
    await story.type(cast.alice, 'complete ib');
    const request = await story.openRequest();
    const held = story.ib.faults.hold('complete', { act });
    onTestFinished(() => held.release());
    await story.slack.people.as(cast.bob).click(request, { buttonText: 'Approve' });
    await held.reached;
    await dies(story);
    held.release();
    await story.reaches('COMPLETED');
    await story.startReady();
    await story.line(/complete: done/, 40_000);
    await story.line(/Upgrade finished/);
    await story.quiet();

    expect(story.posts()).toEqual(['complete']);
    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.read(request)).toContain('approved by @bob');
  });

  it.concurrent('between the stages of a run lose and double none of them', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand }, context);
    story.ib.run.create();
    story.ib.run.enterStage('TURN_DOWN');
    await story.line(/^TURN_DOWN:/);
    for (const stage of ['MIGRATE_DB', 'WRITE_NEW_CONFIGS', 'UNDO_TURN_DOWN', 'RUN_ACTIONS']) {
      story.ib.run.log('WARNING', `something in the stage before ${stage}`);
      story.ib.run.finishStage();
      await story.bots.at(-1)?.end('SIGKILL');
      await story.startReady();
      await story.line(new RegExp(`^${stage}:`), 40_000);
    }
    await story.quiet();

    expect(story.told()).toEqual(['TURN_DOWN', 'MIGRATE_DB', 'WRITE_NEW_CONFIGS', 'UNDO_TURN_DOWN', 'RUN_ACTIONS']);
    expect(story.count(/WARNING in .*something in the stage before/)).toBe(4);
    expect(doubledLines(story.lines())).toEqual([]);
  });
});
