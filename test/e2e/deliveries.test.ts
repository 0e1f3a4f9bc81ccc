import { describe, it } from 'vitest';
import type { CommandOutcome } from '../../src/sandbox/slack/outcomes.js';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { aStory, cast } from '../support/story.js';

describe.concurrent.each(['socket', 'http'] as const)('what Slack delivers more than once in %s mode', (mode) => {
  it.concurrent('takes effect once when it is a command', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, roles: ['web', 'worker'] }, context);
    story.slack.faults.redeliver({ copies: 3, times: 1 });
    const typed = await story.slack.people.as(cast.alice).command('start confluence', { channel: cast.channel });
    await story.line(/^READY_TO_UPGRADE:/);
    await story.quiet();
    expect(typed.answers()).toHaveLength(1);
    expect(story.count(/asked for start/)).toBe(1);
    expect(story.posts()).toEqual(['start']);
  });

  it.concurrent('takes effect once when it is a click', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    story.slack.faults.redeliver({ copies: 4, times: 1 });
    const pressed = await story.slack.people.as(cast.bob).click(request, { buttonText: 'Approve' });
    await story.line(/Upgrade finished/);
    await story.quiet();
    expect(pressed.answers()).toHaveLength(1);
    expect(story.count(/approved by @bob/)).toBe(1);
    expect(story.posts()).toEqual(['approve']);
  });

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

describe.concurrent('sockets', () => {
  it.concurrent('are renewed while commands come in, and every command is answered once', async (context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    await eventually('two sockets', () => story.slack.openSockets() === 2);
    const alice = story.slack.people.as(cast.alice);
    const typed: CommandOutcome[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      if (turn % 4 === 1) story.slack.faults.refreshSockets('warning');
      typed.push(await alice.command('status confluence', { channel: cast.channel }));
    }
    await eventually('all answers', () => typed.every((one) => one.answers().length > 0));
    await story.quiet();
    expect(typed.filter(({ failed }) => failed !== undefined)).toEqual([]);
    expect(typed.map((one) => one.answers().length)).toEqual(typed.map(() => 1));
  });

  it.concurrent.for([
    ['asked to reconnect', 'refresh'],
    ['cut without a word', 'cut'],
  ] as const)('are opened again when they are %s', async ([, how], context) => {
    const { expect } = context;
    const story = await aStory({}, context);
    await eventually('two sockets', () => story.slack.openSockets() === 2);
    if (how === 'refresh') story.slack.faults.refreshSockets();
    else story.slack.faults.cutSockets();
    await eventually('two sockets again', () => story.slack.openSockets() === 2, 5_000);
    expect(await story.type(cast.alice, 'status confluence')).toContain('STABLE');
  });
});
