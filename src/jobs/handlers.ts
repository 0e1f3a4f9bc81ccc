import { attendRequests } from '../service/attend-requests.js';
import type { Deps } from '../service/deps.js';
import { lookAtTarget } from '../service/look-at-target.js';
import { type Hands, runAction } from '../service/run-action.js';
import { sweepTarget } from '../service/sweep.js';
import { payloads, type QueueName } from './queues.js';

/** Handles a job's data. A number asks for the job to come back at that time (epoch ms); undefined ends it. */
export type Handler = (data: unknown, signal?: AbortSignal) => Promise<number | undefined>;

/** Draws from the timeline what Slack should show; a number asks to come back at that time (epoch ms). */
export interface Publisher {
  drainThread(target: string, upgrade: number): Promise<number | undefined>;
  drainCard(target: string, upgrade: number): Promise<number | undefined>;
}

interface HandlerDeps {
  readonly deps: Deps;
  readonly publisher: Publisher;
  readonly hands: Hands;
  /** Adds watches that are missing. */
  readonly ensureWatches: () => Promise<void>;
}

const SWEEP_EVERY_MS = 15_000;

/** One handler per queue: parse the ids, call one function. */
export function handlers({ deps, publisher, hands, ensureWatches }: HandlerDeps): Record<QueueName, Handler> {
  const configured = (target: string): boolean => deps.targets.has(target);
  return {
    async watch(data, signal) {
      const { target } = payloads.watch.parse(data);
      // No longer configured: its watch ends here.
      return configured(target) ? await lookAtTarget(deps, target, signal) : undefined;
    },
    async publish(data) {
      const { target, upgrade } = payloads.publish.parse(data);
      return configured(target) ? await publisher.drainThread(target, upgrade) : undefined;
    },
    async card(data) {
      const { target, upgrade } = payloads.card.parse(data);
      return configured(target) ? await publisher.drainCard(target, upgrade) : undefined;
    },
    async act(data, signal) {
      const ids = payloads.act.parse(data);
      return configured(ids.target) ? (await runAction(deps, hands, ids, signal))?.at : undefined;
    },
    async attend(data) {
      const { target } = payloads.attend.parse(data);
      return configured(target) ? await attendRequests(deps, target) : undefined;
    },
    async sweep() {
      await sweepAll(deps, ensureWatches);
      return deps.clock.now() + SWEEP_EVERY_MS;
    },
  };
}

const SWEEP_AT_ONCE = 50;

/** Repays what is owed on every configured target. */
export async function sweepAll(deps: Deps, ensureWatches: () => Promise<void>): Promise<void> {
  await ensureWatches();
  const names = [...deps.targets.keys()];
  for (let start = 0; start < names.length; start += SWEEP_AT_ONCE) {
    await Promise.all(names.slice(start, start + SWEEP_AT_ONCE).map((name) => sweepTarget(deps, name)));
  }
}
