import { AppError } from '../../src/core/errors.js';
import type { Observation } from '../../src/core/observation.js';
import type { Actor, Observer } from '../../src/core/ports.js';
import type { ActionName } from '../../src/core/products.js';
import { readings } from './readings.js';

/** What an action leads to when it is carried out. */
const effects: Partial<Record<ActionName, () => Observation>> = {
  start: readings.ready,
  cancel: readings.stable,
  approve: readings.finalizing,
};

/** What becomes of a call, and of its answer. */
export type CallFate = 'answered' | 'answer lost' | 'request lost' | 'conflict' | 'refused';

export interface SmallCluster {
  readonly observer: Observer;
  readonly actor: Actor;
  /** Calls that were sent, in order. */
  readonly sent: ActionName[];
  /** How often it was read. */
  readonly reads: () => number;
  /** What it is from now on; an error for a cluster that cannot be read. */
  become(next: Observation | AppError): void;
  /** What becomes of calls from now on. */
  fate: CallFate;
  /** Done right before a call asks whether it may still be sent. */
  beforeCall: () => Promise<void>;
}

/** A cluster in memory, ready to be finalized at first. */
export function smallCluster(first: Observation = readings.finalizable()): SmallCluster {
  let now: Observation | AppError = first;
  let reads = 0;
  const sent: ActionName[] = [];
  const observe = async (): Promise<Observation> => {
    reads += 1;
    if (now instanceof AppError) throw now;
    return now;
  };
  const cluster: SmallCluster = {
    sent,
    reads: () => reads,
    become: (next) => {
      now = next;
    },
    fate: 'answered',
    beforeCall: () => Promise.resolve(),
    observer: {
      observe,
      observeNode: async (id) => (await observe()).nodes.find((node) => node.id === id),
    },
    actor: {
      act: async (action, { beforeSend }) => {
        await cluster.beforeCall();
        if (!beforeSend()) throw new AppError('unreachable', 'it was too late to send it', { tookEffect: 'no' });
        sent.push(action);
        if (cluster.fate === 'answered' || cluster.fate === 'answer lost') now = effects[action]?.() ?? now;
        failFor(cluster.fate);
        return {};
      },
    },
  };
  return cluster;
}

function failFor(fate: CallFate): void {
  if (fate === 'answered') return;
  if (fate === 'conflict') throw new AppError('conflict', '409', { tookEffect: 'no' });
  if (fate === 'refused') throw new AppError('forbidden', '403', { tookEffect: 'no' });
  throw new AppError('unreachable', 'the connection was cut', { tookEffect: 'unknown' });
}
