import type { Clock } from '../core/ports.js';

interface Reading<T> {
  readonly begunAt: number;
  readonly value: Promise<T>;
}

/** Reads something by name; a reading that began at `notBefore` (epoch ms) or later may serve several callers. */
export type SharedReading<T> = (name: string, notBefore: number) => Promise<T>;

/** Lets callers share readings, so that a storm of clicks costs one. A reading that failed serves nobody else. */
export function sharedReading<T>(read: (name: string) => Promise<T>, clock: Pick<Clock, 'now'>): SharedReading<T> {
  const latest = new Map<string, Reading<T>>();
  return (name, notBefore) => {
    const known = latest.get(name);
    if (known !== undefined && known.begunAt >= notBefore) return known.value;
    const reading: Reading<T> = { begunAt: clock.now(), value: read(name) };
    latest.set(name, reading);
    reading.value.catch(() => {
      // The failure reaches the callers through `value`; here it only stops being shared.
      if (latest.get(name) === reading) latest.delete(name);
    });
    return reading.value;
  };
}
