import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/state.js';
import { aRequest } from '../support/builders.js';
import { channel, type Process, type Publishing, startPublishing, target } from '../support/publishing.js';
import { aMark, open } from '../support/store.js';

let all: Publishing;
let bot: Process;

beforeEach(async () => {
  all = await startPublishing();
  bot = all.makeProcess();
  await open(all.store);
  const { status: _status, approvedBy: _by, askedAt: _at, ...request } = aRequest();
  await all.append({ type: 'asked', request });
  await all.settle(bot);
});

afterEach(() => all.stop());

const POST = 'chat.postMessage';
/** Requests that stand in the channel, deleted ones left out. */
const requests = () => all.slack.messages(channel).filter(({ broadcast }) => broadcast);
const hasButtons = (message: Message | undefined) => JSON.stringify(message?.blocks).includes('"button"');
const deleteRequest = () => {
  const [request] = requests();
  if (request !== undefined) all.slack.workspace.deleteMessage(request);
};

describe("an open request's message that somebody deleted", () => {
  it('is posted again when somebody asks for the same, once', async () => {
    deleteRequest();
    await all.store.book.checkRequests(target, 1);
    const second = all.makeProcess();
    await Promise.all([bot.drainThread(target, 1), second.drainThread(target, 1)]);
    await all.settle(bot);

    expect(requests()).toHaveLength(1);
    expect(hasButtons(requests()[0])).toBe(true);
    await all.append({ type: 'rejected', request: 'r1', by: 'U0BOB' });
    await all.settle(bot);
    expect(requests()).toHaveLength(1);
    expect(hasButtons(requests()[0])).toBe(false);
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });

  it('is posted again before its approvers are reminded of it', async () => {
    deleteRequest();
    await all.append({ type: 'reminded', request: 'r1' }, aMark('node-1'));
    await all.settle(bot);

    expect(requests()).toHaveLength(1);
    const [request] = requests();
    const [reminder] = all.replies().filter(({ text }) => text.includes('node-1'));
    expect(Number(request?.ts)).toBeLessThan(Number(reminder?.ts));
  });

  it('is posted again once although the answer to that is lost, and each time anew', async () => {
    for (let round = 1; round <= 3; round += 1) {
      deleteRequest();
      await all.store.book.checkRequests(target, 1);
      all.slack.faults.loseReply(POST);
      await all.settle(bot);
      expect(requests()).toHaveLength(1);
    }
    await all.append(aMark('node-1'));
    await all.settle(bot);
    expect(all.replies().filter(({ text }) => text.includes('node-1'))).toHaveLength(1);
  });

  it('is not posted again once the request is decided, and the thread goes on', async () => {
    deleteRequest();
    await all.append({ type: 'rejected', request: 'r1', by: 'U0BOB' });
    await all.store.book.checkRequests(target, 1);
    await all.settle(bot);

    expect(requests()).toEqual([]);
    expect(all.replies().filter(({ text }) => text.includes('rejected by'))).toHaveLength(1);
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });

  it('goes under the new card when that was deleted too', async () => {
    deleteRequest();
    all.clock.advance(60_000);
    all.slack.workspace.deleteMessage(all.roots()[0]?.ts ?? '');
    await all.store.book.checkRequests(target, 1);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    await bot.drainCard(target, 1);
    await all.settle(bot);

    expect(all.roots()).toHaveLength(1);
    expect(requests()).toMatchObject([{ thread_ts: all.roots()[0]?.ts }]);
  });
});

describe("an open request's message that is still there", () => {
  it('is left as it is when somebody asks for the same', async () => {
    const [before] = requests();
    const posts = all.calls(POST).length;
    await all.store.book.checkRequests(target, 1);
    await all.settle(bot);
    await all.settle(bot);

    expect(requests()).toMatchObject([{ ts: before?.ts, text: before?.text }]);
    expect(all.calls(POST)).toHaveLength(posts);
    expect(all.calls('chat.update')).toHaveLength(1);
  });

  it('holds the thread up while the channel is archived, of which operators are told once', async () => {
    all.slack.workspace.archiveChannel(channel);
    await all.append({ type: 'rejected', request: 'r1', by: 'U0BOB' });
    const back = await bot.drainThread(target, 1);
    await bot.drainThread(target, 1);
    expect(back).toBe(all.clock.now() + 15_000);
    expect(all.told('U0ALICE')).toHaveLength(1);
    expect(all.told('U0ALICE')[0]).toContain('it is archived');

    all.slack.workspace.archiveChannel(channel, false);
    await all.settle(bot);
    expect(hasButtons(requests()[0])).toBe(false);
    expect(all.told('U0ALICE')).toHaveLength(2);
  });
});
