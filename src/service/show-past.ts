import { accountOf } from '../core/account.js';
import type { HistoryEntry, Shown } from '../core/answers.js';
import type { TimelineEvent } from '../core/events.js';
import { fold } from '../core/view.js';
import { type Deps, targetOf } from './deps.js';
import type { FindCard } from './target-status.js';

const EVENTS_AT_ONCE = 500;

/**
 * One upgrade, from its timeline or, when that is no longer kept, from the one line that stays.
 * @throws AppError kind `store-down`
 */
export async function showPast(deps: Deps, findCard: FindCard, name: string, number: number): Promise<Shown> {
  const { profile } = targetOf(deps, name);
  const events = await everyEvent(deps, name, number);
  const view = fold(undefined, events);
  if (view === undefined) return await showLine(deps, name, number);
  const card = await findCard(name, number);
  return { kind: 'past', view, profile, events, account: accountOf(events), card };
}

async function everyEvent({ timeline }: Deps, target: string, upgrade: number): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  for (;;) {
    const page = await timeline.events(target, upgrade, events.length, EVENTS_AT_ONCE);
    events.push(...page);
    if (page.length < EVENTS_AT_ONCE) return events;
  }
}

async function showLine({ timeline }: Deps, target: string, number: number): Promise<Shown> {
  const { last } = await timeline.record(target);
  // Every upgrade leaves one line when it ends, the newest first.
  const lines = number > last ? [] : await timeline.history(target, last - number + 1);
  const entry: HistoryEntry | undefined = lines.find((one) => one.number === number);
  if (entry !== undefined) return { kind: 'past-line', target, entry };
  return { kind: 'refused', refusal: { why: 'no-such-upgrade', target, number, last } };
}
