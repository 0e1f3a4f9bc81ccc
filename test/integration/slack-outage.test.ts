import { expect, it, onTestFinished } from 'vitest';
import type { Pace } from '../../src/core/publishing.js';
import type { ManualClock } from '../support/manual-clock.js';
import { type Publishing, startPublishing, target } from '../support/publishing.js';
import { aMark, open } from '../support/store.js';

/** Turns by the clock that is moved by hand, as the real ones come by Redis' clock. */
function paceBy({ now }: ManualClock): Pace {
  const due = new Map<string, number>();
  const held = new Map<string, number>();
  return {
    take: async (name, _who, everyMs, burst) => {
      const hold = (held.get(name) ?? 0) - now();
      if (hold > 0) return hold;
      const next = Math.max(due.get(name) ?? 0, now());
      const wait = next - now() - everyMs * (burst - 1);
      if (wait > 0) return wait;
      due.set(name, next + everyMs);
      return 0;
    },
    hold: async (name, ms) => void held.set(name, now() + ms),
  };
}

interface Play {
  readonly all: Publishing;
  /** How long (ms) the play goes on, second by second. */
  readonly forMs: number;
  readonly eachSecond: (second: number) => Promise<void>;
}

/** Two processes take turns draining, each time a drain asks to come back. */
async function play({ all, forMs, eachSecond }: Play): Promise<void> {
  const pace = paceBy(all.clock);
  const bots = [all.makeProcess({ pace }), all.makeProcess({ pace })] as const;
  let [thread, card] = [0, 0];
  for (let second = 0; second * 1_000 < forMs; second += 1) {
    const before = all.store.wakeUps.calls.length;
    await eachSecond(second);
    const woken = all.store.wakeUps.calls.length > before;
    const now = all.clock.now();
    const bot = bots[second % 2 === 0 ? 0 : 1];
    if (woken || thread <= now) thread = (await bot.drainThread(target, 1)) ?? Number.POSITIVE_INFINITY;
    if (woken || card <= now) card = (await bot.drainCard(target, 1)) ?? Number.POSITIVE_INFINITY;
    all.clock.advance(1_000);
  }
}

it('ten minutes in which nothing of Slack answers delay forty events, and lose, double and reorder none', async () => {
  const all = await startPublishing({ rateLimits: true });
  onTestFinished(() => all.stop());
  await open(all.store);
  await play({ all, forMs: 30_000, eachSecond: async () => undefined });
  const outage = all.slack.faults.outage({ forMs: 600_000 });
  await play({
    all,
    forMs: 600_000,
    eachSecond: async (second) => {
      if (second % 15 === 0) await all.append(aMark(`node-${1 + second / 15}`));
    },
  });
  const [postsBefore, callsDuring] = [all.replies().length, outage.hits()];
  await play({ all, forMs: 60_000, eachSecond: async () => undefined });

  const marks = all.replies().flatMap(({ text }) => text.match(/node-\d+/g) ?? []);
  expect(marks).toEqual(Array.from({ length: 40 }, (_, index) => `node-${index + 1}`));
  expect(all.roots()).toHaveLength(1);
  expect(all.replies().length - postsBefore).toBeLessThanOrEqual(4);
  expect(all.slack.calls.filter(({ status }) => status === 429)).toEqual([]);
  // Backing off keeps it at some four attempts a minute for the thread, and the card's own.
  expect(callsDuring).toBeLessThan(700);
  expect(await all.store.timeline.owing(target)).toEqual([]);
});
