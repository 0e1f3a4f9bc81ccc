import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Process, type Publishing, startPublishing, target } from '../support/publishing.js';
import { aMark, appendTo, open } from '../support/store.js';

let all: Publishing;
let bot: Process;

beforeEach(async () => {
  all = await startPublishing();
  bot = all.makeProcess();
  await open(all.store);
});

afterEach(() => all.stop());

const edits = () => all.calls('chat.update');
const states = ['MIXED', 'READY_TO_RUN_UPGRADE_TASKS'] as const;

/** The card is drained every 100 ms for so long while its state changes with every second of them. */
async function flutter(forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 100) {
    if (passed % 1_000 === 0) {
      const to = states[(passed / 1_000) % 2] ?? 'MIXED';
      await all.append({ type: 'state', to, phase: 'rolling' });
    }
    await bot.drainCard(target, 1);
    all.clock.advance(100);
  }
}

describe('a card', () => {
  it('is edited at most once in 3 s however much happens, and ends right', async () => {
    await bot.drainThread(target, 1);
    const posted = all.clock.now();
    await flutter(15_000);
    await all.append({ type: 'state', to: 'RUNNING_UPGRADE_TASKS', phase: 'finalizing' });
    await all.settle(bot);

    const times = [posted, ...edits().map(({ at }) => at)];
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
    expect(edits().length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
    expect(all.roots()[0]?.text).toContain('RUNNING_UPGRADE_TASKS');
  });

  it('is not edited when nothing on it would change', async () => {
    await all.settle(bot);
    all.clock.advance(10_000);
    await bot.drainCard(target, 1);
    await bot.drainCard(target, 1);
    expect(edits()).toEqual([]);
  });

  it.each([
    ['the answer is lost', () => all.slack.faults.loseReply('chat.update')],
    ['Slack is busy', () => all.slack.faults.rateLimit('chat.update', { retryAfter: 2 })],
    ['Slack answers a page', () => all.slack.faults.html('chat.update', { times: 3 })],
    ['Slack is broken for a while', () => all.slack.faults.fail('chat.update', { status: 500, times: 3 })],
  ])('ends right although %s', async (_what, fault) => {
    await all.settle(bot);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    const trouble = fault();
    await all.settle(bot);
    expect(trouble.hits()).toBeGreaterThan(0);
    expect(all.roots()[0]?.text).toContain('MIXED');
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });

  it('of a former installation is replaced by one that says so', async () => {
    await all.settle(bot);
    all.clock.advance(60_000);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' });
    all.slack.faults.fail('chat.update', { error: 'cant_update_message' });
    await all.settle(bot);

    expect(all.roots()).toHaveLength(2);
    expect(all.roots().at(-1)?.text).toContain('The earlier card belongs to a former installation of the bot');
  });

  it('that the rules of the workspace let nobody edit any more stays, and its thread goes on', async () => {
    await all.settle(bot);
    await all.append({ type: 'state', to: 'MIXED', phase: 'rolling' }, aMark('node-1'));
    all.slack.faults.fail('chat.update', { error: 'edit_window_closed', times: 9 });
    await all.settle(bot);

    expect(all.roots()).toHaveLength(1);
    expect(all.replies().filter(({ text }) => text.includes('node-1'))).toHaveLength(1);
    expect(await all.store.timeline.owing(target)).toEqual([]);
  });
});

describe('all cards together', () => {
  it('are edited ten times at once at most, and the others are told when to come back', async () => {
    const paced = all.makeProcess({ pace: all.store.pace });
    const targets = Array.from({ length: 15 }, (_, index) => `t${index}`);
    for (const name of targets) {
      await open(all.store, 1, name);
      await bot.drainThread(name, 1);
      await appendTo(all.store, name, aMark('node-1'));
    }
    all.clock.advance(3_000);

    const backs = await Promise.all(targets.map((name) => paced.drainCard(name, 1)));

    const waiting = backs.filter((back) => back !== undefined);
    expect(edits()).toHaveLength(10);
    expect(waiting).toHaveLength(5);
    for (const back of waiting) expect(back).toBeGreaterThan(all.clock.now());
  });
});
