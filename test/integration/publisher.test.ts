import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../support/builders.js';
import { channel, type Process, type Publishing, retentionMs, startPublishing, target } from '../support/publishing.js';
import { aMark, open } from '../support/store.js';

let all: Publishing;
let bot: Process;

beforeEach(async () => {
  all = await startPublishing();
  bot = all.makeProcess();
  await open(all.store);
});

afterEach(() => all.stop());

const POST = 'chat.postMessage';
const UPDATE = 'chat.update';
const marks = () => all.replies().flatMap(({ text }) => text.match(/node-\d+/g) ?? []);

describe('an upgrade in Slack', () => {
  it('is one card and one thread, with every event once and in order', async () => {
    for (let index = 1; index <= 30; index += 1) {
      await all.append(aMark(`node-${index}`));
      if (index % 4 === 0) await all.settle(bot);
    }
    await all.settle(bot);

    expect(all.roots()).toHaveLength(1);
    expect(marks()).toEqual(Array.from({ length: 30 }, (_, index) => `node-${index + 1}`));
    expect(all.replies().length).toBeLessThanOrEqual(31);
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });

  it('takes in what is appended while a message is being drawn', async () => {
    await all.settle(bot);
    const { status: _status, approvedBy: _by, askedAt: _at, ...request } = aRequest();
    let asked = false;
    const interrupted = all.makeProcess({
      book: (book) => ({
        ...book,
        read: async (...args) => {
          if (!asked) {
            asked = true;
            await all.append(aMark('node-1'), { type: 'asked', request });
          }
          return await book.read(...args);
        },
      }),
    });

    await all.settle(interrupted);

    expect(marks()).toEqual(['node-1']);
    expect(all.replies().filter(({ broadcast }) => broadcast)).toHaveLength(1);
  });

  it('is looked up by its thread', async () => {
    await all.settle(bot);
    const [card] = all.roots();
    expect(await all.store.book.targetOfThread(channel, card?.ts ?? '')).toBe(target);
  });

  it('goes after the retention once its end is shown, and not before', async () => {
    await all.settle(bot);
    expect(await all.store.redis.pttl(all.store.keys.timeline(target, 1))).toBe(-1);
    await all.append({ type: 'finished', how: 'completed' });
    expect(await all.store.redis.pttl(all.store.keys.timeline(target, 1))).toBe(-1);

    await all.settle(bot);

    const left = await all.store.redis.pttl(all.store.keys.timeline(target, 1));
    expect(left).toBeGreaterThan(retentionMs - 60_000);
    expect(left).toBeLessThanOrEqual(retentionMs);
  });
});

describe('blocks that Slack refuses', () => {
  it('make the card plain, and it stays so', async () => {
    all.slack.faults.fail(POST, { error: 'invalid_blocks' });
    await all.settle(bot);

    const [card] = all.roots();
    expect(card?.text).toContain('Confluence');
    expect(await all.store.book.read(target, 1)).toMatchObject({ plain: true });
    expect(all.calls(POST).filter(({ error }) => error === 'invalid_blocks')).toHaveLength(1);
  });

  it('make a message of the thread plain text', async () => {
    await all.settle(bot);
    await all.append(aMark('node-1'));
    all.slack.faults.fail(POST, { error: 'invalid_blocks' });
    await all.settle(bot);

    const [line] = all.replies().filter(({ text }) => text.includes('node-1'));
    expect(line?.blocks).toEqual([]);
    expect(marks()).toEqual(['node-1']);
    expect(all.log.lines.some(({ level }) => level === 'error')).toBe(true);
  });

  it('in an edit make the card plain, with the newest state on it', async () => {
    await all.settle(bot);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    all.slack.faults.fail(UPDATE, { error: 'invalid_blocks' });
    await all.settle(bot);

    expect(await all.store.book.read(target, 1)).toMatchObject({ plain: true });
    expect(all.roots()[0]?.text).toContain('MIXED');
  });
});

describe('a channel that refuses messages', () => {
  it.each([
    ['not_in_channel', () => all.slack.workspace.kickBot(channel), () => all.slack.workspace.inviteBot(channel)],
    [
      'is_archived',
      () => all.slack.workspace.archiveChannel(channel),
      () => all.slack.workspace.archiveChannel(channel, false),
    ],
    [
      'channel_not_found',
      () => all.slack.workspace.removeChannel(channel),
      () => all.slack.workspace.addChannel({ id: channel, name: 'ops' }),
    ],
  ])('is on record, and loses nothing when it is repaired: %s', async (problem, spoil, repair) => {
    spoil();
    await all.append(aMark('node-1'));
    const back = await bot.drainThread(target, 1);
    await all.append(aMark('node-2'));
    expect(back).toBe(all.clock.now() + 15_000);
    expect(await all.store.troubles.all()).toEqual([{ channel, problem, target }]);
    expect(await all.store.book.read(target, 1)).toMatchObject({ problem });

    repair();
    await all.settle(bot);

    expect(await all.store.troubles.all()).toEqual([]);
    expect(await all.store.book.read(target, 1)).not.toHaveProperty('problem');
    expect(all.roots()).toHaveLength(1);
    expect(marks()).toEqual(['node-1', 'node-2']);
  });

  it('in the middle of an upgrade is on record too', async () => {
    await all.settle(bot);
    all.slack.workspace.kickBot(channel);
    await all.append(aMark('node-1'));
    await bot.drainThread(target, 1);
    expect(await all.store.troubles.all()).toMatchObject([{ problem: 'not_in_channel' }]);

    all.slack.workspace.inviteBot(channel);
    await all.settle(bot);
    expect(marks()).toEqual(['node-1']);
  });
});

describe('a rate limit', () => {
  it('is kept to, for the channel as a whole, and nothing changes its order', async () => {
    const first = all.makeProcess({ pace: all.store.pace });
    await first.drainThread(target, 1);
    await all.append(aMark('node-1'));
    all.slack.faults.rateLimit(POST, { retryAfter: 30 });

    const back = await first.drainThread(target, 1);
    const posts = all.calls(POST).length;
    await all.append(aMark('node-2'));
    const again = await all.makeProcess({ pace: all.store.pace }).drainThread(target, 1);

    expect(back).toBe(all.clock.now() + 30_000);
    expect(again).toBeGreaterThan(all.clock.now() + 25_000);
    expect(all.calls(POST)).toHaveLength(posts);
    await all.settle(bot);
    expect(marks()).toEqual(['node-1', 'node-2']);
  });
});

describe('a channel that gets much at once', () => {
  it('is posted to ten times at once and then once a second', async () => {
    const paced = all.makeProcess({ pace: all.store.pace });
    let back: number | undefined;
    for (let index = 1; index <= 15 && back === undefined; index += 1) {
      await all.append(aMark(`node-${index}`));
      back = await paced.drainThread(target, 1);
    }
    expect(all.calls(POST)).toHaveLength(10);
    expect(back).toBeGreaterThan(all.clock.now());
    expect(back).toBeLessThanOrEqual(all.clock.now() + 1_000);
  });
});
