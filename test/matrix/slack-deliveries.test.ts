import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'vitest';
import type { CommandOutcome } from '../../src/sandbox/slack/outcomes.js';
import { readyToFinalize } from '../support/clusters.js';
import { eventually } from '../support/eventually.js';
import { doubledLines } from '../support/once.js';
import { aStory, cast, type Story } from '../support/story.js';

const roles = ['web', 'worker'] as const;

/** What took effect, after everything has calmed down. */
async function effects(story: Story) {
  await story.quiet();
  return {
    sent: story.posts(),
    asked: story.lines().filter((line) => line.includes(' asked for ')).length,
    requests: story.requests().length,
    doubled: doubledLines(story.lines()),
    cards: story.roots().length,
  };
}

const started = { sent: ['start'], asked: 1, requests: 0, doubled: [], cards: 1 };
const approved = { sent: ['approve'], asked: 0, requests: 1, doubled: [], cards: 1 };
/** So often a signed request is sent again, byte for byte. */
const REPLAYS = 5;

async function replay({ slack }: Story): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: REPLAYS }, () => slack.deliver.replayLast()));
  return answers.map(({ status }) => status);
}

describe.concurrent('a signed request that is replayed', () => {
  it.concurrent('has no second effect when it is a command, during the upgrade and after it', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode: 'http', roles }, context);
    const typed = await story.slack.people.as(cast.alice).command('start confluence', { channel: cast.channel });
    const statuses = await replay(story);
    await story.line(/^READY_TO_UPGRADE:/);
    expect(await effects(story)).toEqual(started);
    expect(statuses.every((status) => status === 200)).toBe(true);
    expect(typed.answers()).toHaveLength(1);
    await story.type(cast.alice, 'cancel confluence');
    await story.line(/cancelled/);
    await replay(story);
    await effects(story);
    expect(story.posts()).toEqual(['start', 'cancel']);
  });

  it.concurrent('has no second effect when it is a click', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode: 'http', roles, before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const pressed = await story.slack.people.as(cast.bob).click(await story.openRequest(), { buttonText: 'Approve' });
    await replay(story);
    await story.line(/Upgrade finished/);
    await replay(story);
    expect(await effects(story)).toEqual(approved);
    expect(story.count(/approved by @bob/)).toBe(1);
    expect(pressed.answers()).toHaveLength(1);
  });

  it.concurrent('has no second effect when it is a mention', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode: 'http', roles }, context);
    const said = await story.slack.people.as(cast.alice).mention('start confluence', { channel: cast.channel });
    await replay(story);
    await story.line(/^READY_TO_UPGRADE:/);
    await replay(story);
    expect(await effects(story)).toEqual(started);
    expect(said.answers()).toHaveLength(1);
  });
});

describe.concurrent.each(['socket', 'http'] as const)('in %s mode', (mode) => {
  it.concurrent('copies of commands, mentions and clicks that arrive at two processes at once are one', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, roles: mode === 'socket' ? ['web', ...roles] : roles }, context);
    const alice = story.slack.people.as(cast.alice);
    const faults = story.slack.faults.redeliver({ copies: 5, forMs: 600_000 });
    const said = await alice.mention('start confluence', { channel: cast.channel });
    await story.line(/^READY_TO_UPGRADE:/);
    for (const { id } of story.cluster.cluster.nodes()) {
      story.cluster.cluster.setNode(id, { version: story.cluster.targetVersion });
    }
    await story.line(/^READY_TO_RUN_UPGRADE_TASKS:/);
    const typed = await alice.command('approve confluence', { channel: cast.channel });
    const pressed = await story.slack.people.as(cast.bob).click(await story.openRequest(), { buttonText: 'Approve' });
    await story.line(/Upgrade finished/);

    expect(await effects(story)).toEqual({ ...started, sent: ['start', 'approve'], requests: 1 });
    expect([said, typed, pressed].map((one) => one.answers().length)).toEqual([1, 1, 1]);
    expect(faults.hits()).toBe(3);
  });

  it.concurrent('a command whose acknowledgement is lost has been served, and typing it again starts nothing twice', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, roles, slack: { ackMs: 2_000 } }, context);
    story.slack.faults.dropAck({ times: 1 });
    const alice = story.slack.people.as(cast.alice);
    const first = await alice.command('start confluence', { channel: cast.channel });
    await story.type(cast.alice, 'start confluence');
    await story.line(/^READY_TO_UPGRADE:/);

    expect(first.failed).toBe('timeout');
    expect(await effects(story)).toEqual(started);
  });

  it.concurrent('a press whose acknowledgement is lost has counted, and pressing again is answered privately', async (context) => {
    const { expect } = context;
    const story = await aStory({ mode, roles, slack: { ackMs: 2_000 }, before: readyToFinalize }, context);
    await story.type(cast.alice, 'approve confluence');
    const request = await story.openRequest();
    story.slack.faults.dropAck({ times: 1 });
    const bob = story.slack.people.as(cast.bob);
    const first = await bob.click(request, { buttonText: 'Approve' });
    const again = await bob.click(request, { buttonText: 'Approve', stale: true });
    await story.line(/Upgrade finished/);
    await eventually('an answer to the second press', () => again.answers().length > 0);

    expect(first.failed).toBe('timeout');
    expect(await effects(story)).toEqual(approved);
    expect(story.count(/approved by @bob/)).toBe(1);
  });
});

/** How long sockets are renewed while commands are typed, and how long between two renewals (ms). */
const RENEWED_FOR_MS = 20_000;
const RENEWED_EVERY_MS = 2_500;

describe.concurrent('sockets that Slack renews every few seconds', () => {
  it.concurrent.for([
    ['one at a time, at once', 'refresh_requested', 1],
    ['all together, with a warning before', 'warning', undefined],
  ] as const)('fail no command: %s', async ([, reason, sockets], context) => {
    const { expect } = context;
    const story = await aStory({ slack: { rateLimits: false } }, context);
    await eventually('two sockets', () => story.slack.openSockets() === 2);
    const alice = story.slack.people.as(cast.alice);
    const typed: CommandOutcome[] = [];
    let renewals = 0;
    const begun = performance.now();
    const passed = () => performance.now() - begun;
    while (passed() < RENEWED_FOR_MS) {
      if (passed() > (renewals + 1) * RENEWED_EVERY_MS) {
        renewals += 1;
        story.slack.faults.refreshSockets(reason, sockets === undefined ? {} : { sockets });
      }
      typed.push(await alice.command('status confluence', { channel: cast.channel }));
      await delay(100);
    }
    await eventually('all answers', () => typed.every((one) => one.answers().length > 0));
    await story.quiet();

    expect(typed.filter(({ failed }) => failed !== undefined)).toEqual([]);
    expect(typed.filter((one) => one.answers().length !== 1)).toEqual([]);
    expect(typed.length).toBeGreaterThan(40);
    expect(renewals).toBeGreaterThanOrEqual(6);
  });
});
