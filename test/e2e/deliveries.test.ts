import { describe, it } from 'vitest';
import { aStory, cast } from '../support/story.js';

describe.concurrent.each(['socket', 'http'] as const)('what Slack delivers more than once in %s mode', (mode) => {
  it.concurrent('takes effect once when it is a mention whose acknowledgement is lost', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, slack: { ackMs: 500, eventRetryMs: [100, 200, 300] } }, context);
    story.slack.faults.dropAck({ times: 2 });
    const mentioned = await story.slack.people.as(cast.alice).mention('start confluence', { channel: cast.channel });
    await story.line(/^READY_TO_UPGRADE:/);
    await story.quiet(2_500);
    expect(mentioned.answers()).toHaveLength(1);
    expect(story.posts()).toEqual(['start']);
  });
});
