import { describe, it } from 'vitest';
import { anInstabaseStory, type InstabaseStage } from '../support/instabase-story.js';
import { cast } from '../support/story.js';

/** Another upgrade went before, and left its stages and its log in what the product tells. */
const after = ({ ib }: InstabaseStage): void => {
  ib.run.create({ releaseVersion: '23.05.0' });
  ib.run.enterStage('RUN_ACTIONS');
  ib.run.log('ERROR', 'an error of the upgrade before');
  ib.run.enterStage('CONFIRM_COMPLETION');
  ib.run.act('complete');
};

describe('an upgrade after another one', () => {
  it('tells and shows nothing of the one before', async (context) => {
    const { expect } = context;
    const story = await anInstabaseStory({ before: after, instabase: { createMs: Number.POSITIVE_INFINITY } }, context);
    await story.looks();
    await story.type(cast.alice, 'create ib 23.07.0');
    await story.line(/asked for create/);
    await story.looks(5);
    const card = story.card();
    story.ib.finishCreation();
    await story.line(/create: done/);
    await story.line(/^CONFIRM_START:/);
    await expect.poll(() => story.card(), { timeout: 15_000 }).toContain('State: CONFIRM_START');

    expect(card).toContain('→ 23.07.0 (asked for)');
    expect(card).not.toContain('23.05.0');
    expect(card).not.toContain('of 8 through');
    expect(story.count(/upgrade before/)).toBe(0);
    expect(story.lines().filter((line) => /^[A-Z_]+: (COMPLETED|UNSTARTED)/.test(line))).toEqual([]);
    expect(story.card()).toContain('Stages: 0 of 8 through');
    expect(story.card()).not.toContain('1 error');
  });
});
