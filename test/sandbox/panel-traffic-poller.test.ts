import { describe, expect, it, vi } from 'vitest';
import type { TrafficPage } from '../../src/sandbox/control/shown.js';
import { type TrafficKnown, trafficPoller } from '../../src/sandbox/page/panel/traffic-poller.js';
import { request } from './panel-fixture.js';

/** A poller whose rests end when the test says so. */
function pollerOf(pages: (TrafficPage | Error)[]) {
  const asked: number[] = [];
  const shown: TrafficKnown[] = [];
  const rests: (() => void)[] = [];
  const poller = trafficPoller({
    async fetchPage(after) {
      asked.push(after);
      const page = pages.shift() ?? { entries: [], dropped: 0 };
      if (page instanceof Error) throw page;
      return page;
    },
    show: (known) => shown.push(known),
    rest: () => new Promise((resolve) => rests.push(resolve)),
    now: () => 2_000,
  });
  const rested = async (): Promise<void> => {
    await vi.waitFor(() => expect(rests).not.toHaveLength(0));
    rests.shift()?.();
  };
  return { poller, asked, shown, rests, rested };
}

const page = (...entries: TrafficPage['entries'][number][]): TrafficPage => ({ entries, dropped: 0 });

describe('asking for traffic', () => {
  it('makes one request for all changes during a rest', async () => {
    const { poller, asked, rested, rests } = pollerOf([page(request(1)), page(request(2))]);
    poller.ask();
    await vi.waitFor(() => expect(rests).toHaveLength(1));
    poller.ask();
    poller.ask();
    expect(asked).toEqual([0]);
    await rested();
    await rested();
    expect(asked).toEqual([0, 1]);
  });

  it('goes on asking by itself while an answer is outstanding, and no longer', async () => {
    const { poller, asked, shown, rested, rests } = pollerOf([page(request(1, { ms: null })), page(request(1))]);
    poller.ask();
    await rested();
    await rested();
    expect(shown.at(-1)?.entries).toEqual([request(1)]);
    expect(asked).toEqual([0, 0]);
    expect(rests).toHaveLength(0);
  });

  it('says why it knows nothing newer, and asks again at the next change', async () => {
    const { poller, shown, rested } = pollerOf([new Error('The sandbox does not answer.'), page(request(1))]);
    poller.ask();
    await rested();
    expect(shown.at(-1)).toEqual({ entries: [], dropped: 0, problem: 'The sandbox does not answer.' });
    poller.ask();
    await rested();
    expect(shown.at(-1)).toEqual({ entries: [request(1)], dropped: 0, problem: null });
  });

  it('shows nothing more once it is stopped', async () => {
    const { poller, asked, shown, rests } = pollerOf([page(request(1))]);
    poller.ask();
    poller.stop();
    await vi.waitFor(() => expect(rests).toHaveLength(1));
    poller.ask();
    expect(shown).toEqual([]);
    expect(asked).toEqual([0]);
  });
});
