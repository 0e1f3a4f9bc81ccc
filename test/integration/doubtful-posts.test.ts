import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { ShownBook } from '../../src/core/publishing.js';
import { aRequest } from '../support/builders.js';
import { channel, type Process, type Publishing, startPublishing, target } from '../support/publishing.js';
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
const looks = () => all.calls('conversations.replies').length + all.calls('conversations.history').length;
/** How often each event's own word stands in the thread. */
const count = (word: string) => all.replies().filter(({ text }) => text.includes(word)).length;

describe('a post whose answer is lost', () => {
  it('is found in the thread and not posted again', async () => {
    await bot.drainThread(target, 1);
    await all.append(aMark('node-17'));
    const before = all.calls(POST).length;

    all.slack.faults.loseReply(POST);
    await all.settle(bot);

    expect(all.calls(POST)).toHaveLength(before + 1);
    expect(looks()).toBe(1);
    expect(count('node-17')).toBe(1);
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });

  it('is found in the channel when it was the card', async () => {
    all.slack.faults.loseReply(POST);
    await all.settle(bot);

    const [card, ...more] = all.roots();
    expect(more).toEqual([]);
    expect(await all.store.book.read(target, 1)).toMatchObject({ card: card?.ts, channel });
    expect(all.replies().length).toBeGreaterThan(0);
  });

  it('is brought up to date when it was the card: what it shows was drawn before', async () => {
    all.slack.faults.loseReply(POST);
    await bot.drainThread(target, 1);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    await all.settle(bot);

    expect(all.roots().map(({ text }) => text)).toEqual([expect.stringContaining('MIXED')]);
  });

  it('is found when it was a request, whose buttons then go with the decision', async () => {
    await all.settle(bot);
    const { status: _status, approvedBy: _by, askedAt: _at, ...request } = aRequest();
    await all.append({ type: 'asked', request });
    all.slack.faults.loseReply(POST);
    await all.settle(bot);
    const asking = all.replies().at(-1);

    await all.append({ type: 'rejected', request: 'r1', by: 'U0BOB' });
    await all.settle(bot);

    const decided = all.replies().find(({ ts }) => ts === asking?.ts);
    expect(all.replies().filter(({ broadcast }) => broadcast)).toHaveLength(1);
    expect(JSON.stringify(asking?.versions[0]?.blocks)).toContain('"button"');
    expect(JSON.stringify(decided?.blocks)).not.toContain('"button"');
  });

  it('stays in doubt while the channel cannot be read, and is not posted again once it can', async () => {
    await bot.drainThread(target, 1);
    await all.append(aMark('node-17'));
    const before = all.calls(POST).length;

    all.slack.faults.loseReply(POST);
    await bot.drainThread(target, 1);
    all.slack.faults.fail('conversations.replies', { error: 'channel_not_found', times: 1 });
    await all.settle(bot);

    const toChannel = all.calls(POST).filter(({ args }) => args.channel === channel);
    expect(toChannel).toHaveLength(before + 1);
    expect(count('node-17')).toBe(1);
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });

  it('is posted once when two looks do not find it', async () => {
    await bot.drainThread(target, 1);
    await all.append(aMark('node-17'));
    const before = all.calls(POST).length;

    all.slack.faults.fail(POST, { status: 503 });
    await all.settle(bot);

    expect(looks()).toBe(2);
    expect(all.calls(POST)).toHaveLength(before + 2);
    expect(count('node-17')).toBe(1);
  });

  it('is found when it arrives only after the bot has given up waiting for the answer', async () => {
    await bot.drainThread(target, 1);
    await all.append(aMark('node-17'));

    const held = all.slack.faults.hold(POST, { act: 'last' });
    await bot.drainThread(target, 1);
    expect(count('node-17')).toBe(0);
    held.release();
    await expect.poll(() => count('node-17')).toBe(1);
    await all.settle(bot);

    expect(count('node-17')).toBe(1);
  });

  it('is looked for in vain until Slack can be asked, and nothing overtakes it', async () => {
    await bot.drainThread(target, 1);
    await all.append(aMark('node-17'));
    all.slack.faults.loseReply(POST);
    await bot.drainThread(target, 1);
    await all.append(aMark('node-18'));

    all.slack.faults.fail('conversations.replies', { status: 503, times: 3 });
    await all.settle(bot);

    expect(
      all
        .replies()
        .filter(({ text }) => text.includes('node-'))
        .map(({ text }) => /node-1./.exec(text)?.[0]),
    ).toEqual(['node-17', 'node-18']);
  });

  it('keeps its range although more has happened meanwhile', async () => {
    await bot.drainThread(target, 1);
    await all.append(aMark('node-17'));
    all.slack.faults.loseReply(POST);
    await bot.drainThread(target, 1);

    await all.append(aMark('node-18'), aMark('node-19'));
    await all.settle(bot);

    expect([count('node-17'), count('node-18'), count('node-19')]).toEqual([1, 1, 1]);
  });
});

/** A book in front of a process that dies before this change is written. */
const dyingBefore =
  (dies: (change: Parameters<ShownBook['write']>[4]) => boolean) =>
  (book: ShownBook): ShownBook => ({
    ...book,
    write: (...args) => (dies(args[4]) ? Promise.reject(new AppError('store-down', 'dead')) : book.write(...args)),
  });

/** A book in front of a process that dies right after this change is written. */
const dyingAfter =
  (dies: (change: Parameters<ShownBook['write']>[4]) => boolean) =>
  (book: ShownBook): ShownBook => ({
    ...book,
    write: async (...args) => {
      const kept = await book.write(...args);
      if (dies(args[4])) throw new AppError('store-down', 'dead');
      return kept;
    },
  });

describe('a process that dies', () => {
  it('between intent and post leaves nothing out: the next one waits, looks and posts once', async () => {
    await all.settle(bot);
    await all.append(aMark('node-17'));
    const mortal = all.makeProcess({ book: dyingAfter(({ intent }) => intent !== undefined && intent !== null) });
    const posts = all.calls(POST).length;
    const died = all.clock.now();
    await expect(mortal.drainThread(target, 1)).rejects.toMatchObject({ message: 'dead' });
    expect(all.calls(POST)).toHaveLength(posts);

    const back = await bot.drainThread(target, 1);
    await all.settle(bot);

    // A post is sent within 3 s and takes up to 5 s: until then the dead process' post could still arrive.
    expect(back).toBe(died + 8_000);
    expect(count('node-17')).toBe(1);
    expect(all.calls(POST)).toHaveLength(posts + 1);
  });

  it.each(['a line', 'the card'])('between the post of %s and its record leads to no second one', async (what) => {
    if (what === 'a line') {
      await all.settle(bot);
      await all.append(aMark('node-17'));
    }
    const mortal = all.makeProcess({ book: dyingBefore(({ intent }) => intent === null) });
    await expect(mortal.drainThread(target, 1)).rejects.toMatchObject({ message: 'dead' });
    const posts = all.calls(POST).length;

    await all.settle(bot);

    expect(all.roots()).toHaveLength(1);
    if (what === 'a line') expect(count('node-17')).toBe(1);
    expect(all.calls(POST)).toHaveLength(what === 'a line' ? posts : posts + 1);
  });

  it('or freezes before its intent is on record, posts nothing when it goes on', async () => {
    await all.settle(bot);
    await all.append(aMark('node-17'));
    let thawed = false;
    const slow = all.makeProcess({
      book: (book) => ({
        ...book,
        write: async (...args) => {
          if (!thawed) {
            thawed = true;
            await all.settle(bot);
          }
          return await book.write(...args);
        },
      }),
    });

    expect(await slow.drainThread(target, 1)).toBeUndefined();

    expect(thawed).toBe(true);
    expect(count('node-17')).toBe(1);
  });

  it('or only freezes while another drains, cannot write when it goes on', async () => {
    await all.settle(bot);
    await all.append(aMark('node-17'));
    const frozen = all.slack.faults.hold(POST, { act: 'first' });
    const first = bot.drainThread(target, 1);
    await expect.poll(() => count('node-17')).toBe(1);

    const second = all.makeProcess();
    const back = (await second.drainThread(target, 1)) ?? 0;
    all.clock.advanceTo(back);
    frozen.release();
    await first;
    await all.settle(second);
    await all.append(aMark('node-18'));
    await all.settle(second);

    expect([count('node-17'), count('node-18')]).toEqual([1, 1]);
  });
});
