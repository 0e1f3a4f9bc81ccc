import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { addOutsiders, everybodyOperates, outsiders } from '../support/people.js';
import { aStory, cast, openStory, type Story } from '../support/story.js';

describe('a command that is not carried out', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ config: everybodyOperates, before: addOutsiders });
  });
  afterAll(() => story?.stop());

  it.each([
    ['a guest, although among the operators', cast.guest],
    ['somebody deactivated, although among the operators', outsiders.deactivated],
    ['a bot, although among the operators', outsiders.bot],
    ['somebody of another workspace, although among the operators', outsiders.elsewhere],
  ])('is refused to %s, reading ones too', async (_who, user) => {
    for (const text of ['start confluence', 'status confluence', 'list', 'help']) {
      expect(await story.type(user, text)).toContain('Only full members');
    }
  });

  it('is refused to a member who is no operator, who may read all the same', async () => {
    expect(await story.type(cast.mallory, 'start confluence')).toContain('not among its operators');
    expect(await story.type(cast.mallory, 'status confluence')).toContain('STABLE');
    expect(await story.type(cast.mallory, 'nodes confluence')).toContain('confluence-2');
    expect(await story.type(cast.mallory, 'node confluence confluence-1')).toContain('9.2.13');
    expect(await story.type(cast.mallory, 'list')).toContain('confluence');
    expect(await story.type(cast.mallory, 'history confluence')).toContain('No upgrade of confluence');
  });

  it.each([
    ['strat confluence', 'start'],
    ['aprove confluence', 'approve'],
    ['finalise confluence', 'finalize'],
    ['stauts', 'status'],
  ])('names the nearest action for "%s" and what the target can do', async (typed, nearest) => {
    const answer = await story.type(cast.alice, typed);
    expect(answer).toContain(`Did you mean ${nearest}?`);
    for (const action of ['start', 'cancel', 'approve', 'status', 'nodes']) expect(answer).toContain(action);
  });

  it('names the nearest target for one that is not configured', async () => {
    const answer = await story.type(cast.alice, 'start conflunce');
    expect(answer).toContain('There is no target conflunce');
    expect(answer).toContain('Did you mean confluence?');
  });

  it('asks for a target that was left out', async () => {
    expect(await story.type(cast.alice, 'start')).toContain('/upgrade start confluence');
  });

  it('says what is allowed now when the state does not allow the action', async () => {
    for (const action of ['approve', 'finalize', 'cancel']) {
      const answer = await story.type(cast.alice, `${action} confluence`);
      expect(answer).toContain('STABLE');
      expect(answer).toContain('Allowed now: /upgrade start confluence');
    }
  });

  it('leaves nothing in the channel and sends nothing to the cluster', async () => {
    await story.quiet();
    expect(story.slack.everything(cast.channel)).toEqual([]);
    expect(story.posts()).toEqual([]);
  });
});

describe('a command beside another', () => {
  it('is refused while an action is under way, naming that action and who asked for it', async () => {
    const story = await aStory();
    const held = story.cluster.faults.hold({ verb: 'start' });
    onTestFinished(() => held.release());
    await story.type(cast.alice, 'start confluence');
    await held.reached;

    const again = await story.type(cast.bob, 'start confluence');
    const other = await story.type(cast.bob, 'approve confluence');
    const lines = story.lines().length;
    held.release();
    await story.line(/^READY_TO_UPGRADE:/);

    for (const answer of [again, other])
      expect(answer).toMatch(/start is being carried out on confluence already.*@alice/);
    expect(lines).toBe(1);
    expect(story.posts()).toEqual(['start']);
    expect(story.count(/asked for start/)).toBe(1);
  });

  it('is answered to the caller only when the same request is open already', async () => {
    const story = await aStory({ before: readyToFinalize });
    await story.type(cast.alice, 'approve confluence');
    await story.openRequest();
    const [byAlice, byBob] = [
      await story.type(cast.alice, 'approve confluence'),
      await story.type(cast.bob, 'finalize confluence'),
    ];
    await story.quiet();

    for (const answer of [byAlice, byBob])
      expect(answer).toMatch(/approve was asked for on confluence already.*@alice/);
    expect(story.requests()).toHaveLength(1);
  });

  it('is judged by the target as it is, not by the last poll', async () => {
    const story = await aStory({ config: { poll: { active: '1h', idle: '1h' } } });
    await eventually('the first look', () => story.cluster.requests.length > 0);
    story.cluster.cluster.failNode('confluence-1');
    const answer = await story.type(cast.alice, 'start confluence');
    expect(answer).toContain('MIXED');
    expect(answer).toContain('confluence-1');
    expect(story.posts()).toEqual([]);
  });
});
