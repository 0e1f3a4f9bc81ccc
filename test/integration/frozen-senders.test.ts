import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShownBook, ShownChange } from '../../src/core/publishing.js';
import { aRequest } from '../support/builders.js';
import { type Process, type Publishing, startPublishing, target } from '../support/publishing.js';
import { aMark, open } from '../support/store.js';

let all: Publishing;
let bot: Process;

beforeEach(async () => {
  all = await startPublishing();
  bot = all.makeProcess();
  await open(all.store);
  await all.settle(bot);
});

afterEach(() => all.stop());

const POST = 'chat.postMessage';
const UPDATE = 'chat.update';
const count = (word: string) => all.replies().filter(({ text }) => text.includes(word)).length;
const card = () => all.roots()[0]?.text;
const state = (to: string) => all.append({ type: 'state', to, phase: 'rolling' });

/** A process that is frozen once, right after this change is written; the world goes on `meanwhile`. */
function frozenAfter(change: (change: ShownChange) => boolean, meanwhile: () => Promise<unknown>): Process {
  let thawed = false;
  const freezing = (book: ShownBook): ShownBook => ({
    ...book,
    write: async (...args) => {
      const kept = await book.write(...args);
      if (thawed || !change(args[4])) return kept;
      thawed = true;
      await meanwhile();
      return kept;
    },
  });
  return all.makeProcess({ book: freezing });
}

const intentGiven = ({ intent }: ShownChange) => intent !== undefined && intent !== null;
const cardAnnounced = ({ cardHash }: ShownChange) => cardHash === null;

describe('a process that freezes between intent and post', () => {
  it('posts nothing when it goes on after another process has posted', async () => {
    await all.append(aMark('node-17'));
    const frozen = frozenAfter(intentGiven, () => all.settle(bot));
    await frozen.drainThread(target, 1);
    expect(count('node-17')).toBe(1);
  });

  it('posts once, under a new intent, when nobody has taken over', async () => {
    await all.append(aMark('node-17'));
    const posts = all.calls(POST).length;
    const frozen = frozenAfter(intentGiven, async () => all.clock.advance(4_000));
    const back = await frozen.drainThread(target, 1);
    expect(all.calls(POST)).toHaveLength(posts);
    expect(back).toBeGreaterThan(all.clock.now());
    await all.settle(frozen);
    expect(all.calls(POST)).toHaveLength(posts + 1);
    expect(count('node-17')).toBe(1);
  });

  it('posts all the same when it only was slow', async () => {
    await all.append(aMark('node-17'));
    const slow = frozenAfter(intentGiven, async () => all.clock.advance(2_900));
    await slow.drainThread(target, 1);
    expect(count('node-17')).toBe(1);
  });
});

describe('a message whose blocks are refused late', () => {
  it('is posted without them: the second attempt has a time of its own', async () => {
    await all.append(aMark('node-17'));
    const held = all.slack.faults.hold(POST);
    all.slack.faults.fail(POST, { error: 'invalid_blocks', times: 1 });
    const drained = bot.drainThread(target, 1);
    await expect.poll(() => held.hits()).toBe(1);
    all.clock.advance(4_000);
    held.release();
    await drained;
    await all.settle(bot);
    expect(count('node-17')).toBe(1);
  });
});

describe('the edit of a card', () => {
  it('is not made by a process that was frozen before it', async () => {
    await state('MIXED');
    all.clock.advance(3_000);
    const edits = all.calls(UPDATE).length;
    const frozen = frozenAfter(cardAnnounced, async () => {
      await state('READY_TO_RUN_UPGRADE_TASKS');
      await all.settle(bot);
      all.clock.advance(3_000);
    });
    await frozen.drainCard(target, 1);
    expect(all.calls(UPDATE)).toHaveLength(edits + 1);
    expect(card()).toContain('READY_TO_RUN_UPGRADE_TASKS');
  });

  it('that reaches Slack after a newer one is covered again', async () => {
    await state('MIXED');
    all.clock.advance(3_000);
    const under = all.slack.faults.slow(UPDATE, { ms: 200, act: 'last' });
    const late = bot.drainCard(target, 1);
    await expect.poll(() => under.hits()).toBe(1);
    const other = all.makeProcess();
    await state('READY_TO_RUN_UPGRADE_TASKS');
    await all.settle(other);
    expect(card()).toContain('READY_TO_RUN_UPGRADE_TASKS');
    const wakeUps = all.store.wakeUps.calls.length;
    await late;
    expect(card()).toContain('MIXED');
    expect(all.store.wakeUps.calls.slice(wakeUps)).toEqual(['card confluence 1']);
    await all.settle(other);
    expect(card()).toContain('READY_TO_RUN_UPGRADE_TASKS');
  });

  it('that nobody noted is made again although the card should look as it did before', async () => {
    const before = card();
    await all.append(aMark('node-17'));
    all.clock.advance(3_000);
    const mortal = all.makeProcess({
      book: (book) => ({
        ...book,
        write: (...args) => (args[4].cardSeq === undefined ? book.write(...args) : Promise.reject(new Error('dead'))),
      }),
    });
    await expect(mortal.drainCard(target, 1)).rejects.toThrow('dead');
    expect(card()).not.toBe(before);
    await all.append({ type: 'cleared', key: 'node-17' });
    await all.settle(bot);
    expect(card()).toBe(before);
  });
});

describe('the edit of a request', () => {
  const decide = async (): Promise<void> => {
    const { status: _status, approvedBy: _by, askedAt: _at, ...request } = aRequest({ required: 2 });
    await all.append({ type: 'asked', request });
    await all.settle(bot);
    await all.append({ type: 'approved', request: 'r1', by: 'U0BOB', granted: false });
  };
  const request = () => JSON.stringify(all.replies().find(({ broadcast }) => broadcast)?.blocks);

  it('is not made by a process that was frozen before it', async () => {
    await decide();
    let thawed = false;
    const frozen = all.makeProcess({
      book: (book) => ({
        ...book,
        read: async (...args) => {
          if (!thawed) {
            thawed = true;
            await all.append({ type: 'approved', request: 'r1', by: 'U0CAROL', granted: true });
            await all.settle(bot);
            all.clock.advance(3_000);
          }
          return await book.read(...args);
        },
      }),
    });
    await frozen.drainThread(target, 1);
    expect(request()).not.toContain('"button"');
  });

  it('that reaches Slack after a newer one is covered again', async () => {
    await decide();
    const under = all.slack.faults.slow(UPDATE, { ms: 200, act: 'last' });
    const late = bot.drainThread(target, 1);
    await expect.poll(() => under.hits()).toBe(1);
    await all.append({ type: 'approved', request: 'r1', by: 'U0CAROL', granted: true });
    await all.settle(all.makeProcess());
    expect(request()).not.toContain('"button"');
    await late;
    expect(request()).not.toContain('"button"');
    expect(all.calls(UPDATE).filter(({ args }) => JSON.stringify(args.blocks).includes('button'))).toHaveLength(1);
  });
});
