import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { readyToFinalize } from '../support/clusters.js';
import { addOutsiders, everybodyOperates, outsiders } from '../support/people.js';
import { cast, openStory, type Story } from '../support/story.js';

describe.each(['socket', 'http'] as const)('a click by somebody who may not approve, in %s mode', (mode) => {
  let story: Story;
  let request: Message;
  beforeAll(async () => {
    story = await openStory({
      mode,
      config: everybodyOperates,
      before: (stage) => {
        addOutsiders(stage);
        readyToFinalize(stage);
      },
    });
    await story.type(cast.alice, 'approve confluence');
    request = await story.openRequest();
  });
  afterAll(() => story?.stop());

  it.each([
    ['who asked', cast.alice, 'another person has to approve'],
    ['who is not among the approvers', cast.mallory, 'not among its approvers'],
    ['who is a guest, although in the group of approvers', cast.guest, 'Only full members'],
    ['who is deactivated, although in the group', outsiders.deactivated, 'Only full members'],
    ['who is a bot, although in the group', outsiders.bot, 'Only full members'],
    ['of another workspace, although in the group', outsiders.elsewhere, 'Only full members'],
  ])('is refused to a person %s, and only that person is told', async (_who, user, words) => {
    const others = story.slack.ephemerals().filter((answer) => answer.user !== user).length;
    const said = story.slack.everything(cast.channel).length;

    const answer = await story.press(user, request, 'Approve');

    expect(answer).toContain(words);
    expect(story.slack.ephemerals().filter((one) => one.user !== user)).toHaveLength(others);
    expect(story.slack.everything(cast.channel)).toHaveLength(said);
    expect(story.buttons(request).map(({ text }) => text)).toEqual(['Approve', 'Reject']);
    expect(story.posts()).toEqual([]);
  });

  it.each([
    ['is not among the approvers', cast.mallory],
    ['is a guest', cast.guest],
  ])('does not reject the request either when the person %s', async (_who, user) => {
    await story.press(user, request, 'Reject');
    expect(story.buttons(request)).toHaveLength(2);
    expect(story.count(/reject|withdraw/i)).toBe(0);
  });

  it('leaves the request to those who may', async () => {
    await story.press(cast.bob, request, 'Approve');
    await story.line(/approve: done/);
    expect(story.posts()).toEqual(['approve']);
  });
});
