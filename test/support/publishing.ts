import { confluence } from '../../src/adapters/atlassian/confluence.js';
import type { Happening } from '../../src/core/events.js';
import type { Pace, ShownBook } from '../../src/core/publishing.js';
import { plainText } from '../../src/sandbox/slack/plain-text.js';
import { type SlackServer, startSlack } from '../../src/sandbox/slack/server.js';
import { slackClient } from '../../src/slack/out/client.js';
import { publisher } from '../../src/slack/out/publisher.js';
import { capturedLog } from './captured-log.js';
import { noPace } from './instant-slack.js';
import { manualClock } from './manual-clock.js';
import { appendTo, openStore, type TestStore } from './store.js';

export const channel = 'C0OPS';
export const target = 'confluence';
export const retentionMs = 3_600_000;

export type Process = ReturnType<typeof publisher>;

interface ProcessOptions {
  /** Everybody's turn always when left out. */
  readonly pace?: Pace;
  /** The channel that this process is configured with; the usual one when left out. */
  readonly configured?: string;
  /** The book as this process meets it, for a process that dies in the middle. */
  readonly book?: (book: ShownBook) => ShownBook;
  /** How long it waits for Slack's answer, in real milliseconds; 400 when left out. */
  readonly timeoutMs?: number;
}

interface PublishingOptions {
  readonly operators?: readonly string[];
  /** Whether the simulated Slack counts calls, by the clock that is moved by hand. */
  readonly rateLimits?: boolean;
}

/** A publisher between a real Redis and a simulated Slack, with a clock that is moved by hand. */
export async function startPublishing(options: PublishingOptions = {}) {
  const { operators = ['U0ALICE'], rateLimits = false } = options;
  const clock = manualClock();
  const slack: SlackServer = await startSlack({ rateLimits, now: clock.now });
  slack.workspace.addChannel({ id: channel, name: 'ops' });
  slack.workspace.addUser({ id: 'U0ALICE', name: 'alice' });
  const store = openStore();
  const log = capturedLog();

  /** Another process of the same bot. */
  const makeProcess = ({
    pace = noPace,
    book = (same) => same,
    configured,
    timeoutMs = 400,
  }: ProcessOptions = {}): Process => {
    const client = slackClient({ token: slack.botToken, apiUrl: slack.apiUrl, logger: log, timeoutMs });
    return publisher({
      timeline: store.timeline,
      book: book(store.book),
      pace,
      slack: client,
      profileOf: () => confluence,
      jobs: store.wakeUps,
      clock,
      log,
      command: '/upgrade',
      keyPrefix: store.prefix,
      retentionMs,
      troubles: store.troubles,
      settingsOf: () => ({ channel: configured ?? channel, operators }),
    });
  };

  return {
    clock,
    slack,
    store,
    log,
    /** What people of the workspace read in their direct messages with the bot. */
    told: (user: string) => slack.everything(`D0${user.slice(1)}`).map((message) => plainText(message, slack.nameOf)),
    makeProcess,
    append: (...happenings: Happening[]) => appendTo(store, target, ...happenings),
    /**
     * Drains thread and card, moving the clock on to whenever they ask to come back, until nothing is left to do and
     * neither has woken the other.
     */
    settle: (process: Process, upgrade = 1) => settle({ clock, store }, process, upgrade),
    /** Calls of a method, whatever came of them. */
    calls: (method: string) => slack.calls.filter((call) => call.method === method),
    /** What stands in the thread of the only card, replies only, oldest first. */
    replies: () => {
      const [card] = roots(slack);
      return card === undefined ? [] : slack.thread(channel, card.ts).slice(1);
    },
    roots: () => roots(slack),
    stop: async () => {
      store.close();
      await slack.stop();
    },
  };
}

export type Publishing = Awaited<ReturnType<typeof startPublishing>>;

const roots = (slack: SlackServer) => slack.messages(channel).filter((message) => message.thread_ts === undefined);

const MOST_STEPS = 60;

async function settle(
  { clock, store }: { clock: ReturnType<typeof manualClock>; store: TestStore },
  process: Process,
  upgrade: number,
): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const before = store.wakeUps.calls.length;
    const times = [await process.drainThread(target, upgrade), await process.drainCard(target, upgrade)];
    const due = times.filter((at) => at !== undefined);
    if (due.length === 0 && store.wakeUps.calls.length === before) return;
    if (due.length === 0) continue;
    clock.advanceTo(Math.min(...due));
  }
  throw new Error('the publisher never came to rest');
}
