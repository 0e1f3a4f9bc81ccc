import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import type { ShownBook } from '../../src/core/publishing.js';
import type { Message } from '../../src/sandbox/slack/state.js';
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
const DELETED = 'The earlier card was deleted in Slack; what happened before is in its thread.';

const isOurs = ({ user }: { user: string }) => user === all.slack.botUserId;
/** Cards and everything else that stands in the channel itself, deleted messages left out. */
const inChannel = () => all.slack.messages(channel).filter((message) => isOurs(message) && !message.broadcast);
/** Nodes named in replies to this card, in order. */
const marksUnder = (ts: string) =>
  all.slack
    .thread(channel, ts)
    .slice(1)
    .flatMap(({ text }) => text.match(/node-\d+/g) ?? []);
const theCard = () => {
  const [card] = inChannel();
  if (card === undefined) throw new Error('there is no card');
  return card;
};
/** Somebody deletes the card, long after it was posted. */
const deleteCard = () => {
  const { ts } = theCard();
  all.clock.advance(60_000);
  all.slack.workspace.deleteMessage(ts);
  return ts;
};

/** What the thread's lines of all cards name, in the order posted. */
const linesWith = (pattern: RegExp) =>
  all.slack
    .everything(channel)
    .filter((message) => isOurs(message) && message.thread_ts !== undefined)
    .flatMap(({ text }) => text.match(pattern)?.[0] ?? []);
/** Somebody deletes the first message like this at once. */
const deleteOnce = (like: (message: Message) => boolean) => {
  const stop = all.slack.onChange((change) => {
    if (change.kind !== 'posted' || !like(change.message)) return;
    stop();
    all.slack.workspace.deleteMessage(change.message);
  });
};
/** The book in front of a process that dies right after it has let go of a card. */
const dyingAfterLoss = (book: ShownBook): ShownBook => ({
  ...book,
  loseCard: async (...args) => {
    await book.loseCard(...args);
    throw new AppError('store-down', 'dead');
  },
});

describe('a card that somebody deleted', () => {
  it('is posted anew, says why, and has what happens from then on in its thread', async () => {
    await all.append(aMark('node-1'));
    await all.settle(bot);
    const old = deleteCard();
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' }, aMark('node-2'));
    await bot.drainCard(target, 1);
    await all.settle(bot);
    await all.append(aMark('node-3'));
    await all.settle(bot);

    const { ts, text } = theCard();
    expect(inChannel()).toHaveLength(1);
    expect(text).toContain(DELETED);
    expect(text).toContain('MIXED');
    expect([...marksUnder(old), ...marksUnder(ts)]).toEqual(['node-1', 'node-2', 'node-3']);
    expect(await all.store.timeline.owing(target)).toEqual([]);
    expect(await all.store.book.targetOfThread(channel, ts)).toBe(target);
    expect(await all.store.book.targetOfThread(channel, old)).toBe(target);
  });

  it('before anything stood under it leaves no reply in the channel itself', async () => {
    deleteOnce(({ thread_ts }) => thread_ts === undefined);
    await all.append(aMark('node-1'));
    await all.settle(bot);

    expect(inChannel()).toHaveLength(1);
    expect(theCard().text).toContain(DELETED);
    expect(marksUnder(theCard().ts)).toEqual(['node-1']);
  });

  it('leaves no reply in the channel either when the answer to that reply was lost', async () => {
    await bot.drainThread(target, 1);
    const [first] = all.slack.thread(channel, theCard().ts).slice(1);
    if (first !== undefined) all.slack.workspace.deleteMessage(first);
    deleteCard();
    await all.append(aMark('node-1'));
    all.slack.faults.loseReply(POST);
    await all.settle(bot);

    expect(inChannel()).toHaveLength(1);
    expect(marksUnder(theCard().ts)).toEqual(['node-1']);
  });

  it.each(['thread_not_found', 'cannot_reply_to_message', 'message_not_found'])(
    'is posted anew when a reply to it is refused with %s',
    async (error) => {
      await all.settle(bot);
      const old = deleteCard();
      await all.append(aMark('node-1'));
      all.slack.faults.fail(POST, { error });
      await all.settle(bot);

      expect(inChannel()).toHaveLength(1);
      expect(marksUnder(theCard().ts)).toEqual(['node-1']);
      expect(marksUnder(old)).toEqual([]);
    },
  );

  it('is posted anew in its final state when the upgrade has finished, and its retention begins', async () => {
    await all.settle(bot);
    deleteCard();
    await all.append({ type: 'finished', how: 'completed' });
    await all.settle(bot);
    await all.settle(bot);

    expect(inChannel()).toHaveLength(1);
    expect(theCard().text).toContain('finished');
    expect(await all.store.timeline.owing(target)).toEqual([]);
    expect(await all.store.redis.pttl(all.store.keys.timeline(target, 1))).toBeGreaterThan(0);
  });

  it('is replaced once although two processes find it at the same time, again and again', async () => {
    const second = all.makeProcess();
    await all.settle(bot);
    for (let round = 1; round <= 5; round += 1) {
      deleteCard();
      await all.append({ type: 'state', to: `STATE_${round}`, phase: 'rolling' }, aMark(`node-${round}`));
      await Promise.all(
        [bot, second, bot, second].flatMap((each) => [each.drainCard(target, 1), each.drainThread(target, 1)]),
      );
      await all.settle(second);
      expect(inChannel()).toHaveLength(1);
    }
    const marks = all.slack.everything(channel).flatMap(({ text }) => text.match(/node-\d+/g) ?? []);
    expect(new Set(marks).size).toBe(5);
    expect(linesWith(/node-\d+/)).toEqual(['node-1', 'node-2', 'node-3', 'node-4', 'node-5']);
    expect(await all.store.book.read(target, 1)).toMatchObject({ lostCards: 5 });
  });

  it('is not taken for the new one by a drain that was frozen while it was replaced', async () => {
    await all.settle(bot);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    all.clock.advance(60_000);
    const frozen = all.slack.faults.hold('chat.update');
    const first = bot.drainCard(target, 1);
    await expect.poll(() => theCard().text).toContain('MIXED');
    deleteCard();
    const second = all.makeProcess();
    await all.append({ type: 'state', to: 'READY_TO_RUN_UPGRADE_TASKS', phase: 'finalizable' });
    frozen.clear();
    await all.settle(second);
    await first;
    await all.settle(second);

    expect(inChannel()).toHaveLength(1);
    expect(theCard().text).toContain('READY_TO_RUN_UPGRADE_TASKS');
    expect(await all.store.book.read(target, 1)).toMatchObject({ card: theCard().ts, lostCards: 1 });
  });

  it('does not mix up a line in doubt, which is found under the old card, with the new card', async () => {
    await all.append(aMark('node-1'));
    await all.settle(bot);
    const old = theCard().ts;
    await all.append(aMark('node-2'));
    all.slack.faults.loseReply(POST);
    await bot.drainThread(target, 1);
    deleteCard();
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    await bot.drainCard(target, 1);
    await all.settle(bot);

    expect(inChannel()).toHaveLength(1);
    expect(marksUnder(old)).toEqual(['node-1', 'node-2']);
    expect(marksUnder(theCard().ts)).toEqual([]);
    expect(theCard().text).toContain('MIXED');
  });

  it('is not taken for the new one when the answer to that is lost', async () => {
    await all.settle(bot);
    deleteCard();
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    await bot.drainCard(target, 1);
    all.slack.faults.loseReply(POST);
    await all.settle(bot);

    expect(inChannel()).toHaveLength(1);
    expect(await all.store.book.read(target, 1)).toMatchObject({ card: theCard().ts });
  });

  it('is posted anew although the process that found it died right then', async () => {
    await all.settle(bot);
    deleteCard();
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    const mortal = all.makeProcess({ book: dyingAfterLoss });
    await expect(mortal.drainCard(target, 1)).rejects.toThrow('dead');
    expect(await all.store.timeline.owing(target)).toEqual([1]);

    await all.settle(bot);

    expect(inChannel()).toHaveLength(1);
    expect(theCard().text).toContain('MIXED');
  });

  it('is replaced less and less often when every new one is deleted at once', async () => {
    const began = all.clock.now();
    all.slack.onChange((change) => {
      if (change.kind !== 'posted' || change.message.thread_ts !== undefined) return;
      if (isOurs(change.message)) all.slack.workspace.deleteMessage(change.message);
    });
    await all.append(aMark('node-1'));
    const lost = async () => (await all.store.book.read(target, 1)).lostCards;
    for (let step = 0; step < 40 && (await lost()) < 5; step += 1) {
      const back = await bot.drainThread(target, 1);
      if (back !== undefined) all.clock.advanceTo(back);
    }
    expect(await lost()).toBe(5);
    expect(all.clock.now() - began).toBeGreaterThanOrEqual(5_000 * (1 + 2 + 4 + 8 + 16));
    expect(inChannel()).toEqual([]);
  });
});
