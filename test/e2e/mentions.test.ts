import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { cast, openStory, type Story } from '../support/story.js';

describe.each(['socket', 'http'] as const)('a mention of the bot in %s mode', (mode) => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ mode, before: readyToFinalize });
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
  });
  afterAll(() => story?.stop());

  const mention = async (who: string, text: string, place: { threadTs?: string } = {}): Promise<string> => {
    const outcome = await story.slack.people.as(who).mention(text, { channel: cast.channel, ...place });
    return story.read(await eventually(`an answer to "${text}"`, () => outcome.answers()[0]));
  };
  const card = (): Message => {
    const [root] = story.roots();
    if (root === undefined) throw new Error('no card');
    return root;
  };

  it('takes the same words as the command', async () => {
    expect(await mention(cast.mallory, 'status confluence')).toContain('READY_TO_RUN_UPGRADE_TASKS');
    expect(await mention(cast.alice, 'stauts confluence')).toContain('Did you mean status?');
    expect(await mention(cast.guest, 'status confluence')).toContain('Only full members');
  });

  it('needs no target inside the thread of an upgrade', async () => {
    const threadTs = card().ts;
    expect(await mention(cast.mallory, 'status', { threadTs })).toContain('confluence');
    expect(await mention(cast.mallory, 'nodes', { threadTs })).toContain('confluence-2');
    expect(await mention(cast.mallory, 'approve', { threadTs })).toContain('not among its operators');
  });

  it('needs a target everywhere else', async () => {
    expect(await mention(cast.alice, 'nodes')).toContain('Which target?');
  });

  it('asks for an action inside the thread, and its words are the reason', async () => {
    const answer = await mention(cast.alice, 'approve all nodes are fine', { threadTs: card().ts });
    const request = story.read(await story.openRequest());
    expect(answer).toContain('Asked for');
    expect(request).toContain('all nodes are fine');
    expect(story.posts()).toEqual([]);
  });
});
