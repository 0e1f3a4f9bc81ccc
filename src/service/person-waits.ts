import type { TargetRecord } from '../core/ports.js';
import type { Deps } from './deps.js';

/**
 * What a person asked for must reach the store within this time (ms) of being sent, or never: connections that people
 * wait for give up after 2 s and the person is told that nothing was done, but the command is on its way by then and a
 * store that was frozen carries it out when it goes on.
 */
const REACHES_WITHIN_MS = 1_500;

/**
 * Until when (the store's clock, epoch ms) an append that is sent at the time of the call may take effect.
 * @param record read a moment ago; call this right after reading it, and the result at each append.
 */
export function whilePersonWaits({ clock }: Pick<Deps, 'clock'>, record: Pick<TargetRecord, 'now'>): () => number {
  // Taken after the reading came back: a slow reading makes the limit shorter, never longer.
  const ahead = record.now - clock.now();
  return () => clock.now() + ahead + REACHES_WITHIN_MS;
}
