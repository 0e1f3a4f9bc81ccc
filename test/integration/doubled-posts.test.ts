import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ShownBook } from '../../src/core/publishing.js';
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
const count = (word: string) => all.replies().filter(({ text }) => text.includes(word)).length;

describe('a message that reaches Slack after another process has posted it', () => {
  /** A drain whose post reaches Slack only when another process has looked for it in vain and posted it. */
  const postLate = async (meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> => {
    const held = all.slack.faults.hold(POST, { act: 'last', times: 1 });
    const late = all.makeProcess({ timeoutMs: 20_000 }).drainThread(target, 1);
    await expect.poll(() => held.hits()).toBe(1);
    await meanwhile();
    await all.settle(all.makeProcess());
    held.release();
    await late;
  };

  it('is taken back when it holds lines', async () => {
    await all.append(aMark('node-17'));
    const posts = all.calls(POST).length;
    await postLate();
    expect(all.calls(POST)).toHaveLength(posts + 2);
    expect(count('node-17')).toBe(1);
  });

  it('is taken back although more has happened before the other posted it', async () => {
    await all.append(aMark('node-17'));
    await postLate(() => all.append(aMark('node-18')));
    expect([count('node-17'), count('node-18')]).toEqual([1, 1]);
  });

  it('is taken back when it asks for approval, and the decision shows on the other', async () => {
    const { status: _status, approvedBy: _by, askedAt: _at, ...request } = aRequest();
    await all.append({ type: 'asked', request });
    await postLate();
    await all.append({ type: 'rejected', request: 'r1', by: 'U0BOB' });
    await all.settle(bot);
    const requests = all.replies().filter(({ broadcast }) => broadcast);
    expect(requests).toHaveLength(1);
    expect(JSON.stringify(requests[0]?.blocks)).not.toContain('"button"');
  });

  /** A process that does something before its second look into the book, which is the first one after its post. */
  const lookingLate = (meanwhile: () => Promise<unknown>): Process => {
    let looks = 0;
    const late = (book: ShownBook): ShownBook => ({
      ...book,
      read: async (...args) => {
        looks += 1;
        if (looks === 2) await meanwhile();
        return await book.read(...args);
      },
    });
    return all.makeProcess({ book: late });
  };

  it('is taken back when it is a card that the other posts only afterwards', async () => {
    await open(all.store, 1, 'jira');
    const under = all.slack.faults.slow(POST, { ms: 100, act: 'first' });
    const late = lookingLate(() => all.makeProcess().drainThread('jira', 1)).drainThread('jira', 1);
    await expect.poll(() => under.hits()).toBe(1);
    const { epoch } = await all.store.book.takeUp('jira', 1, 'thread');
    await all.store.book.write('jira', 1, 'thread', epoch, { intent: null });
    await late;
    expect(all.calls(POST).filter(({ args }) => String(args.text).includes('jira'))).toHaveLength(2);
    expect(all.roots().filter(({ text }) => text.includes('jira'))).toHaveLength(1);
  });

  it('is taken back although its answer came too late to be heard', async () => {
    await all.append(aMark('node-17'));
    const under = all.slack.faults.slow(POST, { ms: 600, act: 'last' });
    const arrives = () => expect.poll(() => count('node-17')).toBe(2);
    const late = lookingLate(arrives).drainThread(target, 1);
    await expect.poll(() => under.hits()).toBe(1);
    await all.settle(all.makeProcess());
    await late;
    expect(count('node-17')).toBe(1);
  });

  it('stays when the other has found it instead of posting it', async () => {
    await all.append(aMark('node-17'));
    const posts = all.calls(POST).length;
    const under = all.slack.faults.slow(POST, { ms: 300, act: 'first' });
    const late = bot.drainThread(target, 1);
    await expect.poll(() => under.hits()).toBe(1);
    await all.settle(all.makeProcess());
    await late;
    expect(all.calls(POST)).toHaveLength(posts + 1);
    expect(count('node-17')).toBe(1);
  });
});
