import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observer } from './core/ports.js';

/** What the bot counts, for Prometheus. */
export interface Metrics {
  readonly registry: Registry;
  /** The observer, with its looks timed and counted by target and outcome. */
  watched(target: string, observer: Observer): Observer;
}

/** Makes the metrics of this process. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const looks = new Counter({
    name: 'upgrade_bot_looks_total',
    help: 'Looks at targets by outcome',
    labelNames: ['target', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'upgrade_bot_look_seconds',
    help: 'How long looks at targets take',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const up = new Gauge({
    name: 'upgrade_bot_target_up',
    help: '1 when the last look at the target succeeded',
    labelNames: ['target'],
    registers,
  });
  return {
    registry,
    watched: (target, observer) => ({
      ...observer,
      async observe(signal) {
        const stop = seconds.startTimer();
        try {
          const seen = await observer.observe(signal);
          looks.inc({ target, outcome: 'ok' });
          up.set({ target }, 1);
          return seen;
        } catch (error) {
          looks.inc({ target, outcome: 'failed' });
          up.set({ target }, 0);
          throw error;
        } finally {
          stop();
        }
      },
    }),
  };
}
