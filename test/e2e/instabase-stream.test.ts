import { describe, it } from 'vitest';
import type { Dialect } from '../../src/sandbox/instabase/dialect.js';
import { eventually } from '../support/eventually.js';
import { anInstabaseStory, type InstabaseStory } from '../support/instabase-story.js';
import { doubledLines } from '../support/once.js';
import { cast } from '../support/story.js';

const byHand = { stageMs: Number.POSITIVE_INFINITY };

/** A run by hand, each step seen before the next. */
async function walk(story: InstabaseStory): Promise<void> {
  const { ib } = story;
  await story.type(cast.alice, 'create ib 23.07.0');
  await story.line(/create: done/);
  await story.line(/^CONFIRM_START:/);
  await story.does('start');
  for (const stage of [
    'TURN_DOWN',
    'MIGRATE_DB',
    'WRITE_NEW_CONFIGS',
    'UNDO_TURN_DOWN',
    'RUN_ACTIONS',
    'CHECK_HEALTH',
  ]) {
    await story.line(new RegExp(`^${stage}:`));
    ib.run.log('WARNING', `slow in ${stage}`);
    await story.line(new RegExp(`slow in ${stage}`));
    if (stage === 'MIGRATE_DB') {
      ib.run.failStage('disk is full');
      await story.line(/Warning: MIGRATE_DB has failed/);
      await story.does('retry');
      await story.line(/^MIGRATE_DB: UNDERWAY/);
    }
    ib.run.finishStage();
  }
  await story.line(/^CONFIRM_COMPLETION:/);
  await story.agrees('complete');
  await story.line(/Upgrade finished/);
  await story.quiet();
}

const untimed = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/It took .*/, ''));

describe('the event stream', () => {
  it.concurrent.for([
    ['snapshots', {}],
    ['deltas', { wrapped: true }],
  ] as ['snapshots' | 'deltas', Partial<Dialect>][])(
    'of %s leads to the thread that polling alone leads to',
    async ([stream, dialect], context) => {
      const { expect } = context;
      const [streamed, polled] = await Promise.all([
        anInstabaseStory({ instabase: { ...byHand, stream, dialect } }, context),
        anInstabaseStory(
          {
            instabase: { ...byHand, dialect },
            before: ({ ib }) => void ib.faults.refuseStreams(503, { times: Number.POSITIVE_INFINITY }),
          },
          context,
        ),
      ]);
      await Promise.all([walk(streamed), walk(polled)]);

      expect(
        streamed.ib.requests.filter(({ verb, status }) => verb === 'stream' && status === 101).length,
      ).toBeGreaterThan(0);
      expect(polled.ib.requests.filter(({ verb, status }) => verb === 'stream' && status === 101)).toEqual([]);
      expect(polled.told()).toEqual(streamed.told());
      // Whether a call's answer or what it brought about is known first is chance.
      expect(untimed(polled.lines()).sort()).toEqual(untimed(streamed.lines()).sort());
      expect(doubledLines(streamed.lines())).toEqual([]);
    },
  );

  it.concurrent('tells what happens long before the next poll', async (context) => {
    const story = await anInstabaseStory(
      { instabase: byHand, config: { poll: { active: '5m', idle: '200ms' } }, before: ({ ib }) => ib.run.create() },
      context,
    );
    await story.line(/^CONFIRM_START:/);
    await story.does('start');
    await eventually('the stream', () => story.ib.openStreams() > 0);
    for (const event of ['one', 'two', 'three']) {
      story.ib.run.log('WARNING', event);
      await story.line(new RegExp(`${event}$`));
    }
  });

  it.concurrent('goes on after it was cut, refused and silent, and tells nothing twice', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ instabase: byHand, before: ({ ib }) => ib.run.create() }, context);
    await story.line(/^CONFIRM_START:/);
    story.ib.run.act('start');
    const open = () => eventually('the stream', () => story.ib.openStreams() > 0);
    await open();
    story.ib.run.log('WARNING', 'one');
    await story.line(/one$/);
    story.ib.faults.cutStreams();
    await open();
    story.ib.faults.refuseStreams(503, { times: 2 });
    story.ib.faults.cutStreams();
    story.ib.run.log('WARNING', 'two');
    await story.line(/two$/);
    await open();
    const speak = story.ib.faults.silenceStreams();
    story.ib.run.log('WARNING', 'three');
    await story.line(/three$/);
    speak();
    await story.quiet();

    expect(doubledLines(story.lines())).toEqual([]);
    expect(story.count(/WARNING in TURN_DOWN/)).toBe(3);
    expect(story.bot.output()).not.toMatch(/"level":(50|60)/);
  });

  it.concurrent('is let go when the upgrade is over', async (context) => {
    const story = await anInstabaseStory({ instabase: byHand, before: ({ ib }) => ib.run.create() }, context);
    await story.line(/^CONFIRM_START:/);
    await eventually('the stream', () => story.ib.openStreams() > 0);
    story.ib.run.act('abandon');
    await story.line(/Upgrade abandoned/);

    await eventually('no stream', () => story.ib.openStreams() === 0);
  });
});
